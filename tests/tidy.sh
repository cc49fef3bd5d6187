#!/usr/bin/env bash
# clang-tidy over src and include, on all cores. Nothing is compiled for it.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset tidy >/dev/null
git ls-files 'src/*.cpp' | xargs -n 1 -P "$(nproc)" clang-tidy -p build/tidy --quiet
