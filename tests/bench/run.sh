#!/usr/bin/env bash
# Builds the benchmarks in the dev preset and prints the medians of five runs as a table.
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/install_packages.sh libbenchmark-dev jq time liblemon-dev python3-networkx
{
  cmake --preset dev
  cmake --build --preset dev --target bench_decisions bench_program bench_networks write_network
} >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for program in bench_decisions bench_program bench_networks; do
  build/dev/bin/$program --benchmark_repetitions=5 --benchmark_report_aggregates_only=true \
    --benchmark_enable_random_interleaving=true \
    --benchmark_out="$work/$program.json" --benchmark_out_format=json >&2
done
# The same for networkx, whose graphs are built beforehand.
for network in inception_v3 bert resnet_50 series_parallel_1e3; do
  for mbps in 1 5.5 100; do
    build/dev/bin/write_network $network $mbps >"$work/network" || continue
    read -r _ seconds < <(tests/bench/networkx_min_cut.py 5 <"$work/network")
    jq -n --arg name "networkx_$network/mbps_x10:" --argjson mbps $mbps --argjson seconds "$seconds" '
      {benchmarks: [{run_name: "\($name)\($mbps * 10 | round)", aggregate_name: "median",
        real_time: ($seconds * 1e9), time_unit: "ns"}]}'
  done
done >"$work/networkx.json"
echo '| benchmark | median | |'
echo '|---|---|---|'
jq -rs '
  def time: if . < 1e3 then "\(. * 10 | round / 10) ns" elif . < 1e6 then "\(. / 10 | round / 100) µs"
    else "\(. / 1e4 | round / 100) ms" end;
  (map(.benchmarks[]) | map(select(.aggregate_name == "median"))) as $all
  | ($all[] | select(.run_name | startswith("cold_empty"))) as $empty
  | $all[]
  | ({ns: 1, us: 1e3, ms: 1e6}[.time_unit] * .real_time | time) as $time
  | [ if .ns_per_layer then "\(.ns_per_layer | round) ns a layer" else empty end,
      if .lines_per_s then "\(.lines_per_s / 1e3 | round) thousand lines/s" else empty end,
      if .points_per_s then "\(.points_per_s / 1e3 | round) thousand points/s" else empty end,
      if .bytes_per_layer then "\(.bytes_per_layer | round) bytes a layer beyond the profile" else empty end,
      if .bytes_per_second then "\(.bytes_per_second / 1e6 | round) MB/s" else empty end,
      if .run_name | startswith("cold_solve") then "\(.real_time / $empty.real_time * 100 | round / 100) × the empty program" else empty end,
      if .run_name | startswith("networkx_") then "without building the graph" else empty end
    ] as $more
  | "| `\(.run_name | sub("/real_time"; "") | sub("/iterations:1"; ""))` | \($time) | \($more | join(", ")) |"
' "$work"/{bench_decisions,bench_program,bench_networks,networkx}.json
