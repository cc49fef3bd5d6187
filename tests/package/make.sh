#!/usr/bin/env bash
# Makes a Debian package of the build in $1 and unpacks it into the folder $2/root, for tests of what it holds.
set -euo pipefail
build=$1 work=$2
rm -rf "$work"
mkdir -p "$work"
cd "$work"

cpack --config "$build/CPackConfig.cmake" -G DEB -B packages >log || { cat log >&2; exit 1; }
deb=$(echo packages/popex_*.deb)
dpkg-deb -x "$deb" root

field() { dpkg-deb --field "$deb" "$1"; }
fail() { echo "$deb: $*" >&2; exit 1; }
[[ $(field Package) == popex ]] || fail "package $(field Package)"
[[ popex\ $(field Version) == "$(root/usr/bin/popex --version)" ]] || fail "version $(field Version)"
[[ $(field Architecture) == "$(dpkg --print-architecture)" ]] || fail "architecture $(field Architecture)"
# Whatever the programs load comes from a package of this system, in a version that is here.
grep -q 'libc6 (>= ' <<<"$(field Depends)" || fail "depends on $(field Depends)"
field Depends | tr ',' '\n' | while read -r name relation version; do
  installed=$(dpkg-query -W -f '${Version}' "$name") || fail "no package $name here"
  [[ -z $relation ]] || dpkg --compare-versions "$installed" ge "${version%)}" || fail "$name $installed"
done

for file in bin/popex lib/libpopex.a include/popex/planner.hpp share/popex/profiles/alexnet.json \
    share/bash-completion/completions/popex share/zsh/vendor-completions/_popex \
    share/fish/vendor_completions.d/popex.fish share/doc/popex/copyright; do
  [[ -s root/usr/$file ]] || fail "has no $file"
done
! find root -perm /022 -not -type l | grep . || fail "others may write to these"
