// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/shared_search.hpp"

#include <algorithm>
#include <bit>

#include "decision_maker/tuning/bit_counts.hpp"

namespace popex {
namespace {

constexpr std::size_t kWordBits = 64;

template <class IsSet>
std::vector<std::uint64_t> bits_of(std::size_t samples, const IsSet& is_set) {
  std::vector<std::uint64_t> bits((samples + kWordBits - 1) / kWordBits, 0);
  for (std::size_t i = 0; i < samples; ++i) {
    if (is_set(i)) bits[i / kWordBits] |= std::uint64_t{1} << (i % kWordBits);
  }
  return bits;
}

std::size_t count_of(const std::vector<std::uint64_t>& bits) {
  std::size_t count = 0;
  for (const std::uint64_t word : bits) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

std::size_t count_both(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t count = 0;
  for (std::size_t w = 0; w < a.size(); ++w) {
    count += static_cast<std::size_t>(std::popcount(a[w] & b[w]));
  }
  return count;
}

}  // namespace

SharedSearch::SharedSearch(const ExitRoutes& routes, const ExitLevels& levels, SearchLimits limits)
    : routes_(routes),
      levels_(levels),
      limits_(limits),
      one_sample_(1.0 / static_cast<double>(levels.samples)),
      right_at_end_(bits_of(levels.samples, [&](std::size_t i) { return levels.correct[i] != 0; })),
      right_behind_(levels.branches.size()) {
  for (const BranchLevels& branch : levels.branches) {
    std::vector<Bits>& leaving = leaving_.emplace_back();
    for (std::size_t c = 0; c < branch.count(); ++c) {
      leaving.push_back(
          bits_of(levels.samples, [&](std::size_t i) { return branch.level[i] <= c; }));
    }
    right_.push_back(
        bits_of(levels.samples, [&](std::size_t i) { return branch.correct[i] != 0; }));
  }
  Bits behind = right_at_end_;
  for (std::size_t j = levels.branches.size(); j-- > 0;) {
    right_behind_[j] = behind;
    for (std::size_t w = 0; w < behind.size(); ++w) behind[w] |= right_[j][w];
  }
}

SharedSearch::Begun SharedSearch::everybody() const {
  Begun all;
  all.spent = ExitRoutes::start();
  all.samples = bits_of(levels_.samples, [](std::size_t) { return true; });
  all.count = levels_.samples;
  all.right_at_end = count_of(right_at_end_);
  all.most_right = levels_.samples;
  return all;
}

std::optional<SearchGap> SharedSearch::run(const SearchTarget& target, BestSettings& best) {
  target_ = &target;
  best_ = &best;
  work_left_ = limits_.most_work;
  setting_.clear();
  const Begun all = everybody();
  best.offer(all.right_at_end, routes_.finish(all.spent, 1, 0), {});
  const std::size_t branches = levels_.branches.size();
  if (branches == 0) return std::nullopt;
  const std::size_t most = std::min(limits_.most_active, branches);
  for (std::size_t active = 1; active <= most; ++active) {
    for (std::size_t c = 0; c < levels_.branches.front().count(); ++c) extend(all, c, active);
    if (work_left_ == 0) return gap();
  }
  return std::nullopt;
}

template <class Visit>
void SharedSearch::for_each_branch(const Begun& begun, std::size_t level, std::size_t more,
                                   const Visit& visit) {
  const std::size_t words = begun.samples.size();
  const std::size_t steps = 1 + words / 8;
  const double coming = share(begun.count);
  for (std::size_t j = begun.place; j + more <= levels_.branches.size(); ++j) {
    const ExitRoutes::PerTier spent = routes_.through(begun.spent, coming, begun.place, j);
    if (!best_->may_improve(*target_, routes_.finish(spent, 0, j + 1), begun.most_right)) continue;
    if (work_left_ < steps) work_left_ = steps;
    work_left_ -= steps;
    const LeavingCounts counts = count_leaving(begun.samples.data(), leaving_[j][level].data(),
                                               right_[j].data(), right_at_end_.data(), words);
    if (counts.all == 0) continue;
    visit(j, spent, counts);
  }
}

void SharedSearch::extend(const Begun& begun, std::size_t level, std::size_t more) {
  for_each_branch(
      begun, level, more,
      [&](std::size_t j, const ExitRoutes::PerTier& spent, const LeavingCounts& counts) {
        const std::size_t staying = begun.count - counts.all;
        const std::size_t right = begun.right + counts.right;
        const std::size_t right_at_end = begun.right_at_end - counts.right_at_end;
        const LeveledExit exit{static_cast<std::uint32_t>(j), static_cast<std::uint32_t>(level)};
        if (more == 1) {
          const double cost = routes_.finish(spent, share(staying), j + 1);
          if (!best_->is_wanted(right + right_at_end, cost)) return;
          setting_.push_back(exit);
          best_->offer(right + right_at_end, cost, setting_);
          setting_.pop_back();
          return;
        }
        const double least = routes_.least_finish(spent, share(staying), j + 1);
        if (staying == 0 || work_left_ == 0 ||
            !best_->may_improve(*target_, least, right + staying)) {
          return;
        }
        Begun left{spent, j + 1, begun.samples, staying, right, right_at_end, 0};
        for (std::size_t w = 0; w < left.samples.size(); ++w)
          left.samples[w] &= ~leaving_[j][level][w];
        left.most_right = right + count_both(left.samples, right_behind_[j]);
        if (!best_->may_improve(*target_, least, left.most_right)) return;
        setting_.push_back(exit);
        extend(left, level, more - 1);
        setting_.pop_back();
      });
}

/// Whatever was not looked at begins with one of the branches and a level.
std::optional<SearchGap> SharedSearch::gap() {
  std::optional<SearchGap> gap;
  const Begun all = everybody();
  for (std::size_t c = 0; c < levels_.branches.front().count(); ++c) {
    for_each_branch(
        all, c, 1,
        [&](std::size_t j, const ExitRoutes::PerTier& spent, const LeavingCounts& counts) {
          const std::size_t staying = levels_.samples - counts.all;
          if (staying == 0) return;
          Bits left = all.samples;
          for (std::size_t w = 0; w < left.size(); ++w) left[w] &= ~leaving_[j][c][w];
          const std::size_t most_right = counts.right + count_both(left, right_behind_[j]);
          const double least = routes_.least_finish(spent, share(staying), j + 1);
          if (!best_->may_improve(*target_, least, most_right)) return;
          widen(gap, least, share(most_right));
        });
  }
  return gap;
}

}  // namespace popex
