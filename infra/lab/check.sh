#!/bin/bash
# check.sh: can this machine hold a lab? Exit 0: yes. Exit 3: no, and the reason on stderr. Changes nothing.
set -u
. "$(dirname "$0")/common.sh"

alive kube-apiserver && exit 0 # the proof

impossible() { refuse RI6001 $IMPOSSIBLE "$1"; }

[ "$(id -u)" = 0 ] || impossible \
  "the user is $(id -un), but making network namespaces and mounts needs root. Run as root, or use another cluster."

codename=$(. /etc/os-release 2> /dev/null && echo "${VERSION_CODENAME:-unknown}")
[ "$codename" = bookworm ] || impossible \
  "the system is ${codename:-unknown}, but the lab is built of Debian 12 (bookworm) packages. Use another cluster."

effective=$((16#$(awk '/^CapEff:/ {print $2}' /proc/self/status)))
for capability in CAP_CHOWN:0 CAP_NET_ADMIN:12 CAP_SYS_CHROOT:18 CAP_SYS_ADMIN:21 CAP_MKNOD:27; do
  (((effective >> ${capability#*:}) & 1)) || impossible \
    "${capability%:*} is missing, but containers and their network need it. Give it to this container or machine."
done

grep -qE '^[^ ]+ /sys/fs/cgroup[^ ]* cgroup2? rw' /proc/mounts || impossible \
  "no cgroup file system is mounted writable under /sys/fs/cgroup, but the kubelet needs one. Mount it."

unshare --net --mount true 2> /dev/null || impossible \
  "namespaces can't be made (unshare --net --mount fails), but pods live in them. Allow them."

links='ip link add name probe0 type veth && ip link add name probe1 type bridge'
if command -v ip > /dev/null; then # a machine without iproute2 is asked again after its installation
  unshare --net sh -c "$links" 2> /dev/null || impossible \
    "the kernel makes no veth or bridge interface, but the pod network needs both. Load the modules veth and bridge."
fi

mkdir -p "$L" 2> /dev/null || impossible "$L can't be made, but the lab lives there. Set LAB_HOME to a writable folder."
probe=$(mktemp -d "$L/probe.XXXXXX") || impossible "$L is not writable, but the lab lives there. Set LAB_HOME."
trap 'rm -rf "$probe"' EXIT
mkdir "$probe"/{low,up,work,all}
unshare --mount mount -t overlay overlay \
  -o "lowerdir=$probe/low,upperdir=$probe/up,workdir=$probe/work" "$probe/all" 2> /dev/null || impossible \
  "overlayfs doesn't work in $L, but containers' file systems need it. Set LAB_HOME to a folder on ext4 or xfs."

if [ ! -x "$L/bin/kubelet" ]; then
  free_mib=$(df --output=avail -m "$L" | tail -n 1)
  [ "$free_mib" -ge 6000 ] || impossible \
    "$((free_mib)) MiB are free in $L, but building the lab takes 6000. Free some, or set LAB_HOME."
fi
