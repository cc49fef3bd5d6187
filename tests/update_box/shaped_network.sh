#!/usr/bin/env bash
# shaped_network.sh POPEX: watch across a real link whose rate changes. Two network namespaces joined by veth, an
# uplink shaped by tc, a server of iperf3 at its other end. Exit code 77: skipped, and why.
#
#     edge: popex watch, iperf3 -c ── uplink (tbf) ══ downlink ── cloud: iperf3 -s
set -euo pipefail

skip() { echo "skipped: $1"; exit 77; }

if [[ ${2:-} != inside ]]; then
  for tool in unshare nsenter ip tc iperf3 jq; do
    command -v $tool >/dev/null || skip "$tool is not installed"
  done
  as_root=()
  ((EUID == 0)) || as_root=(--user --map-root-user)
  said=$(unshare "${as_root[@]}" --net --mount true 2>&1) || skip "no network namespaces here: $said"
  # What lives in the namespaces ends with this process, and they with it.
  exec unshare "${as_root[@]}" --net --mount --fork --kill-child "$0" "$1" inside
fi

popex=$1
work=$(mktemp -d)
mkdir "$work/said"
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
fail() { echo "$1"; tail -n 20 "$work"/said/*; exit 1; }

# wait_for WHAT COMMAND…: until it succeeds, for at most five minutes: busy machines are slow.
wait_for() {
  local what=$1 end=$((SECONDS + 300))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "$what has not come"
    sleep 0.02
  done
}

# A program that waits for nothing holds the cloud's namespace.
unshare --net tail -f /dev/null &
cloud=$!
is_apart() { [[ $(readlink /proc/$cloud/ns/net) != $(readlink /proc/self/ns/net) ]]; }
wait_for 'the cloud' is_apart
in_cloud=(nsenter --net=/proc/$cloud/ns/net)

ip link set lo up
said=$(ip link add uplink type veth peer name downlink netns $cloud 2>&1) || skip "no veth here: $said"
ip address add 192.0.2.1/24 dev uplink
ip link set uplink up
"${in_cloud[@]}" ip address add 192.0.2.2/24 dev downlink
"${in_cloud[@]}" ip link set downlink up
shape() { tc qdisc "$1" dev uplink root tbf rate "$2" burst 16kb latency 100ms; }
said=$(shape add 25mbit 2>&1) || skip "tc cannot shape here: $said"

"${in_cloud[@]}" iperf3 -s --forceflush >"$work/said/server" 2>&1 &
listens() { grep -q listening "$work/said/server"; }
wait_for 'the server' listens

"$popex" watch --profile alexnet.json --estimator last --source iperf3:192.0.2.2 --period 100ms \
  --every --format json >"$work/said/decisions" 2>"$work/said/problems" &
watching=$!
# One of the lines that came after the first $seen has this split, and a rate between these. On a
# busy machine some are measured wrong.
decides() {
  tail -n +$((seen + 1)) "$work/said/decisions" |
    jq -e --slurp "any(.split == \"$1\" and .rate_mbps > $2 and .rate_mbps < $3)" >/dev/null 2>&1
}
lines() { wc -l <"$work/said/decisions"; }
change() {
  shape change "$1"
  seen=$(lines)
}

# `popex breakpoints --profile alexnet.json --over rate`: conv5 from 1.01 to 19.3 Mbps, then input.
seen=0
wait_for 'a decision at 25 Mbit/s' decides input 19.3 27
change 2mbit
wait_for 'a decision at 2 Mbit/s' decides conv5 1.01 19.3
change 25mbit
wait_for 'a decision at 25 Mbit/s again' decides input 19.3 27
kill -TERM $watching
wait $watching || fail "watch has ended with exit code $?"
# A server that is still busy with the upload before is asked again.
! grep -qv '; again in ' "$work/said/problems" || fail 'watch had something to report'

if ! said=$(mount -t sysfs sysfs /sys 2>&1); then  # the interfaces of this namespace
  echo "watch has followed a link of 25, 2 and 25 Mbit/s, in $SECONDS s; its counter was left out: $said"
  exit 0
fi

# What the kernel counts, while somebody sends as much as gets through.
shape change 2mbit
datagram=$(printf '%1400s' x)
while :; do printf %s "$datagram" >/dev/udp/192.0.2.2/9; done 2>/dev/null &
sending=$!
"$popex" watch --profile alexnet.json --source interface:uplink --period 500ms --every \
  --format json >"$work/said/decisions" 2>"$work/said/problems" &
watching=$!
seen=0
wait_for 'what the interface sends' decides conv5 1.5 2.5
kill $sending
kill -TERM $watching
wait $watching || fail "watch has ended with exit code $?"
echo "watch has followed a link of 25, 2 and 25 Mbit/s, in $SECONDS s"
