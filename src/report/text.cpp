// SPDX-License-Identifier: MIT
#include "report/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "decision_maker/solution.hpp"
#include "report/decision_bars.hpp"
#include "report/decision_text.hpp"
#include "report/goal_wording.hpp"
#include "report/table.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

std::string holds_line(const Interval& holds) {
  const Interval all = domain(Parameter::Kind::rate);
  if (holds.from <= all.from && holds.to >= all.to) return "Holds at any rate.\n";
  if (holds.from <= all.from) {
    return fmt::format("Holds for rates up to {} Mbps.\n", significant(holds.to));
  }
  if (holds.to >= all.to) {
    return fmt::format("Holds for rates from {} Mbps.\n", significant(holds.from));
  }
  return fmt::format("Holds for rates from {} to {} Mbps.\n", significant(holds.from),
                     significant(holds.to));
}

std::string runner_up_line(const Profile& profile, const Goal& goal, const Decision& best,
                           const Decision& second) {
  std::string value;
  double loss = 0;
  switch (goal.objective) {
    case Objective::latency:
      value = duration(second.time_with_waiting());
      loss = second.time_with_waiting() / best.time_with_waiting() - 1;
      break;
    case Objective::energy:
      value = energy_in_words(second.energy->total_mj);
      loss = second.energy->total_mj / best.energy->total_mj - 1;
      break;
    case Objective::throughput:
      value = significant(second.load->samples_per_second()) + " samples/s";
      loss = best.load->bottleneck / second.load->bottleneck - 1;
      break;
  }
  std::string words = value;
  if (std::abs(loss) <= tie_tolerance(goal.objective)) loss = 0;  // one of them is rounding
  if (std::isfinite(loss)) words += fmt::format(" ({}{})", loss < 0 ? "" : "+", percent(loss));
  if (goal.objective != Objective::latency) {
    words += ", expected time " + duration(second.time_with_waiting());
  }
  return fmt::format("Runner-up: {}, {}.\n", label_of(profile, second.placement), words);
}

/// A column of bars beside the table, where there is room for it on the page.
std::string table_with_bars(const SolveAnswer& answer, std::vector<std::vector<std::string>> rows,
                            Page page) {
  const std::size_t width = table_width(rows) + 2;
  const DecisionBars bars(answer);
  if (width + width_of(bars.heading()) > kPageWidth) return render_table(rows, page);
  rows[0].push_back(bars.heading());
  for (std::size_t i = 0; i < answer.alternatives.size(); ++i) {
    rows[i + 1].push_back(bars.of(answer.alternatives[i], kPageWidth - width));
  }
  return render_table(rows, page);
}

std::string table_of_alternatives(const SolveAnswer& answer, Page page) {
  const Profile& profile = *answer.profile;
  const Decision& chosen = answer.decision;
  std::vector<std::vector<std::string>> rows(1);
  rows[0] = {"", "split"};
  for (const std::string& tier : profile.tiers()) {
    if (tier != profile.tiers().front()) rows[0].emplace_back("upload ms");
    rows[0].push_back(tier + " ms");
  }
  if (answer.goal.arrival_rate) rows[0].emplace_back("queues ms");
  rows[0].emplace_back("expected ms");
  if (chosen.energy) rows[0].emplace_back("expected mJ");
  if (chosen.load) rows[0].emplace_back("samples/s");
  const auto fixed = [](double number) {
    return std::isinf(number) ? significant(number) : fmt::format("{:.3f}", number);
  };
  for (const Decision& decision : answer.alternatives) {
    const bool best = decision.placement == chosen.placement;
    std::vector<std::string> row{best ? "*" : "", label_of(profile, decision.placement)};
    for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
      if (k > 0) row.push_back(fixed(decision.links[k - 1].time.count()));
      row.push_back(fixed(decision.tiers[k].compute.count()));
    }
    if (answer.goal.arrival_rate) row.push_back(fixed(decision.load->waiting.count()));
    row.push_back(fixed(decision.time_with_waiting().count()));
    if (decision.energy) row.push_back(fixed(decision.energy->total_mj));
    if (decision.load) row.push_back(fixed(decision.load->samples_per_second()));
    rows.push_back(std::move(row));
  }
  return table_with_bars(answer, std::move(rows), page);
}

