// SPDX-License-Identifier: MIT
#include "cli/goal_options.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/quantities.hpp"
#include "cli/setting_reader.hpp"
#include "model/criteria.hpp"

namespace popex::cli {
namespace {

/// Values that need a name: "edge=4000".
template <class T>
void read_named(const std::vector<std::string>& texts, const ValueKind& kind,
                const std::string& option, const char* form, ByTierName<T>& into,
                Problems& problems) {
  Setting<T> setting;
  read_setting(
      texts, [&](const std::string& text) { return quantity<T>(parse_value(text, kind, option)); },
      option, setting, problems);
  if (setting.all) problems.push_back({option, fmt::format("without a name, expected {}", form)});
  into = std::move(setting.named);
}

std::optional<double> read_number(const std::optional<std::string>& text, const ValueKind& kind,
                                  const std::string& option, Problems& problems) {
  if (!text) return std::nullopt;
  const Result<double> value = parse_value(*text, kind, option);
  if (value) return *value;
  append(problems, value.problems());
  return std::nullopt;
}

Objective objective_called(const std::string& name) {
  if (name == "energy") return Objective::energy;
  return name == "throughput" ? Objective::throughput : Objective::latency;
}

}  // namespace

GoalPlaces goal_option_places() {
  return {"--objective",        "--power",  "--radio-power",
          "--arrival-rate",     "--pin",    "--not-before",
          "--max-upload-bytes", "--memory", "--deadline"};
}

void GoalOptions::add_to(CLI::App& command) {
  command
      .add_option(
          "--objective", objective,
          "What to optimise: latency (the default), energy, or throughput (most samples per "
          "second)")
      ->type_name("OBJECTIVE")
      ->check(CLI::IsMember({"latency", "energy", "throughput"}));
  add_power_to(command);
  command
      .add_option("--arrival-rate", arrival_rate,
                  "Samples per second that arrive (Poisson): refuse decisions that cannot keep up, "
                  "and count waiting in queues as part of the expected time")
      ->type_name("RATE");
  add_list(command, "--pin", pin, "Run a layer on this tier", "LAYER=TIER");
  add_list(command, "--not-before", not_before,
           "Nothing that this layer is computed from may leave the first tier", "LAYER");
  add_list(command, "--max-upload-bytes", max_upload,
           "What one sample sends over a link, at most: 100000, 100kB or 100KiB", "[LINK=]BYTES");
  add_list(command, "--memory", memory,
           "Parameters of the layers on a tier, at most: 4000000, 4MB or 4MiB", "TIER=BYTES");
  command
      .add_option("--deadline", deadline,
                  "Expected time in ms, at most; with --objective energy or throughput")
      ->type_name("MS");
}

void GoalOptions::add_power_to(CLI::App& command) {
  add_list(command, "--power", power, "Power in mW that a tier draws while it computes", "TIER=MW");
  add_list(command, "--radio-power", radio_power,
           "Power of the radio that sends: 3g, 4g, wifi, or A/B for A mW per Mbps plus B mW; of "
           "the first link unless named",
           "[LINK=]POWER")
      ->check(suggested("3g,4g,wifi"));
}

Goal GoalOptions::goal(Problems& problems) const {
  const GoalPlaces places = goal_option_places();
  Goal goal;
  goal.objective = objective_called(objective);
  read_named(power, kNumber, places.power, "TIER=MW", goal.power_mw, problems);
  read_setting(
      radio_power,
      [&](const std::string& text) -> Result<RadioPower> {
        if (const auto parsed = parse_radio_power(text)) return *parsed;
        return Problems{
            {places.radio_power,
             fmt::format("'{}', expected 3g, 4g, wifi, or A/B: A mW per Mbps plus B mW", text)}};
      },
      places.radio_power, goal.radio_power, problems);
  goal.arrival_rate = read_number(arrival_rate, kNumber, places.arrival_rate, problems);
  for (const std::string& text : pin) {
    auto [layer, tier] = split_named(text);
    if (layer.empty() || tier.empty()) {
      problems.push_back({places.pin, fmt::format("'{}', expected LAYER=TIER", text)});
      continue;
    }
    goal.pins.push_back({std::move(layer), std::move(tier)});
  }
  goal.not_before = not_before;
  read_setting(
      max_upload,
      [&](const std::string& text) {
        return quantity<Bytes>(parse_value(text, kBytes, places.max_upload));
      },
      places.max_upload, goal.max_upload, problems);
  read_named(memory, kBytes, places.memory, "TIER=BYTES", goal.memory, problems);
  if (const auto ms = read_number(deadline, kMilliseconds, places.deadline, problems)) {
    goal.deadline = Milliseconds(*ms);
  }
  return goal;
}

void check_goal(const LoadedProfile& loaded, const Scenario& scenario, const Goal& goal) {
  if (is_plain(goal)) return;
  Problems of_scenario;
  Instance instance = make_instance(loaded.profile, scenario, option_places(), of_scenario);
  const Result<Criteria> criteria =
      make_criteria(loaded.profile, goal, instance, goal_option_places());
  if (!criteria) throw Failure(place_in_profile(loaded.file, criteria.problems()));
}

}  // namespace popex::cli
