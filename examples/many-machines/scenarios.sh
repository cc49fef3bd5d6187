#!/usr/bin/env bash
# COUNT scenarios, one a line, as a fleet of devices might report them; always the same.
set -euo pipefail
count=${1:?usage: scenarios.sh COUNT}

seq 0 $((count - 1)) | awk '{
  rate = 0.5 + $1 * 7919 % 4951 / 100
  probability = $1 * 104729 % 1001 / 1000
  latency = $1 * 31 % 60
  printf "{\"rate_mbps\": %.2f, \"exit_probability\": %.3f, \"latency_ms\": %d}\n", rate, probability, latency
}'