std::string summary(const Profile& profile) {
  const std::size_t branches = profile.branches().size();
  return fmt::format("{}, {} branch{}, tiers {}", counted(profile.layers().size(), "layer"),
                     branches, branches == 1 ? "" : "es", fmt::join(profile.tiers(), " → "));
}

}  // namespace

std::string render_text(const SolveAnswer& answer, Page page) {
  const Profile& profile = *answer.profile;
  const Decision& decision = answer.decision;
  std::string text = heading(profile, answer.scenario, answer.goal);
  std::string what = fmt::format("{}; {}:", where_split(profile, decision.placement),
                                 value_in_words(answer.goal, decision));
  text += broken_after_commas(what, 0, 2) + '\n';
  text += decision_lines(profile, answer.goal, decision);
  if (decision.load) {
    text += broken_after_commas(load_in_words(profile, *decision.load), 0, 2) + '\n';
  }
  if (answer.blocks_kept_whole) {
    text +=
        "Blocks were kept whole, but for the cut of the fastest decision: for this goal\n"
        "there may be something better inside one.\n";
  }
  if (answer.runner_up) text += runner_up_line(profile, answer.goal, decision, *answer.runner_up);
  if (answer.holds) text += holds_line(*answer.holds);
  if (!answer.alternatives.empty()) text += '\n' + table_of_alternatives(answer, page);
  if (answer.left_out > 0) {
    text += fmt::format("{} more break a bound{}.\n", answer.left_out,
                        profile.is_chain() ? "" : " or cut a block");
  }
  return text;
}

std::string render_text(const BreakpointsAnswer& answer, Page page) {
  const Profile& profile = *answer.profile;
  std::string text = heading(profile, answer.scenario);
  text += fmt::format("By {}:\n", parameter_name(profile, answer.parameter));
  std::vector<std::vector<std::string>> rows{{"from", "to", "split", "expected time"}};
  for (const Piece& piece : answer.pieces) {
    const std::string from = duration(piece.expected_time_from);
    const std::string to = duration(piece.expected_time_to);
    rows.push_back({significant(piece.from), significant(open_end(answer.parameter.kind, piece.to)),
                    label_of(profile, piece.placement),
                    from == to ? from : fmt::format("{} … {}", from, to)});
  }
  return text + render_table(rows, page);
}

std::string render_text(const std::vector<CheckedBaseline>& baselines) {
  std::string text;
  for (const CheckedBaseline& baseline : baselines) {
    if (!baseline.problems.empty()) continue;  // those go to stderr
    std::size_t differing = 0;
    for (std::size_t i = 0; i < baseline.cases.size(); ++i) {
      const CheckCase& tested = baseline.cases[i];
      if (!tested.differences.empty()) ++differing;
      const std::string which = fmt::format("{}: case {} ({}): ", baseline.file, i + 1,
                                            scenario_in_words(tested.scenario));
      for (const std::string& difference : tested.differences) text += which + difference + '\n';
      for (const std::string& remark : tested.remarks) {
        text += fmt::format("{}remark: {}\n", which, remark);
      }
    }
    const std::size_t all = baseline.cases.size();
    text += baseline.file + ": ";
    if (differing > 0) {
      text += fmt::format("{} of {} {}\n", differing, counted(all, "case"),
                          differing == 1 ? "differs" : "differ");
    } else {
      text += all == 1 ? "the case holds\n" : fmt::format("all {} cases hold\n", all);
    }
  }
  return text;
}

std::string render_text(const std::vector<ValidatedFile>& files) {
  std::string text;
  for (const ValidatedFile& file : files) {
    text += fmt::format("{}: valid, {}\n", file.file, summary(file.profile));
  }
  return text;
}

std::string render_text(const std::vector<BundledProfile>& profiles, Page page) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(profiles.size());
  for (const BundledProfile& bundled : profiles) {
    rows.push_back({bundled.file, summary(bundled.profile)});
  }
  return render_table(rows, page);
}

}  // namespace popex::report
