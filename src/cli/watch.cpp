// SPDX-License-Identifier: MIT
#include "cli/watch.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <popex/label.hpp>
#include <popex/planner.hpp>

#include "cli/failure.hpp"
#include "model/expected_time.hpp"
#include "model/instance.hpp"
#include "report/json.hpp"
#include "report/wording.hpp"

namespace popex::cli {
namespace {

// A latency has changed if it has by both; else every upload would cost a new table.
constexpr double kLeastChange = 0.05;
constexpr Milliseconds kLeastChangeOfTime{1};

/// For shells, which compute with no exponents; ∞ where it takes forever.
std::string without_exponent(double value) {
  if (!std::isfinite(value)) return "∞";
  std::array<char, 400> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  return {digits.data(), end.ptr};
}

/// "device-edge" as DEVICE_EDGE, for the name of a variable.
std::string as_variable(std::string name) {
  for (char& c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (!is_letter && !(c >= '0' && c <= '9')) {
      c = '_';
    }
  }
  return name;
}

}  // namespace

Watch::Watch(const WatchOptions& options, Output& output, Log& log)
    : options_(options),
      output_(output),
      log_(log),
      scenario_(options.scenario),
      box_(table(), options.box) {}

std::shared_ptr<const RateTable> Watch::table() const {
  const Result<Planner> planner = Planner::make(*options_.profile, scenario_);
  return std::make_shared<const RateTable>(planner->rate_table(options_.link).value());
}

ExitCode Watch::follow(RateSource& source, const std::function<bool()>& is_over) {
  if (const std::string caution = source.caution(); !caution.empty()) {
    is_lower_bound_ = true;
    log_.warning(caution);
  }
  if (!options_.json) output_.write(report::update_text_heading());
  output_.flush();
  RateEvent event;
  ExitCode code = ExitCode::done;
  while (code == ExitCode::done && !is_over()) {
    source.next(event);
    if (event.kind == RateEvent::Kind::end) break;
    switch (event.kind) {
      case RateEvent::Kind::sample:
        take_sample(event);
        break;
      case RateEvent::Kind::bad_line:
        report_bad_line(event);
        if (options_.strict) code = ExitCode::bad_input;
        break;
      case RateEvent::Kind::failed:
        log_.warning(fmt::format("{}: {}", event.where, event.message));
        break;
      case RateEvent::Kind::end:
        break;
    }
  }
  if (bad_lines_ > 0 && !options_.strict) {
    log_.warning(fmt::format(
        "standard input: {} of {} lines were passed over{}", bad_lines_, bad_lines_ + samples_,
        bad_lines_ > kMostReported ? fmt::format(", the first {} are listed", kMostReported) : ""));
  }
  return code;
}

void Watch::take_latency(Milliseconds latency) {
  Milliseconds& present = scenario_.latency.named[options_.link].second;
  const Milliseconds change(std::abs((latency - present).count()));
  if (change <= kLeastChangeOfTime || change <= kLeastChange * present) return;
  present = latency;
  std::shared_ptr<const RateTable> changed = table();
  if (piece_) {
    const Placement& placement = box_.table().pieces()[*piece_].placement;
    const auto& pieces = changed->pieces();
    const auto same = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) {
      return piece.placement == placement;
    });
    piece_.reset();
    if (same != pieces.end()) piece_ = static_cast<std::size_t>(same - pieces.begin());
  }
  box_.use(std::move(changed));
}

void Watch::take_sample(const RateEvent& event) {
  ++samples_;
  if (event.latency && options_.takes_latency) take_latency(*event.latency);
  const Update update = box_.add(event.time_s, event.rate);
  if (!update.changed && !options_.every_sample) return;
  const report::UpdateAnswer answer{options_.profile, &box_.table(), update,         piece_,
                                    has_decided_,     event.latency, is_lower_bound_};
  line_.clear();
  if (options_.json) {
    append_json_line(line_, answer);
  } else {
    append_text_line(line_, answer);
  }
  output_.write(line_);
  output_.flush();
  piece_ = update.piece;
  has_decided_ = true;
  if (!update.changed) return;
  if (options_.on_change) run_on_change(answer);
}

