#!/usr/bin/env bash
#SBATCH --job-name=popex
#SBATCH --array=0-63
#SBATCH --cpus-per-task=2
# Each task of the array decides for its share of scenarios.ndjson and writes part-NNN.ndjson; these in the
# order of their names are the answers in the order of the lines.
set -euo pipefail
task=$SLURM_ARRAY_TASK_ID tasks=$SLURM_ARRAY_TASK_COUNT

split -n l/$((task + 1))/"$tasks" scenarios.ndjson |
  popex solve --profile alexnet.json --threads "${SLURM_CPUS_PER_TASK:-1}" --batch - \
    -o "part-$(printf %03d "$task").ndjson"
