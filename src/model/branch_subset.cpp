// SPDX-License-Identifier: MIT
#include "model/branch_subset.hpp"

namespace popex {
namespace {

template <class T>
std::vector<T> selected(const std::vector<T>& all, const std::vector<std::size_t>& which,
                        std::size_t per_row) {
  std::vector<T> some;
  for (std::size_t row = 0; row < all.size(); row += per_row) {
    for (const std::size_t i : which) some.push_back(all[row + i]);
  }
  return some;
}

}  // namespace

Instance with_branches(const Instance& instance, const std::vector<std::size_t>& branches,
                       const std::vector<Probability>& exit_probability) {
  Instance subset = instance;
  subset.branches = branches.size();
  subset.exit_probability = exit_probability;
  subset.branch_after = selected(instance.branch_after, branches, instance.branches);
  subset.branch_times = selected(instance.branch_times, branches, instance.branches);
  subset.unscaled_branches = selected(instance.unscaled_branches, branches, instance.branches);
  return subset;
}

}  // namespace popex
