// SPDX-License-Identifier: MIT
#include "report/goal_wording.hpp"

#include <cmath>

#include <fmt/format.h>

#include "report/wording.hpp"

namespace popex::report {
namespace {

std::string time_in_words(const Decision& decision) {
  const Milliseconds waiting = decision.load ? decision.load->waiting : Milliseconds(0);
  std::string words = "expected time " + duration(decision.time_with_waiting());
  if (waiting.count() > 0) words += fmt::format(", of it {} in queues", duration(waiting));
  return words;
}

std::string capacity_in_words(const Load& load) {
  const double rate = load.samples_per_second();
  return std::isfinite(rate) ? significant(rate) + " samples/s" : "any number of samples/s";
}

}  // namespace

std::vector<std::string> goal_parts(const Goal& goal) {
  std::vector<std::string> parts;
  if (goal.objective == Objective::energy) parts.emplace_back("least energy");
  if (goal.objective == Objective::throughput) parts.emplace_back("most samples/s");
  if (goal.arrival_rate) parts.push_back(fmt::format("{} samples/s arrive", *goal.arrival_rate));
  for (const auto& [tier, mw] : goal.power_mw) {
    parts.push_back(fmt::format("{} draws {} mW", tier, mw));
  }
  const auto radio = [&](const std::string& link, const RadioPower& power) {
    parts.push_back(fmt::format("{}radio {} mW/Mbps + {} mW", link, power.mw_per_mbps, power.mw));
  };
  if (goal.radio_power.all) radio("", *goal.radio_power.all);
  for (const auto& [link, power] : goal.radio_power.named) radio(link + " ", power);
  for (const Pin& pin : goal.pins) parts.push_back(fmt::format("{} on {}", pin.layer, pin.tier));
  for (const std::string& layer : goal.not_before) {
    parts.push_back(fmt::format("nothing sent before {}", layer));
  }
  if (goal.max_upload.all) {
    parts.push_back(fmt::format("uploads of at most {}", size(*goal.max_upload.all)));
  }
  for (const auto& [link, limit] : goal.max_upload.named) {
    parts.push_back(fmt::format("{} uploads of at most {}", link, size(limit)));
  }
  for (const auto& [tier, limit] : goal.memory) {
    parts.push_back(fmt::format("{} on {}", size(limit) + " of parameters", tier));
  }
  if (goal.deadline) parts.push_back(fmt::format("deadline {} ms", goal.deadline->count()));
  return parts;
}

std::string energy_in_words(double mj) {
  if (std::isinf(mj)) return "endless";
  if (mj >= 1e4) return significant(mj / 1e3) + " J";
  return significant(mj) + " mJ";
}

std::string value_in_words(const Goal& goal, const Decision& decision) {
  std::string words;
  if (goal.objective == Objective::throughput) words = capacity_in_words(*decision.load) + ", ";
  if (goal.objective == Objective::energy) {
    words = fmt::format("expected energy {}, ", energy_in_words(decision.energy->total_mj));
  }
  words += time_in_words(decision);
  if (goal.objective != Objective::energy && decision.energy) {
    words += fmt::format(", expected energy {}", energy_in_words(decision.energy->total_mj));
  }
  return words;
}

std::string load_in_words(const Profile& profile, const Load& load) {
  if (load.bottleneck.count() == 0) return "Carries any number of samples/s.";
  std::string slowest;
  for (std::size_t k = load.tiers.size(); k-- > 0;) {
    if (k < load.links.size() && load.links[k].occupancy == load.bottleneck) {
      slowest = load.links.size() == 1 ? "upload" : "upload over " + profile.links()[k].name;
    }
    if (load.tiers[k].occupancy == load.bottleneck) slowest = profile.tiers()[k];
  }
  return fmt::format("Carries up to {} (slowest: {}, {} per sample).", capacity_in_words(load),
                     slowest, duration(load.bottleneck));
}

}  // namespace popex::report
