#!/bin/bash
# install.sh: everything start.sh needs, from the machine's own Debian mirror only.
# Once a machine: about 9 minutes on 2 cores, most of it the Go build; later runs take a second.
# Killed at any time, run again it continues: every result is made aside and moved to its place when it is whole.
set -eu
. "$(dirname "$0")/common.sh"
"$HERE/check.sh"
lock
STAGES=11
mkdir -p "$L"/{src,log,etc,pki,run,img,nfs,sbin,home,cni/net.d,apt/lists/partial,apt/cache/archives/partial}
cd "$L"

install_packages() {
  local wanted=(golang-1.19-go gcc libc6-dev make rsync dpkg-dev etcd-server containerd runc containernetworking-plugins
    mmdebstrap iptables nftables conntrack ethtool socat iproute2 openssl procps util-linux debian-archive-keyring
    nfs-ganesha nfs-ganesha-vfs rpcbind libnfs-dev libnfs-utils libfuse3-dev fuse3 pkg-config ca-certificates)
  command -v python3 > /dev/null || wanted+=(python3)
  command -v kubectl > /dev/null || wanted+=(kubernetes-client)
  "$HERE/packages.sh" "${wanted[@]}"
}

fetch_source() {
  ls src/kubernetes_*.dsc > /dev/null 2>&1 && return 0
  debian_sources deb-src "$L/apt/parts"
  local apt=(nice apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$L/apt/parts"
    -o "Dir::State::lists=$L/apt/lists" -o "Dir::Cache=$L/apt/cache" -o APT::Sandbox::User=root)
  rm -rf src/new && mkdir -p src/new
  "${apt[@]}" update
  (cd src/new && "${apt[@]}" source --download-only kubernetes)
  mv src/new/*.tar.* src/ && mv src/new/*.dsc src/ # the .dsc last: it says that all is there
}

# an image of one layer under its lab name; OUT is whole or absent
make_image() { # OUT ROOTFS CONFIG-JSON NAME
  echo "$3" > "${1%.tar}.json"
  python3 "$HERE/mkimage.py" "$1.new" "$2" "${1%.tar}.json" "$4"
  mv "$1.new" "$1"
}

make_pause_image() {
  [ -s img/pause.tar ] && return 0
  rm -rf img/pause && mkdir -p img/pause
  tar -xf src/kubernetes_*.orig.tar.* -C img/pause --strip-components=4 --wildcards '*/build/pause/linux/pause.c'
  mkdir img/pause/rootfs
  gcc -Os -static -DVERSION=v3.4 -o img/pause/rootfs/pause img/pause/pause.c
  strip img/pause/rootfs/pause
  tar -C img/pause/rootfs --owner=0 --group=0 -cf img/pause/rootfs.tar pause
  make_image img/pause.tar img/pause/rootfs.tar \
    '{"Entrypoint":["/pause"],"Env":["PATH=/"],"User":"65535:65535"}' registry.k8s.io/pause:3.4
  rm -rf img/pause
}

