// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/result.hpp>

namespace popex::test {

/// "PLACE: MESSAGE" for each problem, easy to compare and to read in a failure.
using Lines = std::vector<std::string>;
Lines problem_lines(const Problems& problems);

/// The same for a result; "no problem" where it has a value.
template <class T>
Lines problem_lines(const Result<T>& result) {
  return result ? Lines{"no problem"} : problem_lines(result.problems());
}

}  // namespace popex::test
