// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "background/exit_records.hpp"
#include "background/problem_list.hpp"

namespace popex {

/// An exit of a table, under its own name.
struct NamedExit {
  std::size_t in_table = 0;
  std::string name;
};

/// The exits in the order of the network. Those numbered 1 … E are b1, b2, … and, the last one,
/// `output`; other names stay. What the request names has that name, and comes in its order, before
/// exits that keep their place in the table; `output` is last. That there is none, or what does not
/// fit the table, is reported.
std::vector<NamedExit> ordered_exits(const std::vector<std::string>& in_table,
                                     const RecordsRequest& request, ProblemList& problems);

}  // namespace popex
