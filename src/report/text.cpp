// SPDX-License-Identifier: MIT
#include "report/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "report/goal_wording.hpp"
#include "report/wording.hpp"
#include "text/number.hpp"

namespace popex::report {
namespace {

constexpr std::size_t kPageWidth = 80;

std::string padded(const std::string& text, std::size_t width, bool right = false) {
  const std::string space(width - std::min(width, width_of(text)), ' ');
  return right ? space + text : text + space;
}

std::string where_split(const Profile& profile, const Placement& placement) {
  const std::size_t count = profile.layers().size();
  const auto everything_before = [&](std::size_t k) {
    return k == placement.size() || placement[k].layers == count;
  };
  const std::size_t first_used = static_cast<std::size_t>(
      std::find_if(placement.begin(), placement.end(),
                   [](const Handover& h) { return h.layers + h.branches + h.ahead.size() > 0; }) -
      placement.begin());
  if (everything_before(first_used)) {
    const bool nothing_sent = first_used == 0;
    return fmt::format("Split at {}: everything on the {}", nothing_sent ? "output" : "input",
                       profile.tiers()[first_used]);
  }
  std::string words = "Split ";
  for (std::size_t k = 0; k < placement.size() && !everything_before(k); ++k) {
    const bool is_same_block = k > 0 && placement[k].is_inside_block() &&
                               placement[k - 1].is_inside_block() &&
                               placement[k].layers == placement[k - 1].layers;
    if (is_same_block) continue;
    if (k > 0) words += " and ";
    if (const Handover& handover = placement[k]; handover.is_inside_block()) {
      words += "through the block " + block_name(profile, handover);
    } else {
      words += fmt::format("after {}", split_name(profile, handover.layers));
    }
  }
  return words;
}

std::string tier_content(const Profile& profile, const TierShare& share) {
  std::string content = layer_names(profile, share.layers);
  const std::string branches = branch_names(profile, share.branches);
  if (!content.empty() && !branches.empty()) content += ", ";
  content += branches;
  return content.empty() ? "nothing" : content;
}

std::string transfer_content(const Profile& profile, const Transfer& transfer) {
  constexpr std::size_t most_tensors = 6;
  const std::vector<std::size_t>& tensors = transfer.tensors;
  if (tensors.empty()) return "nothing";
  std::string what;
  if (tensors.front() == 0) what = tensors.size() == 1 ? "the input" : "the input, ";
  if (tensors.back() > 0) what += tensors.size() == 1 ? "output of " : "outputs of ";
  for (std::size_t i = tensors.front() == 0 ? 1 : 0; i < tensors.size(); ++i) {
    if (i > 0 && tensors[i - 1] != 0) what += ", ";
    if (i == most_tensors && tensors.size() > most_tensors + 1) {
      what += fmt::format("… ({} in all)", tensors.size());
      break;
    }
    what += profile.tensor_name(tensors[i]);
  }
  return fmt::format("{}, {}, for {} of samples", what, size(transfer.size),
                     percent(transfer.probability.value));
}

/// Where one handover is, short: "conv1", "conv1 +b1" where a branch after it runs first, "in a …
/// d" inside a block.
std::string short_split(const Profile& profile, const Handover& handover) {
  if (handover.is_inside_block()) return "in " + block_name(profile, handover);
  std::string name(split_name(profile, handover.layers));
  if (handover.layers == profile.layers().size()) return name;
  for (std::size_t j = 0; j < handover.branches; ++j) {
    if (profile.branches()[j].after == handover.layers) name += " +" + profile.branches()[j].name;
  }
  return name;
}

std::string short_split(const Profile& profile, const Placement& placement) {
  std::string text;
  for (const Handover& handover : placement) {
    if (!text.empty()) text += " | ";
    text += short_split(profile, handover);
  }
  return text;
}

/// A text that begins in `column`, with line breaks where a list would leave the page; further
/// lines begin in column `indent`.
std::string broken_after_commas(const std::string& text, std::size_t column, std::size_t indent) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t comma = text.find(", ", begin);
    const std::size_t end = comma == std::string::npos ? text.size() : comma + 2;
    const std::string part = text.substr(begin, end - begin);
    const std::size_t width = width_of(part) - (comma == std::string::npos ? 0 : 1);
    if (begin > 0 && column + width > kPageWidth) {
      out.back() = '\n';  // the space after the last comma
      out += std::string(indent, ' ');
      column = indent;
    }
    out += part;
    column += width_of(part);
    begin = end;
  }
  return out;
}

