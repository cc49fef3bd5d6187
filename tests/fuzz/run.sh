#!/usr/bin/env bash
# run.sh [SECONDS [TARGET…]]: fuzzes the targets (default: all) for so many seconds in all (default 150), each
# for its share, from the corpus, in the build of the preset asan-ubsan. A crash is printed with the file to keep: move
# it to tests/fuzz/corpus/TARGET under a telling name.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-150}
targets=("${@:2}")
((${#targets[@]})) || targets=(profile solve import records plot traces)
share=$((seconds / ${#targets[@]}))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in "${targets[@]}"; do
  mkdir "$work/$target"
  echo "fuzz $target for $share s"
  if ! build/asan-ubsan/bin/fuzz_"$target" "$work/$target" tests/fuzz/corpus/"$target" \
    -max_total_time="$share" -timeout=10 -rss_limit_mb=4096 -max_len=16384 \
    -artifact_prefix="build/asan-ubsan/crash-$target-" -print_final_stats=1 >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
  fi
  grep -E 'stat::number_of_executed_units|Done' "$work/log"
done
