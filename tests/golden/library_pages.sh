#!/usr/bin/env bash
# The library's pages are made without a warning by doxygen ($1) in the build folder ($2), have a first page,
# and one for each header.
set -euo pipefail
doxygen=$1 build=$2
source=$(cd "$(dirname "$0")/../.." && pwd)

cd "$source"
"$doxygen" "$build/Doxyfile.docs"
pages=$build/docs/html
grep -q '<title>popex: The popex library</title>' "$pages/index.html"
for header in include/popex/*.hpp; do
  page=$(basename "$header" .hpp)
  [[ -e $pages/${page//_/__}_8hpp.html ]] || { echo "no page of $header" >&2; exit 1; }
done
