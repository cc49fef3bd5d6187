// SPDX-License-Identifier: MIT
#include "report/csv.hpp"

#include <string_view>

#include <popex/label.hpp>

#include "report/goal_wording.hpp"
#include "report/robust.hpp"
#include "report/wording.hpp"
#include "text/csv_rows.hpp"

namespace popex::report {
namespace {

using text::CsvRows;

/// "rate_mbps" where there is one link, "rate_mbps_edge-cloud" where there are several.
std::string per_link(std::string_view column, const Profile& profile, std::size_t link) {
  std::string name(column);
  if (profile.links().size() > 1) name += '_' + profile.links()[link].name;
  return name;
}

void split_heading(CsvRows& rows, const Profile& profile) {
  for (std::size_t k = 0; k < profile.links().size(); ++k) {
    rows.field(per_link("split", profile, k)).field(per_link("split_index", profile, k));
  }
}

void split_fields(CsvRows& rows, const Profile& profile, const Placement& placement) {
  for (const Handover& handover : placement) {
    if (handover.is_inside_block()) {
      rows.field(split_name(profile, handover)).field("");
    } else {
      rows.field(split_name(profile, handover.layers)).field(handover.layers);
    }
  }
}

void decision_heading(CsvRows& rows, const Profile& profile) {
  rows.field("expected_time_ms");
  const std::size_t links = profile.links().size();
  const bool is_pair = links == 1;
  for (std::size_t k = 0; k <= links; ++k) {
    rows.field(is_pair ? (k == 0 ? "edge_ms" : "cloud_ms") : profile.tiers()[k] + "_ms");
    if (k < links) rows.field(per_link("upload_ms", profile, k));
  }
  for (std::size_t k = 0; k < links; ++k) rows.field(per_link("offload_probability", profile, k));
}

void decision_fields(CsvRows& rows, const Decision& decision) {
  rows.field(decision.expected_time.count());
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    rows.field(decision.tiers[k].compute.count());
    if (k < decision.links.size()) rows.field(decision.links[k].time.count());
  }
  for (const Transfer& transfer : decision.links) rows.field(transfer.probability.value);
}

void goal_heading(CsvRows& rows, const Goal& goal) {
  if (wants_energy(goal)) rows.field("expected_energy_mj");
  if (wants_load(goal)) {
    rows.field("waiting_ms")
        .field("time_with_waiting_ms")
        .field("bottleneck_ms")
        .field("samples_per_second");
  }
}

void goal_fields(CsvRows& rows, const Decision& decision) {
  if (decision.energy) rows.field(decision.energy->total_mj);
  if (decision.load) {
    rows.field(decision.load->waiting.count())
        .field(decision.time_with_waiting().count())
        .field(decision.load->bottleneck.count())
        .field(decision.load->samples_per_second());
  }
}

/// Whether there is a column that says that blocks were kept whole.
bool tells_of_blocks(const Profile& profile, const Goal& goal) {
  return !profile.is_chain() && !is_plain(goal);
}

/// Fields of a sweep's row from `split` on.
std::size_t decision_columns(const Profile& profile, const Goal& goal) {
  std::string heading;
  CsvRows rows(heading);
  split_heading(rows, profile);
  decision_heading(rows, profile);
  goal_heading(rows, goal);
  return rows.fields() + (tells_of_blocks(profile, goal) ? 1 : 0) + 1;  // the label
}

/// `at`: the rate that the figures are for, where it is one.
template <class Judged>
std::string robust_csv(const Profile& profile, Criterion criterion, std::optional<double> at,
                       const Judged& chosen, const Judged& for_mean) {
  std::string out;
  CsvRows rows(out);
  rows.field("choice").field("criterion").field("value_ms").field("rate_mbps");
  split_heading(rows, profile);
  rows.field("branches_run");
  decision_heading(rows, profile);
  rows.field("label").end_row();
  const auto row = [&](std::string_view choice, const Judged& judged) {
    rows.field(choice).field(name_of(criterion)).field(judged.value.count()).field(at);
    split_fields(rows, profile, judged.decision.placement);
    rows.field(judged.decision.placement.back().branches);
    decision_fields(rows, judged.decision);
    rows.field(label_of(profile, judged.decision.placement)).end_row();
  };
  row("robust", chosen);
  row("for mean rate", for_mean);
  return out;
}

std::string_view truth(bool value) { return value ? "true" : "false"; }

}  // namespace

