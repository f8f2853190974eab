#!/usr/bin/env python3
"""mkimage.py OUT.tar ROOTFS.tar CONFIG.json NAME...: makes a docker-archive of one layer."""
import hashlib
import io
import json
import os
import platform
import sys
import tarfile

CREATED = "2024-01-01T00:00:00Z"  # the same files make the same image
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def digest(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def main(out, rootfs, config_file, *names):
    layer = digest(rootfs)
    with open(config_file, encoding="utf-8") as f:
        run = json.load(f)
    config = json.dumps({
        "architecture": ARCHITECTURES[platform.machine()],
        "os": "linux",
        "created": CREATED,
        "config": run,
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + layer]},
        "history": [{"created": CREATED, "created_by": "mkimage.py"}],
    }).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = json.dumps([{"Config": config_name, "RepoTags": names, "Layers": [layer + ".tar"]}]).encode()
    with tarfile.open(out, "w") as archive:
        for name, content in (("manifest.json", manifest), (config_name, config)):
            add(archive, name, io.BytesIO(content), len(content))
        with open(rootfs, "rb") as f:
            add(archive, layer + ".tar", f, os.path.getsize(rootfs))


def add(archive, name, content, size):
    entry = tarfile.TarInfo(name)
    entry.size = size
    archive.addfile(entry, content)


if __name__ == "__main__":
    main(*sys.argv[1:])
