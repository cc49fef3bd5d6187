// SPDX-License-Identifier: MIT
#include "cli/watch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "cli/failure.hpp"
#include "model/expected_time.hpp"
#include "model/instance.hpp"
#include "report/json.hpp"
#include "report/wording.hpp"
#include "text/number.hpp"

namespace popex::cli {
namespace {

// A latency has changed if it has by both; else every upload would cost a new table.
constexpr double kLeastChange = 0.05;
constexpr Milliseconds kLeastChangeOfTime{1};

std::string number(double value) {
  std::string text;
  text::append_number(text, value);
  return text;
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

void Watch::run_on_change(const report::UpdateAnswer& answer) {
  const Update& update = answer.update;
  const Handover& handover = box_.table().pieces()[update.piece].placement.front();
  const std::string before = std::exchange(split_, report::split_name(*options_.profile, handover));
  const Decision whole = decision(update);
  line_.clear();
  append_json_line(line_, answer, &whole);
  const std::optional<std::string> wrong = options_.on_change->run(
      line_, {"POPEX_SPLIT=" + split_,
              "POPEX_SPLIT_INDEX=" +
                  (handover.is_inside_block() ? "" : fmt::format("{}", handover.layers)),
              "POPEX_EXPECTED_TIME_MS=" + number(update.expected_time.count()),
              "POPEX_RATE_MBPS=" + number(update.estimate.value), "POPEX_PREVIOUS_SPLIT=" + before,
              "POPEX_TIME_S=" + number(update.time_s)});
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
