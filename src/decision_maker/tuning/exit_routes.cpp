// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/exit_routes.hpp"

#include <algorithm>

#include "decision_maker/block_cuts.hpp"
#include "decision_maker/progress.hpp"
#include "model/numbers.hpp"

namespace popex {
namespace {

/// Cheapest ways of one sample from a tier at some place to every tier, as they grow step by step.
class Ways {
 public:
  Ways(const Instance& costs, const BlockCuts& cuts, const Progress& from)
      : costs_(costs), cuts_(cuts), at_(from) {}

  void begin_on(std::size_t tier) {
    std::vector<double>& way = ways_.emplace_back(costs_.tiers, kInfinity);
    way[tier] = 0;
  }

  [[nodiscard]] const Progress& at() const { return at_; }
  [[nodiscard]] bool is_at_branch() const { return costs_.branch_is_next(at_.done); }
  [[nodiscard]] bool is_at_output() const { return at_.done.layers == costs_.layers; }
  [[nodiscard]] const std::vector<double>& from(std::size_t tier) const { return ways_[tier]; }

  void upload() {
    for (std::size_t k = 0; k + 1 < costs_.tiers; ++k) {
      const double time = at_.upload_time(costs_, k).count();
      for (auto& way : ways_) way[k + 1] = std::min(way[k + 1], way[k] + time);
    }
  }

  /// The next layer or block; a branch is left out.
  void step() {
    if (!is_at_branch()) {
      const bool is_block = at_.next_block(costs_) != nullptr;
      for (std::size_t to = costs_.tiers; to-- > 0;) {
        const double whole = at_.step_time(costs_, to).count();
        for (auto& way : ways_) {
          way[to] += whole;
          for (std::size_t k = 0; is_block && k < to; ++k) {
            const double cut = cuts_.at(at_.blocks_done, k, to).time.count();
            way[to] = std::min(way[to], way[k] + cut);
          }
        }
      }
    }
    at_.advance(costs_);
  }

 private:
  const Instance& costs_;
  const BlockCuts& cuts_;
  Progress at_;
  std::vector<std::vector<double>> ways_;
};

}  // namespace

ExitRoutes::ExitRoutes(const Instance& costs)
    : tiers_(costs.tiers - 1),
      branches_(costs.branches),
      routes_((costs.branches + 1) * costs.branches * tiers_ * tiers_, kInfinity),
      rest_((costs.branches + 1) * tiers_),
      onward_(rest_.size()) {
  BlockCuts cuts;
  cuts.update(costs);
  Progress place;
  for (std::size_t from = 0; from <= branches_; ++from) {
    Ways ways(costs, cuts, place);
    for (std::size_t tier = 0; tier < tiers_; ++tier) ways.begin_on(tier);
    bool is_first = true;
    while (!ways.is_at_output()) {
      ways.upload();
      if (ways.is_at_branch()) {
        const std::size_t to = ways.at().done.branches;
        for (std::size_t a = 0; a < tiers_; ++a) {
          for (std::size_t b = a; b < tiers_; ++b) {
            routes_[((from * branches_ + to) * tiers_ + a) * tiers_ + b] =
                ways.from(a)[b] + costs.branch_time(b, to).count();
          }
        }
      }
      const bool passes_branch = ways.is_at_branch();
      ways.step();
      if (is_first && passes_branch) {
        place = ways.at();  // the next place to begin from
        is_first = false;
      }
    }
    for (std::size_t a = 0; a < tiers_; ++a) {
      double& onward = onward_[from * tiers_ + a];
      const auto& way = ways.from(a);
      onward = rest_[from * tiers_ + a] = *std::min_element(way.begin(), way.end());
      const auto begin =
          routes_.begin() + static_cast<std::ptrdiff_t>(from * branches_ * tiers_ * tiers_);
      for (std::size_t to = from; to < branches_; ++to) {
        const auto row = begin + static_cast<std::ptrdiff_t>((to * tiers_ + a) * tiers_);
        onward =
            std::min(onward, *std::min_element(row, row + static_cast<std::ptrdiff_t>(tiers_)));
      }
    }
  }
}

ExitRoutes::PerTier ExitRoutes::start() {
  PerTier spent;
  spent.fill(kInfinity);
  spent[0] = 0;
  return spent;
}

}  // namespace popex