std::string render_csv(const SolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  std::string out;
  CsvRows rows(out);
  split_heading(rows, profile);
  rows.field("branches_run");
  decision_heading(rows, profile);
  goal_heading(rows, answer.goal);
  const bool tells = tells_of_blocks(profile, answer.goal);
  if (tells) rows.field("blocks_kept_whole");
  rows.field("label").end_row();
  const auto row = [&](const Decision& decision) {
    split_fields(rows, profile, decision.placement);
    rows.field(decision.placement.back().branches);
    decision_fields(rows, decision);
    goal_fields(rows, decision);
    if (tells) rows.field(truth(answer.blocks_kept_whole));
    rows.field(label_of(profile, decision.placement)).end_row();
  };
  if (answer.alternatives.empty()) row(answer.decision);
  for (const Decision& decision : answer.alternatives) row(decision);
  return out;
}

std::string render_csv(const BreakpointsAnswer& answer) {
  const Profile& profile = *answer.profile;
  std::string out;
  CsvRows rows(out);
  rows.field("from").field("to");
  split_heading(rows, profile);
  rows.field("branches_run").field("expected_time_ms_from").field("expected_time_ms_to");
  rows.field("label").end_row();
  for (const Piece& piece : answer.pieces) {
    rows.field(piece.from).field(open_end(answer.parameter.kind, piece.to));
    split_fields(rows, profile, piece.placement);
    rows.field(piece.placement.back().branches)
        .field(piece.expected_time_from.count())
        .field(piece.expected_time_to.count())
        .field(label_of(profile, piece.placement))
        .end_row();
  }
  return out;
}

std::string render_csv(const RobustSolveAnswer& answer) {
  return robust_csv(*answer.profile, answer.question.criterion, answer.answer.at.value,
                    answer.answer.chosen, answer.answer.for_mean);
}

std::string render_csv(const TraceSolveAnswer& answer) {
  return robust_csv(*answer.profile, answer.question.criterion, std::nullopt, answer.answer.chosen,
                    answer.answer.for_mean);
}

std::string sweep_csv_heading(const Profile& profile, const Goal& goal) {
  std::string out;
  CsvRows rows(out);
  for (std::size_t k = 0; k < profile.links().size(); ++k) {
    rows.field(per_link("rate_mbps", profile, k));
  }
  for (std::size_t k = 0; k < profile.links().size(); ++k) {
    rows.field(per_link("latency_ms", profile, k));
  }
  rows.field("gamma");
  for (const Branch& branch : profile.branches()) rows.field("p_" + branch.name);
  split_heading(rows, profile);
  decision_heading(rows, profile);
  goal_heading(rows, goal);
  if (tells_of_blocks(profile, goal)) rows.field("blocks_kept_whole");
  rows.field("label").end_row();
  return out;
}

void append_sweep_csv(std::string& out, const Profile& profile, const Goal& goal,
                      const SweepPoint& point) {
  CsvRows rows(out);
  const Scenario& scenario = point.scenario;
  for (const auto& [link, rate] : scenario.rate.named) rows.field(rate.value);
  for (const auto& [link, latency] : scenario.latency.named) rows.field(latency.count());
  rows.field(scenario.gamma);
  for (const auto& [branch, p] : scenario.exit_probability.named) rows.field(p.value);
  if (point.is_feasible) {
    split_fields(rows, profile, point.decision.placement);
    decision_fields(rows, point.decision);
    goal_fields(rows, point.decision);
    if (tells_of_blocks(profile, goal)) rows.field(truth(point.keeps_blocks_whole));
    rows.field(label_of(profile, point.decision.placement));
  } else {
    for (std::size_t i = 0; i < decision_columns(profile, goal); ++i) rows.field("");
  }
  rows.end_row();
}

}  // namespace popex::report
