// SPDX-License-Identifier: MIT
#include "background/exit_profile.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "model/by_name.hpp"

namespace popex {
namespace {

/// The number of the branch of this name, or that of all branches.
template <class Branches>
std::size_t place_of(const Branches& branches, const std::string& name) {
  const auto at = std::find_if(branches.begin(), branches.end(),
                               [&](const auto& branch) { return branch.name == name; });
  return static_cast<std::size_t>(at - branches.begin());
}

std::optional<Probability> accuracy_of(const ExitCounts& exit) {
  if (!exit.correct) return std::nullopt;
  const std::optional<double> share = value_of(Proportion{*exit.correct, exit.left});
  if (!share) return std::nullopt;
  return Probability{*share};
}

}  // namespace

Problems keep_branches_of(const Profile& profile, ExitOutcomes& outcomes, const std::string& name) {
  const auto& branches = profile.branches();
  const std::string in_records = fmt::format("{}", fmt::join(names_of(outcomes.branches), ", "));
  std::erase_if(outcomes.branches, [&](const ExitOutcomes::Branch& branch) {
    return place_of(branches, branch.name) == branches.size();
  });
  if (outcomes.branches.empty()) {
    return {{name, fmt::format("exits {}, but the profile has {}; expected a branch in common, "
                               "--exit NAME=SUFFIX gives names",
                               in_records,
                               branches.empty()
                                   ? "no branches"
                                   : fmt::format("{}", fmt::join(names_of(branches), ", ")))}};
  }
  for (std::size_t j = 1; j < outcomes.branches.size(); ++j) {
    if (place_of(branches, outcomes.branches[j - 1].name) <
        place_of(branches, outcomes.branches[j].name)) {
      continue;
    }
    return {{name, fmt::format("exits in the order {}, but the profile has {}; expected the order "
                               "of the network, which --exit NAME=SUFFIX for each gives",
                               fmt::join(names_of(outcomes.branches), ", "),
                               fmt::join(names_of(branches), ", "))}};
  }
  return {};
}

Measured with_exit_statistics(const Profile& profile, const ExitOutcomes& outcomes,
                              const ThresholdPoint& point, const std::string& origin) {
  ProfileData data = data_of(profile);
  std::vector<std::string> notes;
  for (ProfileData::Branch& branch : data.branches) {
    const std::size_t e = place_of(outcomes.branches, branch.name);
    if (e == outcomes.branches.size()) {
      notes.push_back(fmt::format("the records have no exit '{}', it stays as it is", branch.name));
      continue;
    }
    const ExitCounts& exit = point.exits[e];
    branch.accuracy = accuracy_of(exit);
    if (const auto share = value_of(Proportion{exit.left, exit.reached})) {
      branch.exit_probability = Probability{*share};
    } else {
      notes.push_back(
          fmt::format("no sample comes to '{}', its exit probability stays as it is", branch.name));
    }
  }
  data.accuracy = accuracy_of(point.exits.back());
  if (!data.description.empty()) data.description += ". ";
  data.description += origin;
  // Shares of a valid profile's branches break no rule.
  return {*make_profile(std::move(data)), std::move(notes)};
}

}  // namespace popex
