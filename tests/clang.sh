#!/usr/bin/env bash
# clang accepts every file without a warning, and builds the fuzzers, which are all of popex. Building the
# tests, too, is `cmake --workflow --preset clang`.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset clang >/dev/null
jq -r '.[] | select(.command | contains("popex_fuzzed.dir") | not) | "cd \(.directory) && \(.command) -fsyntax-only"' \
  build/clang/compile_commands.json | xargs -d '\n' -n 1 -P "$(nproc)" bash -c
cmake --build --preset clang --target fuzz_profile fuzz_solve fuzz_import
