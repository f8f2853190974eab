#!/bin/bash
# status.sh: what runs of the lab. Exit 0: up. 1: not, or not whole. 3: impossible on this machine.
set -u
. "$(dirname "$0")/common.sh"
"$HERE/check.sh" || exit $?

[ -x "$L/bin/kubelet" ] && installed=yes || installed=no
running=() missing=()
for name in etcd containerd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy \
  labdns provisioner rpcbind ganesha socat; do
  if alive $name; then running+=("$name"); else missing+=("$name"); fi
done
echo "home       $L"
echo "installed  $installed"
echo "running    ${running[*]:-none}"
echo "missing    ${missing[*]:-none}"
[ "${#missing[@]}" = 0 ] || exit 1
echo "kubeconfig $L/kubeconfig"
columns='NODE:.metadata.name,READY:.status.conditions[?(@.type=="Ready")].status'
columns+=',VERSION:.status.nodeInfo.kubeletVersion'
kubectl --kubeconfig "$L/kubeconfig" --request-timeout=5s get node lab-node -o "custom-columns=$columns" || exit 1
