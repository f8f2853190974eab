#!/bin/bash
# mkpki.sh: makes the CA and certificates (once) and the kubeconfigs (each time) under $LAB_HOME/{pki,etc}.
set -eu
. "$(dirname "$0")/common.sh"
mkdir -p "$L/pki" "$L/etc"
cd "$L/pki"

make_certificate() { # NAME SUBJECT [ALTERNATIVE-NAMES]
  [ -s "$1.crt" ] && return 0
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "$2" 2> /dev/null
  {
    echo "basicConstraints=CA:FALSE"
    echo "keyUsage=digitalSignature,keyEncipherment"
    echo "extendedKeyUsage=serverAuth,clientAuth"
    if [ -n "${3:-}" ]; then echo "subjectAltName=$3"; fi
  } > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile "$1.ext" \
    -out "$1.crt.new" 2> /dev/null
  mv "$1.crt.new" "$1.crt"
}

make_kubeconfig() { # USER FILE SERVER
  (
    umask 077
    cat > "$2.new" << K
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://$3", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")}}]
contexts:
- name: lab
  context:
    cluster: lab
    user: $1
    extensions: # what the lab's images are called: the command line takes them from here
    - name: redisinfra
      extension: {images: {redis: "$REDIS_IMAGE", twemproxy: "$TWEMPROXY_IMAGE", haproxy: "$HAPROXY_IMAGE",
        redisExporter: "$EXPORTER_IMAGE", zookeeper: "$ZOOKEEPER_IMAGE"}}
current-context: lab
K
  )
  mv "$2.new" "$2"
}

if [ ! -s ca.crt ]; then
  rm -f ./*.crt # of another CA
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt.new -days 3650 -subj /CN=lab-ca 2> /dev/null
  mv ca.crt.new ca.crt
fi
if [ ! -s sa.pub ]; then
  openssl genrsa -out sa.key 2048 2> /dev/null
  openssl rsa -in sa.key -pubout -out sa.pub.new 2> /dev/null
  mv sa.pub.new sa.pub
fi
service=kubernetes.default
make_certificate apiserver /CN=kube-apiserver "DNS:kubernetes,DNS:$service,DNS:$service.svc,\
DNS:$service.svc.cluster.local,DNS:localhost,IP:10.96.0.1,IP:127.0.0.1,IP:$NODE_IP"
make_certificate admin /O=system:masters/CN=admin
make_certificate kcm /CN=system:kube-controller-manager
make_certificate scheduler /CN=system:kube-scheduler
make_certificate kubelet /O=system:nodes/CN=system:node:lab-node "DNS:lab-node,IP:$NODE_IP"
make_certificate proxy /CN=system:kube-proxy

for user in kcm scheduler kubelet proxy; do make_kubeconfig $user "$L/etc/$user.kubeconfig" "$NODE_IP:6443"; done
make_kubeconfig admin "$L/etc/admin-ns.kubeconfig" "$NODE_IP:6443"
make_kubeconfig admin "$L/kubeconfig" 127.0.0.1:6443
