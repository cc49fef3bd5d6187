// SPDX-License-Identifier: MIT
#include <popex/label.hpp>

#include "report/decision_json.hpp"
#include "report/replay.hpp"
#include "text/csv_rows.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::CsvRows;
using text::JsonWriter;
using text::Layout;
using Kind = ReplayStrategy::Kind;

/// The label of a strategy's decision where that never changes.
std::string fixed_label(const ReplayAnswer& answer, const ReplayStrategy& strategy) {
  if (strategy.kind == Kind::estimator || strategy.kind == Kind::oracle) return "";
  return label_of(*answer.profile, answer.replay.decisions[strategy.decision]);
}

void write_strategies(JsonWriter& json, const ReplayAnswer& answer,
                      const std::vector<ReplayStrategy>& strategies) {
  json.begin_array();
  for (const ReplayStrategy& strategy : strategies) {
    json.begin_object(Layout::inline_).member("strategy", name_of(answer, strategy));
    const std::string label = fixed_label(answer, strategy);
    for (const char* const key : {"split", "label"}) {
      json.key(std::string_view(key));
      label.empty() ? json.null() : json.value(label);
    }
    json.member("inferences", strategy.inferences)
        .member("mean_time_ms", strategy.mean.count())
        .member("p95_time_ms", strategy.late.count())
        .member("regret_ms", strategy.regret.count())
        .member("regret", strategy.regret_share)
        .member("switches", strategy.switches)
        .member("switch_cost_ms", strategy.switch_cost.count())
        .member("waited_ms", strategy.waited.count())
        .member("gave_up", strategy.given_up)
        .end_object();
  }
  json.end_array();
}

std::vector<std::string> labels_of(const ReplayAnswer& answer) {
  std::vector<std::string> labels;
  for (const Placement& placement : answer.replay.decisions) {
    labels.push_back(label_of(*answer.profile, placement));
  }
  return labels;
}

void write_steps(JsonWriter& json, const ReplayAnswer& answer,
                 const std::vector<ReplayStep>& steps) {
  const std::vector<std::string> labels = labels_of(answer);
  json.key("steps").begin_array();
  for (const ReplayStep& step : steps) {
    json.begin_object(Layout::inline_)
        .member("time_s", step.time_s)
        .member("rate_mbps", step.rate.value)
        .member("estimate_mbps", step.estimate.value)
        .member("split", labels[step.decision])
        .member("label", labels[step.decision])
        .member("expected_time_ms", step.expected_time.count())
        .member("regret_ms", step.regret.count())
        .end_object();
  }
  json.end_array();
}

std::string steps_csv(const ReplayAnswer& answer) {
  std::string out;
  CsvRows rows(out);
  for (const char* const column : {"trace", "time_s", "rate_mbps", "estimate_mbps", "split",
                                   "expected_time_ms", "regret_ms", "label"}) {
    rows.field(column);
  }
  rows.end_row();
  const std::vector<std::string> labels = labels_of(answer);
  for (std::size_t t = 0; t < answer.traces.size(); ++t) {
    for (const ReplayStep& step : answer.replay.traces[t].steps) {
      rows.field(answer.traces[t].file)
          .field(step.time_s)
          .field(step.rate.value)
          .field(step.estimate.value)
          .field(labels[step.decision])
          .field(step.expected_time.count())
          .field(step.regret.count())
          .field(labels[step.decision])
          .end_row();
    }
  }
  return out;
}

}  // namespace

std::string render_json(const ReplayAnswer& answer) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "replay");
  json.member("profile", answer.profile->name());
  write_scenario(json.key("scenario"), answer.scenario);
  const ReplayOptions& options = answer.options;
  json.member("link", answer.link)
      .member("interval_s", options.interval_s)
      .member("switch_cost_ms", options.switch_cost.count())
      .member("hold_s", options.boxes.front().hold_s)
      .member("outage_timeout_s", options.outage_timeout_s)
      .member("decisions", answer.replay.all_decisions)
      .member("looked_at", name_of(answer.replay.looked_at));
  json.key("traces").begin_array();
  for (std::size_t t = 0; t < answer.traces.size(); ++t) {
    const ReplayedTrace& trace = answer.replay.traces[t];
    json.begin_object()
        .member("trace", answer.traces[t].file)
        .member("format", answer.traces[t].format)
        .member("duration_s", trace.duration_s)
        .member("mean_rate_mbps", trace.mean_rate.value)
        .member("outages", trace.outages);
    if (trace.oracle_chose_from) json.member("oracle_chose_from", *trace.oracle_chose_from);
    write_strategies(json.key("strategies"), answer, trace.strategies);
    if (options.keep_steps) write_steps(json, answer, trace.steps);
    json.end_object();
  }
  json.end_array();
  write_strategies(json.key("all"), answer, answer.replay.all);
  json.end_object();
  return out;
}

std::string render_csv(const ReplayAnswer& answer) {
  if (answer.options.keep_steps) return steps_csv(answer);
  std::string out;
  CsvRows rows(out);
  for (const char* const column :
       {"trace", "strategy", "split", "inferences", "mean_time_ms", "p95_time_ms", "regret_ms",
        "regret", "switches", "switch_cost_ms", "waited_ms", "gave_up", "label"}) {
    rows.field(column);
  }
  rows.end_row();
  const auto add = [&](const std::string& trace, const std::vector<ReplayStrategy>& strategies) {
    for (const ReplayStrategy& strategy : strategies) {
      rows.field(trace)
          .field(name_of(answer, strategy))
          .field(fixed_label(answer, strategy))
          .field(strategy.inferences)
          .field(strategy.mean.count())
          .field(strategy.late.count())
          .field(strategy.regret.count())
          .field(strategy.regret_share)
          .field(strategy.switches)
          .field(strategy.switch_cost.count())
          .field(strategy.waited.count())
          .field(strategy.given_up)
          .field(fixed_label(answer, strategy))
          .end_row();
    }
  };
  for (std::size_t t = 0; t < answer.traces.size(); ++t) {
    add(answer.traces[t].file, answer.replay.traces[t].strategies);
  }
  add("", answer.replay.all);
  return out;
}

}  // namespace popex::report
