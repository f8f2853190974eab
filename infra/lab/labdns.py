#!/usr/bin/env python3
"""labdns.py KUBECONFIG ADDRESS: a cluster DNS for the lab.

Watches Services and Endpoints and answers A, SRV and PTR questions for cluster.local over UDP and TCP.
"""
import socket
import socketserver
import struct
import sys
import threading

from labapi import Api

ZONE = "cluster.local"
TTL_S = 5
A, SOA, PTR, SRV, ANY = 1, 6, 12, 33, 255
NAME_ERROR = 3


class Records:
    """What the names of one moment resolve to."""

    def __init__(self, services, endpoints):
        self.a, self.srv, self.ptr, self.names = {}, {}, {}, set()
        for key, service in services.items():
            base = f"{key[1]}.{key[0]}.svc.{ZONE}"
            self.names.add(base)
            address = service["spec"].get("clusterIP")
            if address and address != "None":
                self._add_service(base, address, service["spec"].get("ports") or [])
            else:
                for subset in endpoints.get(key, {}).get("subsets") or []:
                    self._add_subset(base, subset)
        for name in [*self.a, *self.srv, *self.names]:  # a name above an existing one exists too, empty
            labels = name.split(".")
            self.names.update(".".join(labels[i:]) for i in range(len(labels)))

    def _add_service(self, base, address, ports):
        self.a.setdefault(base, []).append(address)
        self.ptr[reverse(address)] = base
        self._add_ports(base, ports, base)

    def _add_subset(self, base, subset):
        for endpoint in subset.get("addresses") or []:
            address, host = endpoint["ip"], endpoint.get("hostname")
            full = f"{host or address.replace('.', '-')}.{base}"
            self.a.setdefault(base, []).append(address)
            self.a.setdefault(full, []).append(address)
            if host:
                self.ptr[reverse(address)] = full
            self._add_ports(base, subset.get("ports") or [], full)

    def _add_ports(self, base, ports, target):
        for port in ports:
            if port.get("name"):
                name = f"_{port['name']}._{port['protocol'].lower()}.{base}"
                self.srv.setdefault(name, []).append((port["port"], target))

    def knows(self, name):
        return name in self.a or name in self.srv or name in self.ptr or name in self.names


class Cluster:
    """Keeps the records in step with the API server."""

    def __init__(self, api):
        self._objects = {"services": {}, "endpoints": {}}
        self._lock = threading.Lock()
        self.records = Records({}, {})
        for kind in self._objects:
            self._follow(api, kind)

    def _follow(self, api, kind):
        def replace(items):
            with self._lock:
                self._objects[kind] = {identity(o): o for o in items}
                self._rebuild()

        def change(event, o):
            with self._lock:
                if event == "DELETED":
                    self._objects[kind].pop(identity(o), None)
                else:
                    self._objects[kind][identity(o)] = o
                self._rebuild()

        api.follow_in_background(f"/api/v1/{kind}", replace, change)

    def _rebuild(self):
        self.records = Records(self._objects["services"], self._objects["endpoints"])


def identity(o):
    return o["metadata"]["namespace"], o["metadata"]["name"]


def reverse(address):
    return ".".join(reversed(address.split("."))) + ".in-addr.arpa"


def encode(name):
    return b"".join(bytes([len(x)]) + x.encode() for x in name.split(".") if x) + b"\0"


def parse(query):
    """Returns (name, type, the question's bytes)."""
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin1"))
        at += query[at] + 1
    return ".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])[0], query[12:at + 5]


def record(kind, data):
    return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, TTL_S, len(data)) + data


def answer(query, records):
    name, kind, question = parse(query)
    found = []
    if kind in (A, ANY):
        found += [record(A, socket.inet_aton(x)) for x in records.a.get(name, [])]
    if kind in (SRV, ANY):
        found += [record(SRV, struct.pack(">HHH", 0, 100, port) + encode(host))
                  for port, host in records.srv.get(name, [])]
    if kind in (PTR, ANY) and name in records.ptr:
        found.append(record(PTR, encode(records.ptr[name])))
    authority = b""
    if not found and (name == ZONE or name.endswith("." + ZONE)):
        data = encode("ns.dns." + ZONE) + encode("hostmaster." + ZONE) + struct.pack(">IIIII", 1, 7200, 1800, 86400, 5)
        authority = encode(ZONE) + struct.pack(">HHIH", SOA, 1, TTL_S, len(data)) + data
    code = 0 if found or records.knows(name) else NAME_ERROR
    flags = (0x8580 if query[2] & 1 else 0x8480) | code  # authoritative; recursion as it was asked for
    header = struct.pack(">HHHHH", flags, 1, len(found), 1 if authority else 0, 0)
    return query[:2] + header + question + b"".join(found) + authority


def serve(address, cluster):
    class Udp(socketserver.BaseRequestHandler):
        def handle(self):
            query, sender = self.request
            try:
                sender.sendto(answer(query, cluster.records), self.client_address)
            except (IndexError, struct.error) as error:  # not a DNS question
                print("udp", repr(error), flush=True)

    class Tcp(socketserver.StreamRequestHandler):
        def handle(self):
            while len(length := self.rfile.read(2)) == 2:
                reply = answer(self.rfile.read(struct.unpack(">H", length)[0]), cluster.records)
                self.wfile.write(struct.pack(">H", len(reply)) + reply)

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    tcp = socketserver.ThreadingTCPServer((address, 53), Tcp)
    threading.Thread(target=tcp.serve_forever, daemon=True).start()
    socketserver.ThreadingUDPServer((address, 53), Udp).serve_forever()


if __name__ == "__main__":
    serve(sys.argv[2], Cluster(Api(sys.argv[1])))
