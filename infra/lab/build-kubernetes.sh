#!/bin/bash
# build-kubernetes.sh: the five server programs from Debian's source, CGO off, into $LAB_HOME/bin.
# Programs that are there are not built again; Go's build cache makes a killed build continue where it was.
set -eu
. "$(dirname "$0")/common.sh"
programs=(kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet)
tree=$L/src/tree
mkdir -p "$L"/{bin,home,log}

# Programs that were built without this patch are built again.
built=$(cksum < "$HERE/map-iteration.patch")
[ "$(cat "$L/bin/patch" 2> /dev/null)" = "$built" ] || rm -rf "$tree" "${L:?}"/bin/*
echo "$built" > "$L/bin/patch"

todo=()
for p in "${programs[@]}"; do [ -x "$L/bin/$p" ] || todo+=("$p"); done
[ "${#todo[@]}" -gt 0 ] || exit 0

cat > "$L/gitver" << 'V'
KUBE_GIT_COMMIT='debian'
KUBE_GIT_TREE_STATE='archive'
KUBE_GIT_VERSION='v1.20.2'
KUBE_GIT_MAJOR='1'
KUBE_GIT_MINOR='20'
V
export PATH=/usr/lib/go-1.19/bin:$PATH HOME=$L/home GOCACHE=$L/gocache GOPROXY=off GOFLAGS='' CGO_ENABLED=0
export KUBE_GIT_VERSION_FILE=$L/gitver
step() { printf 'lab:   %ds: %s\n' "$SECONDS" "$*"; }

if [ ! -e "$tree/generated" ]; then
  step "unpacking the source"
  rm -rf "$tree"
  mkdir -p "$tree"
  dpkg-source --no-check -x "$L"/src/kubernetes_*.dsc "$tree/k" > /dev/null
  patch -s -d "$tree/k" -p1 < "$HERE/map-iteration.patch"
  step "generating code"
  nice make -C "$tree/k" generated_files > "$L/log/generate.log" 2>&1 \
    || refuse RI6004 1 "generating Kubernetes' code failed, but the build needs it. Read $L/log/generate.log."
  touch "$tree/generated"
fi

# GOPATH mode, as hack/lib/golang.sh does: module mode refuses this tree, and linker paths go through vendor/
version=
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  for p in "$package" "k8s.io/kubernetes/vendor/$package"; do
    version+=" -X $p.gitVersion=v1.20.2 -X $p.gitMajor=1 -X $p.gitMinor=20 -X $p.gitCommit=debian"
    version+=" -X $p.gitTreeState=archive -X $p.buildDate=2021-01-13T13:20:00Z"
  done
done
export GOPATH=$tree/k/_output/local/go GO111MODULE=off
cd "$GOPATH/src/k8s.io/kubernetes"
for p in "${todo[@]}"; do
  step "building $p"
  nice go build -trimpath -ldflags "-s -w $version" -o "$L/bin/$p.new" "./cmd/$p" > "$L/log/build-$p.log" 2>&1 \
    || refuse RI6004 1 "building $p failed, but the lab needs it. Read $L/log/build-$p.log."
  mv "$L/bin/$p.new" "$L/bin/$p"
done
rm -rf "$tree" "$L/gocache" # 2 GB that nothing needs any more
