// SPDX-License-Identifier: MIT
#include "cli/sweep_axes.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/failure.hpp"

namespace popex::cli {
namespace {

/// Reads the grids of a sweep, for a profile whose scenario at the first point is already valid.
class AxesReader {
 public:
  AxesReader(const ScenarioOptions& options, const Profile& profile, std::size_t most_points)
      : options_(options), profile_(profile), most_points_(most_points) {}

  /// `base` says which values stay as they are.
  SweepAxes read(const Instance& base) {
    for (const Mbps rate : base.rate) axes_.rates.push_back({rate.value});
    const ScenarioPlaces places = option_places();
    for (const std::string& text : options_.rate) {
      const auto [name, values] = split_named(text);
      const std::vector<double> grid = values_of(values, kRate, places.rate);
      check(grid, ProfileLimits::rate_mbps, places.rate);
      axes_.rates[name.empty() ? 0 : index_of(profile_.links(), name)] = grid;
    }
    if (options_.gamma) {
      axes_.gammas = values_of(*options_.gamma, kNumber, places.gamma);
      check(axes_.gammas, ScenarioLimits::gamma, places.gamma);
    }
    read_probabilities(places.exit_probability);
    if (axes_.size() > most_points_) {
      problems_.push_back({"--rate", fmt::format("the grids have {} points, expected at most {}",
                                                 axes_.size(), most_points_)});
    }
    if (!problems_.empty()) throw Failure(std::move(problems_));
    return std::move(axes_);
  }

 private:
  template <class Named>
  static std::size_t index_of(const std::vector<Named>& all, const std::string& name) {
    return static_cast<std::size_t>(
        std::find_if(all.begin(), all.end(), [&](const Named& n) { return n.name == name; }) -
        all.begin());
  }

  static std::vector<double> values_of(const std::string& text, const ValueKind& kind,
                                       const std::string& option) {
    return value_or_fail(parse_grid(text, kind, option));
  }

  void check(const std::vector<double>& values, double most, const std::string& option) {
    for (const double value : values) {
      if (value >= 0 && value <= most) continue;
      problems_.push_back({option, fmt::format("{}, must be between 0 and {}", value, most)});
    }
  }

  void read_probabilities(const std::string& option) {
    SweepAxes::ProbabilityAxis everyone;
    for (std::size_t j = 0; j < profile_.branches().size(); ++j) everyone.branches.push_back(j);
    std::vector<SweepAxes::ProbabilityAxis> named_axes;
    for (const std::string& text : options_.probability) {
      const auto [name, values_text] = split_named(text);
      const std::vector<double> values = values_of(values_text, kShare, option);
      check(values, 1, option);
      if (name.empty()) {
        everyone.values = values;
      } else {
        named_axes.push_back({{index_of(profile_.branches(), name)}, values});
      }
    }
    // A branch that has an axis of its own does not follow the one for all.
    for (const auto& axis : named_axes) std::erase(everyone.branches, axis.branches.front());
    if (!everyone.values.empty()) axes_.probabilities.push_back(std::move(everyone));
    std::sort(named_axes.begin(), named_axes.end(),
              [](const auto& a, const auto& b) { return a.branches < b.branches; });
    for (auto& axis : named_axes) axes_.probabilities.push_back(std::move(axis));
  }

  const ScenarioOptions& options_;
  const Profile& profile_;
  std::size_t most_points_;
  SweepAxes axes_;
  Problems problems_;
};

}  // namespace

SweepAxes read_axes(const ScenarioOptions& options, const Profile& profile, const Instance& base,
                    std::size_t most_points) {
  return AxesReader(options, profile, most_points).read(base);
}

}  // namespace popex::cli
