// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/table_search.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace popex {
namespace {

/// The samples in an order in which those that leave at stricter levels come later.
std::vector<std::uint32_t> from_loosest_level(const std::vector<std::uint32_t>& samples,
                                              const BranchLevels& levels) {
  std::vector<std::size_t> begin(levels.count() + 1, 0);
  for (const std::uint32_t i : samples) ++begin[levels.count() - levels.level[i]];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::uint32_t> ordered(samples.size());
  for (const std::uint32_t i : samples) {
    ordered[begin[levels.count() - 1 - levels.level[i]]++] = i;
  }
  return ordered;
}

}  // namespace

TableSearch::TableSearch(const ExitRoutes& routes, const ExitLevels& levels, SearchLimits limits)
    : routes_(routes),
      levels_(levels),
      limits_(limits),
      one_sample_(1.0 / static_cast<double>(levels.samples)),
      right_until_(levels.samples, 0) {
  const std::size_t branches = levels.branches.size();
  for (std::uint32_t i = 0; i < levels.samples; ++i) {
    std::size_t last = levels.correct[i] != 0 ? branches + 1 : branches;
    while (last > 0 && last <= branches && levels.branches[last - 1].correct[i] == 0) --last;
    right_until_[i] = static_cast<std::uint32_t>(last);
  }
}

TableSearch::Begun TableSearch::everybody() const {
  Begun all;
  all.spent = ExitRoutes::start();
  all.samples.resize(levels_.samples);
  std::iota(all.samples.begin(), all.samples.end(), 0U);
  for (const std::uint32_t i : all.samples) {
    all.right_at_end += levels_.correct[i];
    all.most_right += right_until_[i] > 0 ? 1U : 0U;
  }
  return all;
}

TableSearch::Count TableSearch::count_of(std::size_t branch, std::uint32_t sample) const {
  return {1, levels_.branches[branch].correct[sample] - levels_.correct[sample]};
}

/// Whether nothing that has come through a branch with this cost can be an answer.
bool TableSearch::is_hopeless(const Begun& begun, const ExitRoutes::PerTier& spent,
                              std::size_t branch) const {
  return !best_->may_improve(*target_, routes_.finish(spent, 0, branch + 1), begun.most_right);
}

std::optional<SearchGap> TableSearch::run(const SearchTarget& target, BestSettings& best) {
  target_ = &target;
  best_ = &best;
  work_left_ = limits_.most_work;
  setting_.clear();
  const Begun all = everybody();
  best.offer(all.right_at_end, routes_.finish(all.spent, 1, 0), {});
  const std::size_t most = std::min(limits_.most_active, levels_.branches.size());
  for (std::size_t active = 1; active <= most && !is_stopped(); ++active) extend(all, active);
  return is_stopped() ? gap() : std::nullopt;
}

void TableSearch::extend(const Begun& begun, std::size_t more) {
  const std::size_t branches = levels_.branches.size();
  const auto goes_on = [&] { return more == 1 || !is_stopped(); };  // one branch is always tried
  for (std::size_t j = begun.place; j + more <= branches && goes_on(); ++j) {
    if (more == 1) {
      extend_by_one(begun, j);
    } else if (more == 2) {
      for (std::size_t k = j + 1; k < branches && !is_stopped(); ++k) extend_by_two(begun, j, k);
    } else {
      for_each_level(begun, j, [&](const Begun& left, std::size_t level) {
        const double least = routes_.least_finish(left.spent, share(left.samples.size()), j + 1);
        if (is_stopped() || !best_->may_improve(*target_, least, left.most_right)) return;
        setting_.push_back({static_cast<std::uint32_t>(j), static_cast<std::uint32_t>(level)});
        extend(left, more - 1);
        setting_.pop_back();
      });
    }
  }
}

void TableSearch::extend_by_one(const Begun& begun, std::size_t branch) {
  const BranchLevels& levels = levels_.branches[branch];
  const ExitRoutes::PerTier spent =
      routes_.through(begun.spent, share(begun.samples.size()), begun.place, branch);
  if (is_hopeless(begun, spent, branch)) return;
  count_work(begun.samples.size() + levels.count());
  by_level_.assign(levels.count(), {});
  for (const std::uint32_t i : begun.samples) {
    const Count one = count_of(branch, i);
    Count& count = by_level_[levels.level[i]];
    count.samples += one.samples;
    count.gain += one.gain;
  }
  std::size_t staying = begun.samples.size();
  std::size_t correct = begun.right + begun.right_at_end;
  for (std::size_t c = 0; c < levels.count(); ++c) {
    if (by_level_[c].samples == 0) continue;
    staying -= static_cast<std::size_t>(by_level_[c].samples);
    correct += static_cast<std::size_t>(by_level_[c].gain);  // modulo 2^n, as gains may be negative
    const double cost = routes_.finish(spent, share(staying), branch + 1);
    if (!best_->is_wanted(correct, cost)) continue;
    setting_.push_back({static_cast<std::uint32_t>(branch), static_cast<std::uint32_t>(c)});
    best_->offer(correct, cost, setting_);
    setting_.pop_back();
  }
}

