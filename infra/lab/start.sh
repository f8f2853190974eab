#!/bin/bash
# start.sh: starts the lab, a Kubernetes 1.20.2 of one node in the network namespace "k8s". What runs is left alone.
# Its kubeconfig for the machine itself is $LAB_HOME/kubeconfig (https://127.0.0.1:6443).
set -eu
. "$(dirname "$0")/common.sh"
"$HERE/check.sh"
[ -e "$L/bin/kubelet" ] || refuse RI6005 1 "$L holds no installed lab, but one must be to start. Run redisinfra lab up."
lock
STAGES=5
cd "$L"
mkdir -p run log etcd containerd/root cni/net.d cni/cache kubelet kubelet-plugins pv

# run_in_lab NAME COMMAND...: starts a server in the namespace unless it runs
run_in_lab() {
  local name=$1
  shift
  alive "$name" && return 0
  # shellcheck disable=SC2086 # IN_NETNS is a command with arguments
  setsid $IN_NETNS nice -n 5 "$@" > "log/$name.log" 2>&1 < /dev/null 9>&- &
  echo $! > "run/$name.pid"
}

listens() { (exec 3<> "/dev/tcp/$1/$2") 2> /dev/null; }

refuse_clashes() {
  local owner
  owner=$(cat $OWNER_FILE 2> /dev/null || true)
  if [ -n "$owner" ] && [ "$owner" != "$L" ] && (L=$owner && alive kube-apiserver); then
    refuse RI6002 1 "a lab runs from $owner, but a machine holds one. Stop it (LAB_HOME=$owner redisinfra lab down)."
  fi
  alive socat || ! listens 127.0.0.1 6443 || refuse RI6002 1 \
    "another program listens on 127.0.0.1:6443, but the lab's API server is reached there. Stop it (ss -ltnp)."
  echo "$L" > $OWNER_FILE
}