/// A tier or an upload on a line: what it is, numbers, and what runs or is sent there.
struct Line {
  std::vector<std::string> columns;
  std::string content;
};

std::string lines_in_columns(const std::vector<Line>& lines) {
  std::vector<std::size_t> widths(lines.front().columns.size(), 0);
  for (const Line& line : lines) {
    for (std::size_t c = 0; c < widths.size(); ++c) {
      widths[c] = std::max(widths[c], width_of(line.columns[c]));
    }
  }
  std::string text;
  for (const Line& line : lines) {
    std::string left = "  ";
    for (std::size_t c = 0; c < widths.size(); ++c) {
      left += padded(line.columns[c], widths[c], c > 0) + "  ";
    }
    text += left + broken_after_commas(line.content, width_of(left), width_of(left)) + '\n';
  }
  return text;
}

/// What each tier and each upload does. With energies and arrivals in columns of their own.
std::string decision_lines(const Profile& profile, const Goal& goal, const Decision& decision) {
  std::vector<Line> lines;
  const auto add = [&](const std::string& what, Milliseconds time, double energy_mj,
                       const StageLoad& stage, std::string content) {
    Line line{{what, duration(time)}, std::move(content)};
    if (decision.energy) line.columns.push_back(energy_in_words(energy_mj));
    if (goal.arrival_rate) {
      const double busy = *goal.arrival_rate * stage.occupancy.count() / 1000.0;
      line.columns.push_back(percent(busy) + " busy");
    }
    lines.push_back(std::move(line));
  };
  const auto energy_at = [&](const std::vector<double> Energy::*part, std::size_t k) {
    return decision.energy ? (*decision.energy.*part)[k] : 0.0;
  };
  const auto stage_at = [&](const std::vector<StageLoad> Load::*part, std::size_t k) {
    return decision.load ? (*decision.load.*part)[k] : StageLoad{};
  };
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    const TierShare& share = decision.tiers[k];
    add(profile.tiers()[k], share.compute, energy_at(&Energy::tiers_mj, k),
        stage_at(&Load::tiers, k), tier_content(profile, share));
    if (k == decision.links.size()) break;
    const Transfer& transfer = decision.links[k];
    add("upload", transfer.time, energy_at(&Energy::links_mj, k), stage_at(&Load::links, k),
        transfer_content(profile, transfer));
  }
  return lines_in_columns(lines);
}

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
  if (std::isfinite(loss)) words += fmt::format(" ({}{})", loss < 0 ? "" : "+", percent(loss));
  if (goal.objective != Objective::latency) {
    words += ", expected time " + duration(second.time_with_waiting());
  }
  return fmt::format("Runner-up: {}, {}.\n", short_split(profile, second.placement), words);
}

std::string table_of_alternatives(const SolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  const Decision& chosen = answer.decision;
  std::vector<std::vector<std::string>> rows(1);
  rows[0] = {"", "split"};
  for (const std::string& tier : profile.tiers()) rows[0].push_back(tier + " ms");
  rows[0].emplace_back("upload ms");
  if (answer.goal.arrival_rate) rows[0].emplace_back("queues ms");
  rows[0].emplace_back("expected ms");
  if (chosen.energy) rows[0].emplace_back("expected mJ");
  if (chosen.load) rows[0].emplace_back("samples/s");
  const auto fixed = [](double number) { return fmt::format("{:.3f}", number); };
  for (const Decision& decision : answer.alternatives) {
    const bool best = decision.placement == chosen.placement;
    std::vector<std::string> row{best ? "*" : "", short_split(profile, decision.placement)};
    Milliseconds upload{0};
    for (const TierShare& share : decision.tiers) row.push_back(fixed(share.compute.count()));
    for (const Transfer& transfer : decision.links) upload += transfer.time;
    row.push_back(fixed(upload.count()));
    if (answer.goal.arrival_rate) row.push_back(fixed(decision.load->waiting.count()));
    row.push_back(fixed(decision.time_with_waiting().count()));
    if (decision.energy) row.push_back(fixed(decision.energy->total_mj));
    if (decision.load) row.push_back(fixed(decision.load->samples_per_second()));
    rows.push_back(std::move(row));
  }
  return render_table(rows);
}

