// SPDX-License-Identifier: MIT
#include <algorithm>

#include <popex/label.hpp>

#include "report/tune_answer.hpp"
#include "text/csv_rows.hpp"

namespace popex::report {
namespace {

using text::CsvRows;

/// A field for each branch of the profile: its threshold, "all", or nothing where it is off.
template <class Exits>
void threshold_fields(CsvRows& rows, const TuneAnswer& answer, const Exits& exits) {
  for (std::size_t j = 0; j < answer.profile->branches().size(); ++j) {
    const auto exit = std::find_if(exits.begin(), exits.end(), [j](const auto& one) {
      const std::optional<std::size_t> branch = one.branch;
      return branch == j;
    });
    if (exit == exits.end()) {
      rows.field("");
    } else if (exit->threshold) {
      rows.field(*exit->threshold);
    } else {
      rows.field("all");
    }
  }
}

}  // namespace

std::string render_csv(const TuneAnswer& answer) {
  std::string out;
  CsvRows rows(out);
  for (const std::string& column : answer.about.by) rows.field(column);
  rows.field("samples").field("choice").field("split");
  for (const Branch& branch : answer.profile->branches()) rows.field("threshold_" + branch.name);
  rows.field(cost_key(answer))
      .field("accuracy")
      .field("sent_to_last")
      .field("late")
      .field("label")
      .end_row();
  for (const TuneAnswer::Condition& condition : answer.conditions) {
    const auto begin_row = [&](const std::string& choice, const std::string& label) {
      for (const std::string& value : condition.values) rows.field(value);
      rows.field(condition.samples).field(choice).field(label);
    };
    for (const TuneChoice& choice : condition.choices) {
      const TunedDecision& decision = choice.decision;
      const std::string label = label_of(choice.profile, decision.decision.placement);
      begin_row(choice.name, label);
      threshold_fields(rows, answer, decision.exits);
      rows.field(cost_of(answer, decision))
          .field(decision.accuracy())
          .field(decision.share_sent_to_last)
          .field(decision.share_late)
          .field(label)
          .end_row();
    }
    for (const TuneFrontPoint& at : condition.front) {
      begin_row("front", at.label);
      threshold_fields(rows, answer, at.point.exits);
      rows.field(at.point.cost)
          .field(at.point.accuracy)
          .field("")
          .field("")
          .field(at.label)
          .end_row();
    }
  }
  return out;
}

const char* cost_key(const TuneAnswer& answer) {
  return answer.goal.objective == Objective::energy ? "expected_energy_mj" : "expected_time_ms";
}

double cost_of(const TuneAnswer& answer, const TunedDecision& decision) {
  return answer.goal.objective == Objective::energy ? decision.decision.energy->total_mj
                                                    : decision.decision.expected_time.count();
}

}  // namespace popex::report