void TableSearch::extend_by_two(const Begun& begun, std::size_t first, std::size_t second) {
  const BranchLevels& a = levels_.branches[first];
  const BranchLevels& b = levels_.branches[second];
  const ExitRoutes::PerTier spent_a =
      routes_.through(begun.spent, share(begun.samples.size()), begun.place, first);
  if (is_hopeless(begun, spent_a, first)) return;
  count_work(begun.samples.size() + a.count() * b.count());
  by_level_.assign(a.count(), {});
  table_.assign(a.count() * b.count(), {});
  row_.assign(b.count(), {});
  for (const std::uint32_t i : begun.samples) {
    const Count at_a = count_of(first, i);
    const Count at_b = count_of(second, i);
    Count& level_a = by_level_[a.level[i]];
    level_a.samples += at_a.samples;
    level_a.gain += at_a.gain;
    Count& both = table_[a.level[i] * b.count() + b.level[i]];
    both.samples += at_b.samples;
    both.gain += at_b.gain;
  }
  // From the loosest level of the first branch, so that the row holds those that stay behind it.
  std::size_t staying_a = 0;
  std::size_t correct_a = begun.right + begun.right_at_end;
  for (const Count& count : by_level_) correct_a += static_cast<std::size_t>(count.gain);
  for (std::size_t ca = a.count() - 1; ca-- > 0;) {
    const Count* staying = &table_[(ca + 1) * b.count()];
    for (std::size_t cb = 0; cb < b.count(); ++cb) {
      row_[cb].samples += staying[cb].samples;
      row_[cb].gain += staying[cb].gain;
    }
    staying_a += static_cast<std::size_t>(by_level_[ca + 1].samples);
    correct_a -= static_cast<std::size_t>(by_level_[ca + 1].gain);
    if (by_level_[ca].samples == 0 || staying_a == 0) continue;
    const ExitRoutes::PerTier spent = routes_.through(spent_a, share(staying_a), first + 1, second);
    std::size_t staying_b = staying_a;
    std::size_t correct = correct_a;
    for (std::size_t cb = 0; cb < b.count(); ++cb) {
      if (row_[cb].samples == 0) continue;
      staying_b -= static_cast<std::size_t>(row_[cb].samples);
      correct += static_cast<std::size_t>(row_[cb].gain);
      const double cost = routes_.finish(spent, share(staying_b), second + 1);
      if (!best_->is_wanted(correct, cost)) continue;
      setting_.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(ca)});
      setting_.push_back({static_cast<std::uint32_t>(second), static_cast<std::uint32_t>(cb)});
      best_->offer(correct, cost, setting_);
      setting_.resize(setting_.size() - 2);
    }
  }
}

template <class Visit>
void TableSearch::for_each_level(const Begun& begun, std::size_t branch, const Visit& visit) {
  const BranchLevels& levels = levels_.branches[branch];
  Begun left;
  left.spent = routes_.through(begun.spent, share(begun.samples.size()), begun.place, branch);
  if (is_hopeless(begun, left.spent, branch)) return;
  count_work(begun.samples.size());
  left.place = branch + 1;
  left.samples = from_loosest_level(begun.samples, levels);
  left.right = begun.right;
  left.right_at_end = begun.right_at_end;
  std::size_t right_behind = 0;
  for (const std::uint32_t i : begun.samples) right_behind += is_right_behind(i, branch) ? 1U : 0U;
  for (std::size_t c = 0; c + 1 < levels.count(); ++c) {
    const std::size_t before = left.samples.size();
    while (!left.samples.empty() && levels.level[left.samples.back()] <= c) {
      const std::uint32_t i = left.samples.back();
      left.samples.pop_back();
      left.right += levels.correct[i];
      left.right_at_end -= levels_.correct[i];
      right_behind -= is_right_behind(i, branch) ? 1U : 0U;
    }
    if (left.samples.empty()) return;
    left.most_right = left.right + right_behind;
    if (left.samples.size() < before) visit(left, c);
  }
}

/// Whatever was not looked at begins with one of the levels of one of the branches.
std::optional<SearchGap> TableSearch::gap() {
  std::optional<SearchGap> gap;
  const Begun all = everybody();
  for (std::size_t j = 0; j < levels_.branches.size(); ++j) {
    for_each_level(all, j, [&](const Begun& left, std::size_t) {
      const double least = routes_.least_finish(left.spent, share(left.samples.size()), j + 1);
      if (!best_->may_improve(*target_, least, left.most_right)) return;
      widen(gap, least, share(left.most_right));
    });
  }
  return gap;
}

}  // namespace popex