/// "b-alexnet: edge-cloud 5.5 Mbps, p(b1) = 0.4943", broken between its parts to fit the page.
std::string heading(const Profile& profile, const Scenario& scenario, const Goal& goal = {}) {
  std::string text = (profile.name().empty() ? "network" : profile.name()) + ':';
  std::size_t line = width_of(text);
  std::vector<std::string> parts = scenario_parts(scenario);
  for (std::string& part : goal_parts(goal)) parts.push_back(std::move(part));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string part = parts[i] + (i + 1 < parts.size() ? "," : "");
    if (line + 1 + width_of(part) > kPageWidth) {
      text += "\n ";
      line = 1;
    }
    text += ' ' + part;
    line += 1 + width_of(part);
  }
  return text + '\n';
}

std::string summary(const Profile& profile) {
  const std::size_t layers = profile.layers().size();
  const std::size_t branches = profile.branches().size();
  return fmt::format("{} layer{}, {} branch{}, tiers {}", layers, layers == 1 ? "" : "s", branches,
                     branches == 1 ? "" : "es", fmt::join(profile.tiers(), " → "));
}

}  // namespace

std::string render_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], width_of(row[c]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      // A column is numbers if its first entry under the heading is one.
      const std::string& sample = rows.size() > 1 && c < rows[1].size() ? rows[1][c] : row[c];
      const bool number = text::parse_number(sample).has_value();
      if (c > 0) line += "  ";
      line += padded(row[c], widths[c], number);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string render_text(const SolveAnswer& answer) {
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
  if (!answer.alternatives.empty()) text += '\n' + table_of_alternatives(answer);
  if (answer.left_out > 0) {
    text += fmt::format("{} more break a bound{}.\n", answer.left_out,
                        profile.is_chain() ? "" : " or cut a block");
  }
  return text;
}

std::string render_text(const BreakpointsAnswer& answer) {
  const Profile& profile = *answer.profile;
  std::string text = heading(profile, answer.scenario);
  text += fmt::format("By {}:\n", parameter_name(profile, answer.parameter));
  std::vector<std::vector<std::string>> rows{{"from", "to", "split", "expected time"}};
  for (const Piece& piece : answer.pieces) {
    const std::string from = duration(piece.expected_time_from);
    const std::string to = duration(piece.expected_time_to);
    rows.push_back({significant(piece.from), significant(piece.to),
                    short_split(profile, piece.placement),
                    from == to ? from : fmt::format("{} … {}", from, to)});
  }
  return text + render_table(rows);
}

std::string render_text(const std::vector<CheckedBaseline>& baselines) {
  std::string text;
  for (const CheckedBaseline& baseline : baselines) {
    if (!baseline.problems.empty()) continue;  // those go to stderr
    std::size_t differing = 0;
    for (std::size_t i = 0; i < baseline.cases.size(); ++i) {
      const CheckCase& tested = baseline.cases[i];
      if (!tested.differences.empty()) ++differing;
      for (const std::string& difference : tested.differences) {
        text += fmt::format("{}: case {} ({}): {}\n", baseline.file, i + 1,
                            scenario_in_words(tested.scenario), difference);
      }
    }
    text += differing == 0
                ? fmt::format("{}: all {} cases hold\n", baseline.file, baseline.cases.size())
                : fmt::format("{}: {} of {} cases differ\n", baseline.file, differing,
                              baseline.cases.size());
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

std::string render_text(const std::vector<BundledProfile>& profiles) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(profiles.size());
  for (const BundledProfile& bundled : profiles) {
    rows.push_back({bundled.file, summary(bundled.profile)});
  }
  return render_table(rows);
}

}  // namespace popex::report
