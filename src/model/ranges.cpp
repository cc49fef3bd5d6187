// SPDX-License-Identifier: MIT
#include "model/ranges.hpp"

#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "text/json_pointer.hpp"

namespace popex {
namespace {

/// What was measured from the input to the end of `layers` layers, or from there to the output: the
/// first is 0 before the first layer, the second after the last one.
std::optional<Milliseconds> range_at(const Profile& profile, std::size_t tier, std::size_t layers) {
  const std::size_t nothing_runs = tier == 0 ? 0 : profile.layers().size();
  if (layers == nothing_runs) return Milliseconds(0);
  const auto& ranges = layers == 0 ? profile.input_range() : profile.layers()[layers - 1].range;
  return tier < ranges.size() ? ranges[tier] : std::nullopt;
}

void share(Milliseconds whole, std::span<std::optional<Milliseconds>> times) {
  Milliseconds sum(0);
  for (const auto& time : times) sum += time.value_or(Milliseconds(0));
  const bool proportional = sum > Milliseconds(0);
  for (auto& time : times) {
    time = proportional ? whole * (time.value_or(Milliseconds(0)) / sum) : Milliseconds(0);
  }
  if (!proportional) times.back() = whole;
}

class RangeRules {
 public:
  RangeRules(const Profile& profile, const std::vector<std::size_t>& written)
      : profile_(profile), written_(written) {}

  Problems check(const std::vector<bool>& is_cut) {
    const std::vector<Layer>& layers = profile_.layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (is_cut[i] || layers[i].range.empty()) continue;
      problems_.push_back({place_of(i), fmt::format("'{}' is not on every path from input to "
                                                    "output, expected a layer that is (a cut "
                                                    "vertex)",
                                                    layers[i].name)});
    }
    check_prefixes();
    check_suffixes();
    return std::move(problems_);
  }

 private:
  void check_prefixes() {
    std::size_t before = 0;
    for (std::size_t here = 1; here <= profile_.layers().size(); ++here) {
      const auto range = range_at(profile_, 0, here);
      if (!range) continue;
      const Milliseconds least = *range_at(profile_, 0, before);
      if (*range < least) {
        report(here - 1, 0,
               fmt::format("{}, but up to '{}' it is {} already, expected at least that",
                           range->count(), profile_.tensor_name(before), least.count()));
      }
      before = here;
    }
  }

  void check_suffixes() {
    const std::size_t last = profile_.tiers().size() - 1;
    const std::size_t end = profile_.layers().size();
    std::optional<std::size_t> before;
    for (std::size_t here = 0; here < end; ++here) {
      const auto range = range_at(profile_, last, here);
      if (!range) continue;
      if (before && *range > *range_at(profile_, last, *before)) {
        report(
            here - 1, last,
            fmt::format("{}, but after '{}' it is {}, expected at most that", range->count(),
                        profile_.tensor_name(*before), range_at(profile_, last, *before)->count()));
      }
      before = here;
    }
    const auto& ranges = profile_.layers().back().range;
    if (last >= ranges.size() || !ranges[last] || *ranges[last] == Milliseconds(0)) return;
    report(
        end - 1, last,
        fmt::format("{}, expected 0: nothing comes after the last layer", ranges[last]->count()));
  }

  void report(std::size_t layer, std::size_t tier, std::string message) {
    std::string place = place_of(layer);
    text::append_pointer_token(place, profile_.tiers()[tier]);
    problems_.push_back({std::move(place), std::move(message)});
  }

  [[nodiscard]] std::string place_of(std::size_t layer) const {
    return fmt::format("/layers/{}/range_ms", written_[layer]);
  }

  const Profile& profile_;
  const std::vector<std::size_t>& written_;
  Problems problems_;
};

}  // namespace

std::vector<std::optional<Milliseconds>> effective_times(const Profile& profile, std::size_t tier) {
  const std::vector<Layer>& layers = profile.layers();
  std::vector<std::optional<Milliseconds>> times;
  times.reserve(layers.size());
  for (const Layer& layer : layers) times.push_back(layer.time[tier]);
  if (tier > 0 && tier + 1 < profile.tiers().size()) return times;
  std::optional<std::size_t> before;
  for (std::size_t here = 0; here <= layers.size(); ++here) {
    const auto range = range_at(profile, tier, here);
    if (!range) continue;
    if (before) {
      const Milliseconds there = *range_at(profile, tier, *before);
      share(tier == 0 ? *range - there : there - *range,
            std::span(times).subspan(*before, here - *before));
    }
    before = here;
  }
  return times;
}

Problems range_problems(const Profile& profile, const std::vector<bool>& is_cut,
                        const std::vector<std::size_t>& written) {
  return RangeRules(profile, written).check(is_cut);
}

}  // namespace popex