make_redis_image() {
  [ -s img/redis.tar ] && return 0
  if [ ! -s rootfs-redis.tar ]; then
    debian_sources deb "$L/apt/image-parts"
    local packages=redis-server,redis-tools,nutcracker,bash,iproute2,dnsutils,procps,ca-certificates
    nice mmdebstrap --quiet --variant=minbase --mode=root "--include=$packages" bookworm - \
      "$L"/apt/image-parts/* > rootfs-redis.tar.new
    mv rootfs-redis.tar.new rootfs-redis.tar
  fi
  make_image img/redis.tar rootfs-redis.tar '{"Cmd":["redis-server"], "WorkingDir":"/data",
    "Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    "ExposedPorts":{"6379/tcp":{}}}' "$REDIS_IMAGE"
}

# The same files, which have nutcracker and redis-cli, under the name of what infra/images/twemproxy makes elsewhere.
make_twemproxy_image() {
  [ -s img/twemproxy.tar ] && return 0
  make_image img/twemproxy.tar rootfs-redis.tar '{"Cmd":["nutcracker"], "User":"999:999",
    "Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' "$TWEMPROXY_IMAGE"
}

# As HAProxy's own image: it has no redis-cli.
make_haproxy_image() {
  [ -s img/haproxy.tar ] && return 0
  if [ ! -s rootfs-haproxy.tar ]; then
    debian_sources deb "$L/apt/image-parts"
    nice mmdebstrap --quiet --variant=minbase --mode=root --include=haproxy,ca-certificates bookworm - \
      "$L"/apt/image-parts/* > rootfs-haproxy.tar.new
    mv rootfs-haproxy.tar.new rootfs-haproxy.tar
  fi
  make_image img/haproxy.tar rootfs-haproxy.tar '{"Cmd":["haproxy"], "User":"99:99",
    "Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' "$HAPROXY_IMAGE"
}

# Debian's redis_exporter and the libraries it needs, and nothing else.
make_exporter_image() {
  [ -s img/redis-exporter.tar ] && return 0
  debian_sources deb "$L/apt/image-parts"
  nice mmdebstrap --quiet --variant=extract --mode=root --include=prometheus-redis-exporter bookworm - \
    "$L"/apt/image-parts/* > rootfs-exporter.tar.new
  make_image img/redis-exporter.tar rootfs-exporter.tar.new '{"Entrypoint":["/usr/bin/prometheus-redis-exporter"],
    "User":"999:999", "Env":["PATH=/usr/bin"], "ExposedPorts":{"9121/tcp":{}}}' "$EXPORTER_IMAGE"
  rm rootfs-exporter.tar.new
}

# A Java runtime and ZooKeeper's classes; its package zookeeper would bring a desktop's runtime for three scripts.
make_zookeeper_image() {
  [ -s img/zookeeper.tar ] && return 0
  if [ ! -s rootfs-zookeeper.tar ]; then
    debian_sources deb "$L/apt/image-parts"
    # the runtime's package links manual pages, so their folder has to be there
    # shellcheck disable=SC2016 # $1 is the hook's
    nice mmdebstrap --quiet --variant=minbase --mode=root --include=libzookeeper-java,openjdk-17-jre-headless \
      '--dpkgopt=path-exclude=/usr/share/doc/*' '--dpkgopt=path-exclude=/usr/share/locale/*' \
      '--dpkgopt=path-exclude=/usr/share/man/*' '--essential-hook=mkdir -p "$1/usr/share/man/man1"' bookworm - \
      "$L"/apt/image-parts/* > rootfs-zookeeper.tar.new
    mv rootfs-zookeeper.tar.new rootfs-zookeeper.tar
  fi
  local jars=/usr/share/java
  make_image img/zookeeper.tar rootfs-zookeeper.tar '{"Cmd":["bash"], "User":"999:999",
    "Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "CLASSPATH='$jars/zookeeper.jar:$jars/slf4j-log4j12.jar:$jars/log4j-1.2.jar'"]}' "$ZOOKEEPER_IMAGE"
}

build_nfs_client() {
  [ -x nfs/fnfs ] && [ nfs/fnfs -nt "$HERE/nfs/fnfs.c" ] && return 0
  # shellcheck disable=SC2046 # pkg-config prints several words
  gcc -O2 -Wall -o nfs/fnfs.new "$HERE/nfs/fnfs.c" $(pkg-config --cflags --libs fuse3 libnfs) -lpthread
  mv nfs/fnfs.new nfs/fnfs
}

write_configuration() {
  local f
  for f in "$HERE"/etc/*; do sed "s#@LAB@#$L#g" "$f" > "etc/$(basename "$f")"; done
  : > etc/resolv.conf # nothing in the lab resolves outside names
  mv etc/10-bridge.conflist cni/net.d/
  sed "s#@LAB@#$L#g" "$HERE/nfs/mount" > sbin/mount
  chmod +x sbin/mount
}

stage "Debian packages"
install_packages
"$HERE/check.sh" # once more: now ip is there to ask
stage "source of Kubernetes"
fetch_source
stage "Kubernetes server programs"
"$HERE/build-kubernetes.sh"
stage "pause image"
make_pause_image
stage "image $REDIS_IMAGE"
make_redis_image
stage "image $TWEMPROXY_IMAGE"
make_twemproxy_image
stage "image $HAPROXY_IMAGE"
make_haproxy_image
stage "image $EXPORTER_IMAGE"
make_exporter_image
stage "image $ZOOKEEPER_IMAGE"
make_zookeeper_image
stage "NFS client"
build_nfs_client
stage "configuration"
write_configuration
touch installed
