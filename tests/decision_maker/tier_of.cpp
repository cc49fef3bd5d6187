// SPDX-License-Identifier: MIT
#include "decision_maker/tier_of.hpp"

#include <algorithm>
#include <utility>

namespace popex::test {
namespace {

class Enumeration {
 public:
  explicit Enumeration(const Profile& profile)
      : profile_(profile), last_(profile.tiers().size() - 1) {}

  std::vector<TierOf> run() {
    next_layer();
    return std::move(all_);
  }

 private:
  void next_layer() {
    const std::size_t i = placed_.layer.size();
    if (i == profile_.layers().size()) return next_branch();
    std::size_t least = 0;
    for (const std::size_t input : profile_.layers()[i].inputs) {
      if (input > 0) least = std::max(least, placed_.layer[input - 1]);
    }
    for (std::size_t tier = least; tier <= last_; ++tier) {
      placed_.layer.push_back(tier);
      next_layer();
      placed_.layer.pop_back();
    }
  }

  /// A branch runs on no earlier tier than the layer and the branches before it, and on no later
  /// one than any layer behind it.
  void next_branch() {
    const std::size_t j = placed_.branch.size();
    if (j == profile_.branches().size()) return all_.push_back(placed_);
    const std::size_t after = profile_.branches()[j].after;
    std::size_t least = placed_.layer[after - 1];
    if (j > 0 && profile_.branches()[j - 1].after == after) {
      least = std::max(least, placed_.branch[j - 1]);
    }
    const std::size_t most = *std::min_element(
        placed_.layer.begin() + static_cast<std::ptrdiff_t>(after), placed_.layer.end());
    for (std::size_t tier = least; tier <= most; ++tier) {
      placed_.branch.push_back(tier);
      next_branch();
      placed_.branch.pop_back();
    }
  }

  const Profile& profile_;
  std::size_t last_;
  TierOf placed_;
  std::vector<TierOf> all_;
};

}  // namespace

std::vector<TierOf> every_placement(const Profile& profile) { return Enumeration(profile).run(); }

TierOf tiers_of(const Profile& profile, const Decision& decision) {
  const std::size_t last = profile.tiers().size() - 1;
  TierOf placement{std::vector<std::size_t>(profile.layers().size(), last),
                   std::vector<std::size_t>(profile.branches().size(), last)};
  for (std::size_t tier = 0; tier < last; ++tier) {
    const TierShare& share = decision.tiers[tier];
    for (const Range& range : share.layers) {
      for (std::size_t i = range.begin; i < range.end; ++i) placement.layer[i] = tier;
    }
    for (std::size_t j = share.branches.begin; j < share.branches.end; ++j) {
      placement.branch[j] = tier;
    }
  }
  return placement;
}

bool cuts_a_block(const Profile& profile, const TierOf& placement) {
  return std::any_of(profile.blocks()->begin(), profile.blocks()->end(), [&](const Block& block) {
    const auto begin = placement.layer.begin();
    return std::any_of(begin + static_cast<std::ptrdiff_t>(block.begin),
                       begin + static_cast<std::ptrdiff_t>(block.end),
                       [&](std::size_t tier) { return tier != placement.layer[block.begin]; });
  });
}

}  // namespace popex::test
