// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <CLI/App.hpp>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

namespace popex::cli {

/// --link: the one whose rate changes, of a profile with several.
struct LinkOption {
  std::string name;

  void add_to(CLI::App& command);
  /// Which of the profile's links; the first where none is named. Throws a Failure where there is
  /// none of this name.
  [[nodiscard]] std::size_t index(const Profile& profile) const;
};

/// The same scenario with some rate for the link whose rate changes: what follows or varies it
/// needs none from the user, but a planner does.
Scenario with_rate_of(Scenario scenario, const Profile& profile, std::size_t link);

}  // namespace popex::cli
