#!/usr/bin/env bash
# On a fresh Debian 12 machine: installs what is missing, builds popex with its tests, and
# passes them. Takes the names of presets to test; default: dev.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh g++ cmake ninja-build libboost-graph-dev libcli11-dev nlohmann-json3-dev rapidjson-dev \
  libspdlog-dev libfmt-dev libonnx-dev libprotobuf-dev libopencv-dnn-dev help2man libgtest-dev libgmock-dev libbenchmark-dev graphviz gnuplot-nox \
  iperf3 iproute2 libxml2-utils man-db groff-base bash-completion jq procps python3-jsonschema liblemon-dev util-linux \
  zsh fish doxygen parallel dpkg-dev file
for preset in "${@:-dev}"; do
  cmake --workflow --preset "$preset"
done
