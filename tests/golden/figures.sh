#!/usr/bin/env bash
# examples/figures/make.sh makes what lies there: the same tables, byte for byte, and pictures with the same words in
# them (another gnuplot may draw other bytes). The program is in the folder $1, and is found by a link.
set -euo pipefail
figures=$(cd "$(dirname "$0")/../../examples/figures" && pwd)
work=$(mktemp -d) links=$(mktemp -d)
trap 'rm -rf "$work" "$links"' EXIT
ln -s "$1/popex" "$links"
PATH=$links:$PATH

"$figures/make.sh" "$work"
words() { xmllint --xpath '//*[local-name()="text"]//text()' "$1"; }
count=0
for made in "$work"/*; do
  name=$(basename "$made")
  if [[ $name == *.svg ]]; then
    diff <(words "$figures/$name") <(words "$made") || { echo "$name has other words" >&2; exit 1; }
    grep -q "]($name)" "$figures/README.md" || { echo "$name is not on the page" >&2; exit 1; }
  else
    cmp "$figures/$name" "$made"
  fi
  count=$((count + 1))
done
[[ $count == $(find "$figures" -name '*.csv' -o -name '*.svg' | wc -l) ]] || { echo "$count files were made" >&2; exit 1; }
