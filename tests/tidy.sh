#!/usr/bin/env bash
# clang-tidy over src and include, on all cores; a folder at a time, as most of the time goes into the headers. Nothing
# is compiled for it. One file alone: clang-tidy -p build/tidy FILE.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset tidy >/dev/null

# Under this name clang's analyzer looks into the files that are included, too.
united=()
while read -r folder; do
  name=$(dirname "$folder")/UnifiedSource_$(basename "$folder")
  cp "$folder" "$name"
  united+=("$name")
done < <(find build/tidy/src -name 'unity_*.cxx' | xargs ls -S)
alone=$(grep -o '"file": "[^"]*/src/[^"]*\.cpp"' build/tidy/compile_commands.json | cut -d'"' -f4)
printf '%s\n' "${united[@]}" $alone |
  xargs -n 1 -P "$(nproc)" clang-tidy -p build/tidy --quiet --checks=-bugprone-suspicious-include
