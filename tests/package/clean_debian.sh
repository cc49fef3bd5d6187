#!/usr/bin/env bash
# Installs the Debian package $1 on a Debian 12 with nothing else, made for it below a temporary folder, and runs
# it there. Needs root, debootstrap and a mirror of Debian; $2 is another mirror than the default.
set -euo pipefail
deb=$(realpath "$1") mirror=${2:-http://deb.debian.org/debian}
source=$(cd "$(dirname "$0")/../.." && pwd)
system=$(mktemp -d)
trap 'rm -rf --one-file-system "$system"' EXIT

fail() { echo "$*" >&2; exit 1; }
# A command of that system, with a /proc that is gone with it.
inside() {
  unshare --mount bash -c 'mount -t proc proc "$0/proc" && exec chroot "$0" /usr/bin/env -i "$@"' "$system" \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

chmod 755 "$system"
debootstrap --variant=minbase bookworm "$system" "$mirror" > "$system.log" || { tail "$system.log" >&2; exit 4; }
rm "$system.log"
cp /etc/resolv.conf "$system/etc"
cp "$deb" "$system/popex.deb"
cp "$source/examples/measure/b-alexnet-tiny.onnx" "$system/model.onnx"

inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /popex.deb > "$system/log" 2>&1 || { cat "$system/log" >&2; exit 1; }
echo "installed with $(grep -c '^Setting up' "$system/log") packages"
inside popex solve --profile alexnet.json --rate 5.5
inside popex profiles | grep -q alexnet.json || fail "no bundled profiles"
inside popex measure /model.onnx --runs 2 --warmup 0 | grep -q '"time_ms"' || fail "popex measure does not"
inside apt-get remove -y -qq popex > "$system/log" 2>&1 || { cat "$system/log" >&2; exit 1; }
left=$(find "$system/usr" -path '*popex*')
[[ -z $left ]] || fail "removing it leaves $left"
