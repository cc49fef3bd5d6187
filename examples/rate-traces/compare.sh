#!/usr/bin/env bash
# compare.sh [OPTION…] --trace TRACE…: what each strategy loses against the oracle, in per cent of what that takes: the
# mean over six networks, for each trace and over all of them. Options are those of popex replay.
set -euo pipefail

for network in alexnet alexnet-three-tier inception resnet18 vgg16-opencv 'b-alexnet-opencv --probability 0.5'; do
  read -ra words <<<"$network"
  popex replay --profile "${words[0]}.json" "${words[@]:1}" --estimator all --format json "$@"
done | jq -rs '
  def row: "| " + join(" | ") + " |";
  def mean: add / length;
  def per_cent: . * 1000 | round / 10 | tostring;
  ([.[0].traces[0].strategies[].strategy] - ["oracle"]) as $names
  | (["trace"] + $names | row), ([range($names | length + 1) | "---"] | row),
    ([.[].traces] | transpose | map({
      name: (.[0].trace | split("/") | last),
      regret: [$names[] as $name | [.[].strategies[] | select(.strategy == $name).regret] | mean]
    }) | (.[] | [.name] + (.regret | map(per_cent)) | row),
         (["mean"] + ([.[].regret] | transpose | map(mean | per_cent)) | row))'
