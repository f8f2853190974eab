#!/usr/bin/env python3
"""provisioner.py KUBECONFIG FOLDER: makes a local volume for every claim of the lab's classes that a pod waits for.

A volume is FOLDER/<namespace>-<claim>-<uid>; when its claim goes it is removed (reclaimPolicy Delete) or left (Retain).
A claim that asks for more than its volume has gets it: as no size is enforced, saying so is all there is to do.
"""
import os
import shutil
import sys
import threading

from labapi import Api

CLASSES = ("lab", "lab-fixed")  # the API server lets only those of the first grow
DRIVER = "redisinfra.io/lab"
PROVISIONED_BY = "pv.kubernetes.io/provisioned-by"
SELECTED_NODE = "volume.kubernetes.io/selected-node"
VOLUMES = "/api/v1/persistentvolumes"
CLAIMS = "/api/v1/persistentvolumeclaims"


class Provisioner:
    def __init__(self, api, folder):
        self._api = api
        self._folder = folder
        self._lock = threading.Lock()  # claims and volumes are watched on two threads

    def run(self):
        self._api.follow_in_background(VOLUMES, lambda items: self._each(items, self._reclaim),
                                       lambda kind, o: self._each([o] if kind != "DELETED" else [], self._reclaim))
        self._api.follow(CLAIMS, lambda items: self._each(items, self._provision),
                         lambda kind, o: self._each([o] if kind != "DELETED" else [], self._provision))

    def _each(self, objects, act):
        with self._lock:
            for o in objects:
                act(o)

    def _provision(self, claim):
        meta, spec = claim["metadata"], claim["spec"]
        node = (meta.get("annotations") or {}).get(SELECTED_NODE)  # set when the scheduler has placed the first pod
        if spec.get("storageClassName") not in CLASSES or meta.get("deletionTimestamp"):
            return
        if spec.get("volumeName"):
            self._grow(claim)
            return
        if not node:
            return
        name = f"pvc-{meta['uid']}"
        path = os.path.join(self._folder, f"{meta['namespace']}-{meta['name']}-{meta['uid']}")
        os.makedirs(path, exist_ok=True)
        os.chmod(path, 0o777)  # as local provisioners do: any user of a pod may write, with or without fsGroup
        status, reply = self._api.call("POST", VOLUMES, self._volume(name, path, claim, node))
        if status not in (201, 409):  # 409: an earlier run made it
            print(f"{name}: {status} {reply.get('message')}", flush=True)
        elif status == 201:
            print(f"{name}: made for {meta['namespace']}/{meta['name']}", flush=True)

    def _grow(self, claim):
        meta, status = claim["metadata"], claim.get("status", {})
        asked = claim["spec"]["resources"]["requests"]["storage"]
        if status.get("phase") != "Bound" or status["capacity"]["storage"] == asked:
            return
        volume = f"{VOLUMES}/{claim['spec']['volumeName']}"
        place = f"/api/v1/namespaces/{meta['namespace']}/persistentvolumeclaims/{meta['name']}"
        self._patch(volume, {"spec": {"capacity": {"storage": asked}}})
        self._patch(f"{place}/status", {"status": {"capacity": {"storage": asked}}})

    def _patch(self, path, change):
        status, reply = self._api.call("PATCH", path, change)
        print(f"{path}: {change}" if status == 200 else f"{path}: {status} {reply.get('message')}", flush=True)

    def _volume(self, name, path, claim, node):
        meta, spec = claim["metadata"], claim["spec"]
        reference = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": meta["namespace"],
                     "name": meta["name"], "uid": meta["uid"], "resourceVersion": meta["resourceVersion"]}
        here = {"key": "kubernetes.io/hostname", "operator": "In", "values": [node]}
        return {
            "apiVersion": "v1", "kind": "PersistentVolume",
            "metadata": {"name": name, "annotations": {PROVISIONED_BY: DRIVER}},
            "spec": {
                "capacity": {"storage": spec["resources"]["requests"]["storage"]},
                "accessModes": spec["accessModes"], "volumeMode": spec.get("volumeMode", "Filesystem"),
                "storageClassName": spec["storageClassName"], "persistentVolumeReclaimPolicy": "Delete",
                "claimRef": reference, "local": {"path": path},
                "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}},
            },
        }

    def _reclaim(self, volume):
        meta, spec = volume["metadata"], volume["spec"]
        ours = (meta.get("annotations") or {}).get(PROVISIONED_BY) == DRIVER
        released = volume.get("status", {}).get("phase") == "Released"
        if not ours or not released or spec["persistentVolumeReclaimPolicy"] != "Delete":
            return
        path = os.path.realpath(spec["local"]["path"])
        if os.path.dirname(path) != os.path.realpath(self._folder):
            print(f"{meta['name']}: {path} is outside {self._folder}, left alone", flush=True)
            return
        shutil.rmtree(path, ignore_errors=True)
        status, reply = self._api.call("DELETE", f"{VOLUMES}/{meta['name']}")
        print(f"{meta['name']}: removed" if status in (200, 202, 404) else f"{meta['name']}: {reply}", flush=True)


if __name__ == "__main__":
    Provisioner(Api(sys.argv[1]), sys.argv[2]).run()
