// SPDX-License-Identifier: MIT
#include "cli/link_option.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "text/nearest_name.hpp"

namespace popex::cli {

void LinkOption::add_to(CLI::App& command) {
  command
      .add_option("--link", name,
                  "The link whose rate changes, where there are several; default: the first")
      ->type_name("LINK");
}

std::size_t LinkOption::index(const Profile& profile) const {
  if (name.empty()) return 0;
  std::vector<std::string_view> names;
  names.reserve(profile.links().size());
  for (const Link& link : profile.links()) names.emplace_back(link.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  throw Failure("--link", fmt::format("'{}', expected the name of a link: {}{}", name,
                                      fmt::join(names, ", "), text::did_you_mean(name, names)));
}

Scenario with_rate_of(Scenario scenario, const Profile& profile, std::size_t link) {
  const std::string& name = profile.links()[link].name;
  const bool named = std::any_of(scenario.rate.named.begin(), scenario.rate.named.end(),
                                 [&](const auto& rate) { return rate.first == name; });
  if (!named && !scenario.rate.all) scenario.rate.named.emplace_back(name, Mbps{1});
  return scenario;
}

}  // namespace popex::cli
