#!/usr/bin/env bash
# debian.sh SUITE [--quick]: README's two commands in a bare Debian (bookworm, trixie), from the last commit; then the
# package that they make, in another one with nothing else. --quick: of the suite what the preset "quick" runs.
#
# Needs root and debootstrap. Packages come from the mirror that apt uses here, or POPEX_DEBIAN_MIRROR, and are kept in
# POPEX_DEBIAN_CACHE (default: ~/.cache/popex-debian) for the next time.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)

fail() { echo "popex: error: debian.sh: $1" >&2; exit "${2:-1}"; }
step() { printf '\n-- %s: %s (%s s)\n' "$suite" "$1" "$SECONDS"; }
# Says what a command says only when it fails.
quietly() { "$@" > "$system/log" 2>&1 || { cat "$system/log" >&2; return 1; }; }

# A command in the folder /popex of a bare system.
inside() {
  local root=$1
  shift
  chroot "$root" /usr/bin/env -i -C /popex PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    DEBIAN_FRONTEND=noninteractive "$@"
}

# What every system has: the machine's devices, a /proc, the network's names and the kept packages.
furnish() {
  local root=$1
  mount -t proc proc "$root/proc"
  for folder in sys dev dev/pts; do mount --bind "/$folder" "$root/$folder"; done
  mount --bind "$cache" "$root/var/cache/apt/archives"
  cp /etc/resolv.conf "$root/etc"
  mkdir "$root/popex"
  # It lives for minutes: no write has to reach the disk.
  echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
}

mirror_here() {
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' |
    awk -v release="$(. /etc/os-release && echo "$VERSION_CODENAME")" \
      '$1 == release && $2 == "main" && !found { print $3; found = 1 }'
}

try() {
  local mirror=${POPEX_DEBIAN_MIRROR:-$(mirror_here)}
  [[ -n $mirror ]] || fail "apt has no mirror of Debian here, expected its address in POPEX_DEBIAN_MIRROR" 4
  local built=$system/built used=$system/used

  step "a bare system"
  mkdir -p "$cache"
  quietly debootstrap --variant=minbase --cache-dir="$cache" "$suite" "$built" "$mirror"
  cp -a "$built" "$used"
  furnish "$built"
  git -C "$source" archive HEAD | tar -x -C "$built/popex"

  step "README's first command"
  inside "$built" examples/quickstart.sh
  step "README's second command${quick:+, quick}"
  inside "$built" tests/run.sh ${quick:+quick}

  step "the package, in another bare system"
  quietly inside "$built" cmake --workflow --preset package
  furnish "$used"
  cp "$built"/popex/build/packages/popex_*.deb "$used/popex/popex.deb"
  cp "$source/examples/measure/b-alexnet-tiny.onnx" "$used/popex/model.onnx"
  quietly inside "$used" apt-get update
  quietly inside "$used" apt-get install -y --no-install-recommends ./popex.deb
  echo "installed with $(grep -c '^Setting up' "$system/log") packages"
  inside "$used" popex solve --profile alexnet.json --rate 5.5
  inside "$used" popex profiles | grep -q alexnet.json || fail "no bundled profiles"
  inside "$used" popex measure model.onnx --runs 2 --warmup 0 -o measured.json
  quietly inside "$used" apt-get remove -y popex
  local left
  left=$(find "$used/usr" -path '*popex*')
  [[ -z $left ]] || fail "removing it leaves $left"

  quietly inside "$built" apt-get autoclean  # older versions of what is kept
  step "done"
}

suite=${1:-}
[[ -f /usr/share/debootstrap/scripts/$suite && $# -le 2 && ${2:---quick} == --quick ]] ||
  fail "expected: debian.sh bookworm|trixie [--quick], and debootstrap installed" 2
((EUID == 0)) || fail "making a system needs root" 4
quick=${2:+yes}
cache=${POPEX_DEBIAN_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/popex-debian}/$suite

if [[ -n ${POPEX_DEBIAN_SYSTEM:-} ]]; then
  system=$POPEX_DEBIAN_SYSTEM
  try
  exit
fi
# Mounts and processes live in namespaces that end with this script, however it ends; then its folder goes.
system=$(mktemp -d)
chmod 755 "$system"
POPEX_DEBIAN_SYSTEM=$system unshare --mount --pid --fork --kill-child "$0" "$@" &
trap '{ kill -KILL $! && wait $!; } 2> /dev/null || true; rm -rf --one-file-system "$system"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
wait $!
