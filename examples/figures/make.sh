#!/usr/bin/env bash
# Makes the figures of README.md, each as CSV and SVG, in the folder $1 (default: this one). Needs popex, jq and
# gnuplot-nox; takes some seconds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:-$here}")
early_exits=$here/../early-exits
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Layers by the first part of their path: conv1 for /conv1/conv1.0/Conv.
short_names='def short: ltrimstr("/") | split("/")[0];
  .layers[].name |= short | .branches[].after |= short'
# The dissertation's network has one branch, after the first layer.
bundled=$(dirname "$(realpath "$(command -v popex)")")/../share/popex/profiles
jq "$short_names"' | del(.branches[1]) | .name = "b-alexnet, one branch"' "$bundled/b-alexnet-opencv.json" \
  >one-branch.json

# csv NAME COMMAND…: what popex answers, as a table. draw NAME OPTIONS…: the picture of it.
csv() { popex "${@:2}" --format csv -o "$out/$1.csv"; }
draw() { popex plot "$out/$1.csv" "${@:2}" -o "$out/$1.svg"; }

for gamma in 10 100; do
  csv "fig3-gamma$gamma" sweep --profile one-branch.json --rate 3g,4g,wifi --gamma $gamma --probability 0:1:0.01
  draw "fig3-gamma$gamma"
done
for rate in 3g 4g; do
  csv "fig4-$rate" sweep --profile one-branch.json --rate $rate --gamma log:1:3000:200 --probability 0,0.5,0.8,0.99
  draw "fig4-$rate" --show split
done

# One branch here as well: b1, which decides by entropy.
awk -F, '$4 != "b2"' "$early_exits/records-calibration.csv" >calibration.csv
awk -F, '$4 != "b2"' "$early_exits/records-test.csv" >test.csv
by_entropy=(--by condition --criterion entropy --threshold 0:2.3:0.05)
csv fig5 exits --records test.csv "${by_entropy[@]}"
draw fig5

# Figures 6 and 7 are two columns of one table: the pristine images, before and after calibration.
popex calibrate --records calibration.csv --where condition=pristine --format json -o temperatures.json
pristine=(exits --records test.csv --where condition=pristine "${by_entropy[@]}" --format csv)
{
  popex "${pristine[@]}" | sed 's/^pristine,/before calibration,/'
  popex "${pristine[@]}" --temperature temperatures.json | sed '1d; s/^pristine,/after calibration,/'
} >"$out/fig6-fig7.csv"
draw fig6-fig7

# What the dissertation does not have.
csv map sweep --profile one-branch.json --probability 0.8 --rate log:0.5:200:80 --gamma log:1:2000:60
draw map
jq "$short_names" "$early_exits/profile.json" >clothes.json
csv pareto tune --profile clothes.json --gamma 150 --rate 10 --pareto \
  --records "$early_exits/records-calibration.csv" --where condition=blur17
draw pareto
cp "$here/../rate-traces/steps.csv" .  # so that the table has no path
csv regret replay --profile alexnet.json --trace steps.csv --estimator quantile --steps
draw regret
# A table of solve says nothing of the network: the picture comes from the answer itself.
csv decision solve --profile alexnet.json --rate 5.5 --all --plot "$out/decision.svg"
