#!/usr/bin/env bash
# Every command's help has one example, and that does what it says, in a folder with the files that it names. The
# program is in the folder $1.
set -euo pipefail
PATH=${POPEX_PROGRAM_FOLDER:-$1}:$PATH
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { printf '%s\n' "$*" >&2; exit 1; }

mkdir "$work/files"
cd "$work/files"
cp "$source/examples/measure/b-alexnet-tiny.onnx" model.onnx
jq '(.layers[], .branches[]).time_ms |= . + {edge: (100 * .cloud)}' "$source/examples/early-exits/profile.json" > profile.json
cp "$source/profiles/alexnet.json" my-profile.json
cp "$source/examples/early-exits/records-test.csv" test.csv
cp "$source/examples/early-exits/records-calibration.csv" validation.csv
cp "$source/tests/fuzz/corpus/import/ort.json" edge-trace.json
cp edge-trace.json cloud-trace.json
for tier in edge cloud; do
  printf 'name,output_bytes,%s_ms\ninput,1000,\nconv,500,3\nfc,40,1\n' $tier > layers.csv
  popex import layers.csv --tiers edge,cloud -o $tier.json
done
printf '%s\n' '0 5' '1 20' '2 0.5' > bus.log
popex sweep --profile alexnet.json --rate 1:20:1 --format csv -o sweep.csv
popex check baseline.json --record --profile alexnet.json --rate 5.5

commands=$(popex --help | sed -n '/^Subcommands:/,$s/^  \([a-z]\+\) .*/\1/p')
[[ $(wc -w <<< "$commands") -ge 10 ]] || fail "commands: $commands"
for command in $commands; do
  help=$(popex "$command" --help)
  [[ $(grep -c '^Example: ' <<< "$help") == 1 ]] || fail "popex $command --help has not one example"
  example=$(sed -n '/^Example: /,$p' <<< "$help" | tr '\n' ' ')
  example=${example#Example: }
  [[ $example == *"popex $command"* ]] || fail "popex $command --help: $example"
  if [[ $command == measure && ! -e $(dirname "$(realpath "$(command -v popex)")")/../libexec/popex/popex-onnx ]]; then continue; fi
  rm -rf "$work/folder"
  cp -r "$work/files" "$work/folder"
  cd "$work/folder"
  timeout 300 bash -o pipefail -c "$example" > ../out 2> ../err < /dev/null ||
    fail "$example: exit code $?" "$(cat ../err)"
  ! grep 'popex: error' ../err || fail "$example"
done
