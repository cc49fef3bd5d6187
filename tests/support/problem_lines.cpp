// SPDX-License-Identifier: MIT
#include "support/problem_lines.hpp"

namespace popex::test {

Lines problem_lines(const Problems& problems) {
  Lines lines;
  lines.reserve(problems.size());
  for (const Problem& problem : problems) lines.push_back(problem.where + ": " + problem.message);
  return lines;
}

}  // namespace popex::test