# After a reboot nothing of run/ is true: process ids, containers' state, addresses given to pods.
forget_last_boot() {
  local boot
  boot=$(cat /proc/sys/kernel/random/boot_id)
  if [ -s run/boot ] && [ "$(cat run/boot)" != "$boot" ]; then
    rm -rf --one-file-system run/*.pid run/containerd run/*.sock run/sysctl.before cni/ipam
  fi
  echo "$boot" > run/boot
}

# The node is 10.250.0.2, this machine 10.250.0.1, pods 10.244.0.0/24, services 10.96.0.0/16.
make_network() {
  # a name without a living namespace behind it is left over from a container that was stopped
  [ ! -e /run/netns/$NETNS ] || $IN_NETNS true 2> /dev/null || rm -f /run/netns/$NETNS
  if ! $IN_NETNS ip link show k8s-n > /dev/null 2>&1; then
    [ -e /run/netns/$NETNS ] || ip netns add $NETNS
    ip link del k8s-h 2> /dev/null || true
    ip link add k8s-h type veth peer name k8s-n
    ip link set k8s-n netns $NETNS
  fi
  ip addr replace $HOST_IP/24 dev k8s-h
  ip link set k8s-h up
  $IN_NETNS ip link set lo up
  $IN_NETNS ip addr replace $NODE_IP/24 dev k8s-n
  $IN_NETNS ip link set k8s-n up
  # Pods are reached through the node. Without the namespace their addresses must not leave by the machine's own route.
  local net
  for net in $NODE_NET $POD_NET $SERVICE_NET; do ip route replace blackhole $net metric 4000; done
  for net in $POD_NET $SERVICE_NET; do ip route replace $net via $NODE_IP dev k8s-h; done
  # a route to services inside the node, where kube-proxy's rules catch what its own processes send
  $IN_NETNS ip link show svc0 > /dev/null 2>&1 || $IN_NETNS ip link add svc0 type bridge
  $IN_NETNS ip link set svc0 up
  $IN_NETNS ip route replace $SERVICE_NET dev svc0
  modprobe -q br_netfilter 2> /dev/null || true # built in, or loaded by the machine, where modprobe may not
  $IN_NETNS sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
}

# kubelet sets these for the whole machine; stop.sh puts them back
remember_sysctls() {
  [ -s run/sysctl.before ] || sysctl vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops \
    kernel.keys.root_maxkeys kernel.keys.root_maxbytes > run/sysctl.before
}

# NFS in user space: the server exports $LAB_HOME/nfs/export as /export; sbin/mount and nfs/fnfs mount it for pods
start_nfs() {
  mkdir -p nfs/export nfs/state
  chmod 777 nfs/export
  run_in_lab rpcbind rpcbind -f -h $NODE_IP
  wait_for 10 rpcbind $IN_NETNS bash -c "exec 3<> /dev/tcp/$NODE_IP/111"
  run_in_lab ganesha ganesha.nfsd -F -f etc/ganesha.conf -L "$L/log/ganesha-server.log" \
    -p "$L/run/ganesha.pidfile" -N NIV_EVENT
}

start_containerd() {
  run_in_lab containerd containerd -c etc/containerd.toml -l info
  wait_for 30 containerd ctr version
  local image
  for image in pause redis twemproxy haproxy redis-exporter zookeeper; do
    ctr -n k8s.io images ls -q | grep -q "/$image:" || ctr -n k8s.io images import "img/$image.tar" > /dev/null
  done
}

start_control_plane() {
  local etcd=http://127.0.0.1:2379
  run_in_lab etcd etcd --data-dir "$L/etcd" --listen-client-urls $etcd --advertise-client-urls $etcd \
    --listen-peer-urls http://127.0.0.1:2380 --unsafe-no-fsync
  run_in_lab kube-apiserver bin/kube-apiserver --etcd-servers=$etcd --advertise-address=$NODE_IP --secure-port=6443 \
    --service-cluster-ip-range=$SERVICE_NET --client-ca-file=pki/ca.crt --tls-cert-file=pki/apiserver.crt \
    --tls-private-key-file=pki/apiserver.key --service-account-key-file=pki/sa.pub \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-signing-key-file=pki/sa.key --kubelet-client-certificate=pki/admin.crt \
    --kubelet-client-key=pki/admin.key --kubelet-certificate-authority=pki/ca.crt \
    --kubelet-preferred-address-types=InternalIP --authorization-mode=Node,RBAC \
    --enable-admission-plugins=NodeRestriction --allow-privileged=true
  wait_for 60 "the API server" $IN_NETNS kubectl --kubeconfig etc/admin-ns.kubeconfig get --raw /readyz
  run_in_lab kube-controller-manager bin/kube-controller-manager --kubeconfig=etc/kcm.kubeconfig \
    --root-ca-file=pki/ca.crt --service-account-private-key-file=pki/sa.key --use-service-account-credentials \
    --cluster-cidr=$POD_NET --leader-elect=false --bind-address=127.0.0.1 --port=0
  run_in_lab kube-scheduler bin/kube-scheduler --kubeconfig=etc/scheduler.kubeconfig --leader-elect=false \
    --bind-address=127.0.0.1 --port=0
}

start_node() {
  local socket=unix://$L/run/containerd.sock
  # sbin comes first for the sake of its mount
  run_in_lab kubelet env "PATH=$L/sbin:$PATH" bin/kubelet --config=etc/kubelet.yaml \
    --kubeconfig=etc/kubelet.kubeconfig --container-runtime=remote --container-runtime-endpoint="$socket" \
    --image-service-endpoint="$socket" --hostname-override=lab-node --node-ip=$NODE_IP --root-dir="$L/kubelet" \
    --cert-dir="$L/pki"
  run_in_lab kube-proxy bin/kube-proxy --config=etc/proxy.yaml
  run_in_lab labdns python3 "$HERE/labdns.py" etc/admin-ns.kubeconfig $NODE_IP
  run_in_lab provisioner python3 "$HERE/provisioner.py" etc/admin-ns.kubeconfig "$L/pv"
  if ! alive socat; then # this machine's side: 127.0.0.1:6443 is the API server in the namespace
    setsid nice socat TCP-LISTEN:6443,bind=127.0.0.1,fork,reuseaddr,nodelay TCP:$NODE_IP:6443,nodelay \
      > log/socat.log 2>&1 < /dev/null 9>&- &
    echo $! > run/socat.pid
  fi
}

# The node says Ready from before a restart until its first heartbeat: only a heartbeat of this run counts.
node_ready() {
  local query='{range .status.conditions[?(@.type=="Ready")]}{.status} {.lastHeartbeatTime}{end}' answer
  answer=$(kubectl get node lab-node -o "jsonpath=$query") || return 1
  [ "${answer%% *}" = True ] && [ "$(date -d "${answer#* }" +%s)" -ge "$1" ]
}

refuse_clashes
forget_last_boot
fresh=0
alive kubelet || fresh=$(date +%s)
stage "network"
make_network
"$HERE/mkpki.sh"
remember_sysctls
stage "NFS server and containerd"
start_nfs
start_containerd
stage "API server, controller manager, scheduler"
start_control_plane
stage "kubelet, kube-proxy, DNS, volumes"
start_node
stage "waiting for the node"
export KUBECONFIG=$L/kubeconfig
wait_for 60 "the node" kubectl get node lab-node
kubectl apply -f etc/base.yaml > /dev/null
wait_for 90 "the node" node_ready "$fresh"
wait_for 30 "the default service account" kubectl get serviceaccount default
echo "lab: up in ${SECONDS}s: export KUBECONFIG=$L/kubeconfig"
