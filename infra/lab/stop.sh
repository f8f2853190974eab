#!/bin/bash
# stop.sh [--wipe]: stops the lab: servers, pods, mounts. Objects, volumes and images stay, and start.sh takes them up.
# --wipe forgets the cluster too: its objects, volumes and network. What install.sh made stays.
set -u
. "$(dirname "$0")/common.sh"
wipe=${1:-}
[ -z "${wipe#--wipe}" ] || refuse RI6005 2 "the argument is $wipe, but only --wipe is known. Leave it out."
[ -d "$L/run" ] || exit 0
lock
cd "$L" || exit 1

stop() { # NAME...: asks all, waits up to 10 s for each, kills
  local name i
  for name; do alive "$name" && kill "$(cat "run/$name.pid")"; done
  for name; do
    for ((i = 0; i < 100; i++)); do
      alive "$name" || break # false for a zombie too: a slow init must not make this wait
      sleep 0.1
    done
    alive "$name" && kill -9 "$(cat "run/$name.pid")"
    rm -f "run/$name.pid"
  done 2> /dev/null
}

tasks() { timeout 10 ctr -n k8s.io tasks ls 2> /dev/null | awk -v s="$1" 'NR > 1 && $3 == s {print $1}'; }

stop_containers() {
  local task i
  alive containerd || return 0
  for task in $(tasks RUNNING); do timeout 10 ctr -n k8s.io tasks kill -s SIGTERM "$task"; done > /dev/null 2>&1
  for ((i = 0; i < 20; i++)); do # what doesn't leave on request within 5 s is killed
    [ -n "$(tasks RUNNING)" ] || break
    sleep 0.25
  done
  for task in $(tasks RUNNING); do timeout 10 ctr -n k8s.io tasks kill -s SIGKILL "$task"; done > /dev/null 2>&1
  sleep 0.5
}

forget_containers() {
  local container
  alive containerd || return 0
  for container in $(timeout 10 ctr -n k8s.io containers ls -q 2> /dev/null); do
    timeout 10 ctr -n k8s.io tasks rm -f "$container"
    timeout 10 ctr -n k8s.io containers rm "$container"
  done > /dev/null 2>&1
}

unmount() { # PATTERN: deepest first
  local mount
  for mount in $(findmnt -rno TARGET | grep -E "$1" | sort -r); do
    timeout 10 umount "$mount" 2> /dev/null || umount -l "$mount"
  done
}

wipe_cluster() {
  unmount "^$L/run/containerd/"
  unmount '^/run/netns/cni-'
  rm -f /run/netns/cni-*
  # never through a mount that would not go
  findmnt -rno TARGET | grep -qE "^$L/kubelet(/|\$)" || rm -rf --one-file-system kubelet
  rm -rf --one-file-system etcd pv cni/ipam run/containerd run/sysctl.before run/boot
  local cgroup net
  for cgroup in /sys/fs/cgroup/{,*/}kubepods /sys/fs/cgroup/{,*/}k8s.io; do
    [ -d "$cgroup" ] && find "$cgroup" -depth -type d -exec rmdir {} + 2> /dev/null
  done
  ip netns del $NETNS 2> /dev/null
  ip link del k8s-h 2> /dev/null
  for net in $NODE_NET $POD_NET $SERVICE_NET; do ip route del blackhole $net metric 4000 2> /dev/null; done
}

stop socat provisioner labdns kubelet kube-proxy kube-scheduler kube-controller-manager
stop_containers
[ -z "$wipe" ] || forget_containers
unmount "^$L/kubelet(/|\$)" # before the NFS server goes: a mount whose server is gone hangs
stop kube-apiserver
stop etcd containerd ganesha rpcbind
if [ -s run/sysctl.before ]; then
  while read -r key _ value; do sysctl -qw "$key=$value"; done < run/sysctl.before
  rm -f run/sysctl.before
fi
[ -z "$wipe" ] || wipe_cluster
[ "$(cat $OWNER_FILE 2> /dev/null)" != "$L" ] || rm -f $OWNER_FILE
echo "lab: down"
