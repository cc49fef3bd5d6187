#!/usr/bin/env bash
# run.sh [networks]: builds the benchmarks in the bench preset and prints the medians of five runs as a table;
# with `networks` those of networks that are not chains alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/install_packages.sh libbenchmark-dev jq time liblemon-dev python3-networkx
{
  cmake --preset bench
  cmake --build --preset bench --target bench_decisions bench_program bench_records bench_tuning bench_update_box \
    bench_replay bench_networks write_network
} >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() {  # PROGRAM FILTER OUTPUT
  "build/bench/bin/$1" --benchmark_filter="$2" --benchmark_repetitions=5 \
    --benchmark_report_aggregates_only=true --benchmark_enable_random_interleaving=true \
    --benchmark_out="$work/$3.json" --benchmark_out_format=json >&2
}
if [[ ${1:-} != networks ]]; then
  run bench_decisions . 1_decisions
  run bench_program . 2_program
  run bench_records . 3_records
  run bench_tuning . 4_tuning
  run bench_update_box . 7_update_box
  run bench_replay . 8_replay
fi
# Each network in a process of its own: what a large one leaves of the heap slows the small ones down. No
# process gives memory back between two runs, or LEMON would spend most of its time getting it again.
export MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_MMAP_THRESHOLD_=4000000000
for network in inception_v3 bert resnet_50 series_parallel_1e{3,5,6}; do
  run bench_networks "_$network/" "5_$network"
done
# The same for networkx, whose graphs are built beforehand.
for network in inception_v3 bert resnet_50 series_parallel_1e3; do
  for mbps in 1 5.5 100; do
    build/bench/bin/write_network $network $mbps >"$work/network" || continue
    read -r _ seconds < <(tests/bench/networkx_min_cut.py 5 <"$work/network")
    jq -n --arg name "networkx_$network/mbps_x10:" --argjson mbps $mbps --argjson seconds "$seconds" '
      {benchmarks: [{run_name: "\($name)\($mbps * 10 | round)", aggregate_name: "median",
        real_time: ($seconds * 1e9), time_unit: "ns"}]}'
  done
done >"$work/6_networkx.json"
echo '| benchmark | median | |'
echo '|---|---|---|'
jq -rs '
  def time: if . < 1e3 then "\(. * 10 | round / 10) ns" elif . < 1e6 then "\(. / 10 | round / 100) µs"
    else "\(. / 1e4 | round / 100) ms" end;
  (map(.benchmarks[]) | map(select(.aggregate_name == "median"))) as $all
  | ([$all[] | select(.run_name | startswith("cold_empty"))] | first) as $empty
  | $all[]
  | (.run_name | test("^(popex|lemon)_")) as $on_one_core  # where the time of the processor is steadier
  | ({ns: 1, us: 1e3, ms: 1e6}[.time_unit] * (if $on_one_core then .cpu_time else .real_time end) | time) as $time
  | [ if .ns_per_layer then "\(.ns_per_layer | round) ns a layer" else empty end,
      if .lines_per_s then "\(.lines_per_s / 1e3 | round) thousand lines/s" else empty end,
      if .points_per_s then "\(.points_per_s / 1e3 | round) thousand points/s" else empty end,
      if .samples_per_s then "\(.samples_per_s / 1e5 | round / 10) million samples/s" else empty end,
      if .bytes_per_layer then "\(.bytes_per_layer | round) bytes a layer beyond the profile" else empty end,
      if .label then .label else empty end,
      if .peak_mib then "\(.peak_mib * 10 | round / 10) MiB at most" else empty end,
      if .bytes_per_second then "\(.bytes_per_second / 1e6 | round) MB/s" else empty end,
      if .run_name | startswith("cold_solve") then "\(.real_time / $empty.real_time * 100 | round / 100) × the empty program" else empty end,
      if .run_name | startswith("networkx_") then "without building the graph" else empty end
    ] as $more
  | "| `\(.run_name | sub("/real_time"; "") | sub("/iterations:1"; ""))` | \($time) | \($more | join(", ")) |"
' "$work"/*.json
