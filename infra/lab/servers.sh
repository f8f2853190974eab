#!/bin/bash
# servers.sh: newer servers beside the system's own, unpacked with their own libc: nothing of the system changes.
#   servers.sh get                       downloads Redis 8.0 and Valkey 9 (sid), Redis 8.6 (experimental): 20 MB, once
#   servers.sh run VERSION PROGRAM ...   VERSION: system, 8.0, 8.6, valkey; PROGRAM: redis-server, redis-cli, ...
# The versions are what Debian's newer suites hold today: `run VERSION redis-server --version` tells.
set -eu
. "$(dirname "$0")/common.sh"
S=$L/servers
keys=/usr/share/keyrings/debian-archive-keyring.gpg
libraries=(libc6 libatomic1 libblkid1 libcap2 libgcc-s1 libgcrypt20 libgpg-error0 libjemalloc2 liblua5.1-0 liblz4-1
  liblzf1 liblzma5 libmount1 libpcre2-8-0 libselinux1 libssl3t64 libstdc++6 libsystemd0 libzstd1 zlib1g)

mirror() { # the machine's own
  awk '/^URIs:/ && !/security/ {print $2; exit}' /etc/apt/sources.list.d/*.sources 2> /dev/null | grep . \
    || awk '/^deb / && !/security/ {for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) {print $i; exit}}' /etc/apt/sources.list
}

apt_get() {
  apt-get -qq -o Dir::State="$S/apt" -o Dir::State::lists="$S/apt/lists" -o Dir::State::status="$S/apt/status" \
    -o Dir::Cache="$S/apt/cache" -o Dir::Etc::sourcelist="$S/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}

unpack() { # FOLDER PACKAGE...
  local folder=$1 deb
  shift
  rm -rf "$S/debs" && mkdir -p "$S/debs"
  (cd "$S/debs" && apt_get download "$@")
  for deb in "$S"/debs/*.deb; do dpkg-deb -x "$deb" "$S/$folder.new"; done
  rm -rf "$S/debs" "${S:?}/$folder"
  mv "$S/$folder.new" "$S/$folder"
}

get() {
  [ ! -e "$S/whole" ] || return 0
  mkdir -p "$S"/apt/{lists,cache/archives}/partial
  : > "$S/apt/status"
  local url suite
  url=$(mirror)
  for suite in sid experimental; do echo "deb [signed-by=$keys] $url $suite main"; done > "$S/apt/sources.list"
  rm -rf "$S"/*.new
  apt_get update
  unpack sid "${libraries[@]}" valkey-server valkey-tools redis-server/sid redis-tools/sid
  unpack experimental redis-server/experimental redis-tools/experimental
  touch "$S/whole"
}

run() {
  local version=$1 program=$2 root=$S/sid
  shift 2
  case $version in
    system) exec "$program" "$@" ;;
    8.0) ;;
    8.6) root=$S/experimental ;;
    valkey) program=${program/redis/valkey} ;;
    *) refuse RI6005 2 "the version is $version, but system, 8.0, 8.6 and valkey are known. Take one of these." ;;
  esac
  exec "$S/sid/usr/lib64/ld-linux-x86-64.so.2" --library-path "$S/sid/usr/lib/x86_64-linux-gnu" --argv0 "$program" \
    "$root/usr/bin/$program" "$@"
}

case ${1:-} in
  get) get ;;
  run) shift; run "$@" ;;
  *) sed -n 2,5p "$0" >&2; exit 2 ;;
esac
