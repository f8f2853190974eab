# common.sh: what the lab's scripts share; sourced, never run. shellcheck shell=bash
L=${LAB_HOME:-$HOME/.cache/redisinfra/lab}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
NETNS=k8s
NODE_IP=10.250.0.2
HOST_IP=10.250.0.1
NODE_NET=10.250.0.0/24
POD_NET=10.244.0.0/16
SERVICE_NET=10.96.0.0/16
IN_NETNS="nsenter --net=/run/netns/$NETNS"
OWNER_FILE=/run/redisinfra-lab.home # which LAB_HOME the machine's one lab runs from
REDIS_IMAGE=docker.io/lab/redis:7.0-debian12
TWEMPROXY_IMAGE=docker.io/lab/twemproxy:0.5-debian12
HAPROXY_IMAGE=docker.io/lab/haproxy:2.6-debian12
EXPORTER_IMAGE=docker.io/lab/redis-exporter:1.45-debian12
ZOOKEEPER_IMAGE=docker.io/lab/zookeeper:3.8-debian12
IMPOSSIBLE=3 # exit code: this machine can't hold a lab, whatever is tried
export CONTAINERD_ADDRESS=$L/run/containerd.sock

# refuse CODE EXIT TEXT: one diagnostic, as docs/errors.md lists it
refuse() {
  echo "$1 lab: $3" >&2
  exit "$2"
}

# stage "what is being done": the CLI shows these lines live
STAGE=0
stage() {
  STAGE=$((STAGE + 1))
  printf 'lab: stage %d of %d, %ds: %s\n' "$STAGE" "$STAGES" "$SECONDS" "$*"
}

# alive NAME: is the process of run/NAME.pid ours? A pid file that outlived a reboot may name anyone's process.
alive() {
  local pid
  pid=$(cat "$L/run/$1.pid" 2> /dev/null) && [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] \
    && tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -q -- "$1"
}

# wait_for SECONDS WHAT COMMAND...: polls until the command succeeds
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || refuse RI6006 1 "$what did not come up, but the lab needs it. Read $L/log."
    sleep 0.25
  done
}

# one at a time: install.sh, start.sh and stop.sh of one LAB_HOME wait for each other
lock() {
  mkdir -p "$L"
  [ -n "${LAB_LOCKED:-}" ] && return 0
  exec 9> "$L/lock"
  flock -n 9 || { echo "lab: waiting for another lab command"; flock 9; }
  export LAB_LOCKED=1
}

# debian_sources deb|deb-src FOLDER: the machine's own Debian sources, as files that apt and mmdebstrap read
debian_sources() {
  local f
  rm -rf "$2" && mkdir -p "$2"
  for f in /etc/apt/sources.list.d/*.sources; do
    [ -e "$f" ] && grep -qE '^Suites:.* ?\bbookworm( |$)' "$f" || continue
    sed "s/^Types:.*/Types: $1/" "$f" > "$2/$(basename "$f")"
  done
  sed -nE "s/^deb(-src)?( .*[^a-z-]bookworm(-updates|-security)? .*)/$1\2/p" \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null | sort -u > "$2/debian.list"
  [ -s "$2/debian.list" ] || rm "$2/debian.list"
}
