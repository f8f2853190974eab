#!/bin/bash
# packages.sh PACKAGE...: installs what is missing of these Debian packages, without letting them start their services.
set -eu
. "$(dirname "$0")/common.sh"

missing=()
for package; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0
[ "$(id -u)" = 0 ] || refuse RI6001 $IMPOSSIBLE \
  "${missing[*]} are missing, but only root may install packages. Run as root."

# A package's service would take ports and memory of this machine. A run that was killed may have left our file.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ] || grep -q 'redisinfra lab' $policy; then
  printf '#!/bin/sh\n# redisinfra lab: no service starts while it installs\nexit 101\n' > $policy
  chmod +x $policy
  trap 'rm -f $policy' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
failed() { refuse RI6003 1 "$1, but ${missing[*]} must be installed. Look at what apt-get said."; }
apt_get() { nice apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" < /dev/null; }
dpkg --configure -a > /dev/null # ends what an interrupted run left half done
apt_get update || failed "apt-get update failed"
apt_get install -y --no-install-recommends "${missing[@]}" > /dev/null || failed "apt-get install failed"
