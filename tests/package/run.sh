#!/usr/bin/env bash
# Installs the build in $1 into a folder of its own and uses what is there: the program from another
# folder, the man pages, and the library from another CMake project with compiler $2.
set -euo pipefail
build=$1 compiler=$2 source=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/usr" >"$work/log"
cd "$work"
usr/bin/popex solve --profile alexnet.json --rate 5.5
usr/bin/popex profiles | grep -q alexnet.json
if [[ -e $build/libexec/popex/popex-onnx ]]; then
  if said=$(usr/bin/popex measure "$source/../../examples/measure/b-alexnet-tiny.onnx" \
      --runs 2 --warmup 0 -o measured.json 2>&1); then
    jq -e 'all(.layers[]; .time_ms.edge > 0)' measured.json >>log
  else
    grep -q 'built without OpenCV' <<<"$said" || { echo "$said" >&2; exit 1; }
  fi
fi
bash -n usr/share/bash-completion/completions/popex
for shell in zsh fish; do
  if command -v $shell >>log; then $shell -n usr/share/$shell/*/*popex*; fi
done
if [[ -e usr/share/man/man1/popex.1.gz ]]; then
  for page in usr/share/man/man1/*; do
    warnings=$(zcat "$page" | groff -man -ww -z 2>&1)
    [[ -z $warnings ]] || { echo "$page: $warnings" >&2; exit 1; }
  done
  # A page for each command, and one that names them all.
  commands=$(usr/bin/popex --help | sed -n '/^Subcommands:/,$s/^  \([a-z]\+\) .*/popex-\1.1.gz/p')
  diff <(printf '%s\n' popex.1.gz $commands | sort) <(ls usr/share/man/man1)
  zcat usr/share/man/man1/popex-solve.1.gz | grep -q '^popex-solve .- Decide where to split'
fi

# README's program, as it is written there.
mkdir example
cp "$source/CMakeLists.txt" example
sed -n '/^```cpp$/,/^```$/{/^```/!p}' "$source/../../README.md" >example/user.cpp
cmake -S example -B user -DCMAKE_PREFIX_PATH="$work/usr" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_CXX_FLAGS="-Wall -Wextra ${POPEX_CXX_FLAGS:-}" >>log || { cat log >&2; exit 1; }
cmake --build user >>log || { cat log >&2; exit 1; }
answer=$(printf '%s\n' '1 5.5' '2 5.5' '3 0' | user/user usr/share/popex/profiles/alexnet.json)
expected=$(usr/bin/popex solve --profile alexnet.json --rate 5.5 --format json |
  jq -r '"\(.decision.expected_time_ms * 1e4 | round / 1e4) ms\n1 s: \(.decision.split)\n3 s: fc8"')
[[ $answer == "$expected" ]] || { printf 'library: %s\nprogram: %s\n' "$answer" "$expected" >&2; exit 1; }
if user/user none.json 2>problems; then echo "a program without a profile ends with 0" >&2; exit 1; fi
grep -q '^none.json: ' problems || { cat problems >&2; exit 1; }
