#!/usr/bin/env bash
# On a fresh Debian 12 machine: installs what is missing, builds popex, and decides where to
# split B-AlexNet between a phone and a GPU server on a 5.5 Mbps uplink.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh g++ cmake ninja-build libboost-graph-dev libcli11-dev nlohmann-json3-dev rapidjson-dev \
  libspdlog-dev libfmt-dev libonnx-dev libprotobuf-dev libopencv-dnn-dev help2man
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building popex in build/release" >&2
cmake --workflow --preset release >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
build/release/bin/popex solve --profile alexnet.json --rate 5.5