Decision Watch::decision(const Update& update) const {
  Scenario scenario = scenario_;
  scenario.rate.named[options_.link].second = update.estimate;
  const Result<Instance> instance = make_instance(*options_.profile, scenario);
  return expected_time(*instance, box_.table().pieces()[update.piece].placement);
}

std::vector<std::string> Watch::environment(const Update& update, const Placement& placement,
                                            const std::string& previous_split,
                                            const std::string& previous_label) const {
  const Profile& profile = *options_.profile;
  const auto index_of = [](const Handover& handover) {
    return handover.is_inside_block() ? "" : fmt::format("{}", handover.layers);
  };
  std::string branches;
  for (std::size_t j = 0; j < placement.back().branches; ++j) {
    branches += (j > 0 ? " " : "") + profile.branches()[j].name;
  }
  std::vector<std::string> variables{
      "POPEX_DECISION=" + label_,
      "POPEX_PREVIOUS_DECISION=" + previous_label,
      "POPEX_BRANCHES=" + branches,
      "POPEX_SPLIT=" + split_,
      "POPEX_SPLIT_INDEX=" + index_of(placement.front()),
      "POPEX_PREVIOUS_SPLIT=" + previous_split,
      "POPEX_EXPECTED_TIME_MS=" + without_exponent(update.expected_time.count()),
      "POPEX_RATE_MBPS=" + without_exponent(update.estimate.value),
      "POPEX_TIME_S=" + without_exponent(update.time_s),
      fmt::format("POPEX_TIME={:%FT%TZ}",
                  fmt::gmtime(std::chrono::system_clock::to_time_t(options_.wall_clock())))};
  std::set<std::string> used;
  for (std::size_t k = 0; k < placement.size(); ++k) {
    std::string link = as_variable(profile.links()[k].name);
    while (!used.insert(link).second) link += fmt::format("_{}", k + 1);
    const double rate_mbps =
        k == options_.link ? update.estimate.value : scenario_.rate.named[k].second.value;
    variables.push_back(
        fmt::format("POPEX_SPLIT_{}={}", link, report::split_name(profile, placement[k])));
    variables.push_back(fmt::format("POPEX_SPLIT_INDEX_{}={}", link, index_of(placement[k])));
    variables.push_back(fmt::format("POPEX_RATE_MBPS_{}={}", link, without_exponent(rate_mbps)));
    variables.push_back(fmt::format("POPEX_LATENCY_MS_{}={}", link,
                                    without_exponent(scenario_.latency.named[k].second.count())));
  }
  return variables;
}

void Watch::run_on_change(const report::UpdateAnswer& answer) {
  const Update& update = answer.update;
  const Placement& placement = box_.table().pieces()[update.piece].placement;
  const std::string split =
      std::exchange(split_, report::split_name(*options_.profile, placement.front()));
  const std::string label = std::exchange(label_, label_of(*options_.profile, placement));
  const Decision whole = decision(update);
  line_.clear();
  append_json_line(line_, answer, &whole);
  const std::optional<std::string> wrong =
      options_.on_change->run(line_, environment(update, placement, split, label));
  if (wrong) log_.warning("--on-change: " + *wrong);
}

void Watch::report_bad_line(const RateEvent& event) {
  if (options_.strict) {
    log_.error(fmt::format("{}: {}", event.where, event.message));
    if (!options_.json) return;
    line_.clear();
    report::append_error_json(line_, static_cast<int>(ExitCode::bad_input),
                              {{event.where, event.message}}, text::Layout::inline_);
    output_.write(line_ + '\n');
    output_.flush();
    return;
  }
  if (++bad_lines_ > kMostReported) return;
  log_.warning(fmt::format("{}: {}", event.where, event.message));
}

}  // namespace popex::cli
