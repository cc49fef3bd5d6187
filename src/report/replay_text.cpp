// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "report/decision_text.hpp"
#include "report/replay.hpp"
#include "report/table.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

using Kind = ReplayStrategy::Kind;
using Row = std::vector<std::string>;

std::string question_in_words(const ReplayAnswer& answer) {
  const ReplayOptions& options = answer.options;
  const auto seconds = [](double s) { return significant(s) + " s"; };
  std::string words =
      fmt::format("Rates of {} from traces, every {}", answer.link, seconds(options.interval_s));
  if (options.switch_cost.count() > 0) {
    words += fmt::format(", a switch costs {}", duration(options.switch_cost));
  }
  if (!options.boxes.empty() && options.boxes.front().hold_s > 0) {
    words += fmt::format(", no switch within {}", seconds(options.boxes.front().hold_s));
  }
  words +=
      std::isinf(options.outage_timeout_s)
          ? std::string(", uploads wait for the end of an outage")
          : fmt::format(", uploads give up after {} of outage", seconds(options.outage_timeout_s));
  return broken_after_commas(words + '.', 0, 2) + '\n';
}

std::string table(const ReplayAnswer& answer, const std::vector<ReplayStrategy>& strategies,
                  Page page) {
  const bool costs = answer.options.switch_cost.count() > 0;
  std::vector<Row> rows{{"strategy", "mean ms", "95 % ms", "regret", "%", "switches"}};
  if (costs) rows[0].emplace_back("cost ms");
  rows[0].insert(rows[0].end(), {"waits s", "gave up"});
  for (const ReplayStrategy& strategy : strategies) {
    std::string name = name_of(answer, strategy);
    std::replace(name.begin(), name.end(), '-', ' ');
    Row row{name,
            significant(strategy.mean.count()),
            significant(strategy.late.count()),
            significant(strategy.regret.count()),
            significant(strategy.regret_share * 100),
            fmt::format("{}", strategy.switches)};
    if (costs) row.push_back(significant(strategy.switch_cost.count()));
    row.push_back(significant(strategy.waited.count() / 1000));
    row.push_back(fmt::format("{}", strategy.given_up));
    rows.push_back(std::move(row));
  }
  return render_table(rows, page);
}

std::string best_fixed_line(const ReplayAnswer& answer,
                            const std::vector<ReplayStrategy>& strategies) {
  const auto fixed =
      std::find_if(strategies.begin(), strategies.end(),
                   [](const ReplayStrategy& one) { return one.kind == Kind::best_fixed; });
  return fmt::format("Best fixed: {}.\n",
                     label_of(*answer.profile, answer.replay.decisions[fixed->decision]));
}

/// What the oracle did not look at.
std::string oracle_line(const ReplayAnswer& answer, const ReplayedTrace& trace) {
  if (!trace.oracle_chose_from) return "";
  return fmt::format(
      "The oracle chose from {} of {} decisions: all of them at {} starts would be too many.\n",
      *trace.oracle_chose_from, answer.replay.all_decisions, trace.strategies.front().inferences);
}

}  // namespace

std::string name_of(const ReplayAnswer& answer, const ReplayStrategy& strategy) {
  switch (strategy.kind) {
    case Kind::oracle:
      return "oracle";
    case Kind::best_fixed:
      return "best-fixed";
    case Kind::edge_only:
      return "edge-only";
    case Kind::cloud_only:
      return "cloud-only";
    case Kind::estimator:
      break;
  }
  const EstimatorOptions::Kind kind = answer.options.boxes[strategy.box].estimator.kind;
  const auto& all = estimators();
  return std::string(std::find_if(all.begin(), all.end(), [&](const EstimatorDescription& one) {
                       return one.kind == kind;
                     })->name);
}

std::string render_text(const ReplayAnswer& answer, Page page) {
  std::string text = heading(*answer.profile, answer.scenario) + question_in_words(answer);
  for (std::size_t t = 0; t < answer.traces.size(); ++t) {
    const ReplayedTrace& trace = answer.replay.traces[t];
    const std::size_t intervals = trace.strategies.front().inferences;
    text += fmt::format(
        "\n{}: {}, mean {} Mbps, {} intervals{}\nTaken for {}.\n", answer.traces[t].file,
        significant(trace.duration_s) + " s", significant(trace.mean_rate.value), intervals,
        trace.outages > 0 ? fmt::format(", {} without delivery", trace.outages) : "",
        answer.traces[t].taken);
    text += table(answer, trace.strategies, page) + best_fixed_line(answer, trace.strategies) +
            oracle_line(answer, trace);
  }
  if (answer.traces.size() > 1) {
    const std::vector<ReplayStrategy>& all = answer.replay.all;
    text += fmt::format("\nAll {} traces: {} intervals\n", answer.traces.size(),
                        all.front().inferences);
    text += table(answer, all, page) + best_fixed_line(answer, all);
  }
  return text + looked_at_line(answer.replay.looked_at);
}

}  // namespace popex::report
