// SPDX-License-Identifier: MIT
#include "report/decision_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/goal_wording.hpp"
#include "report/table.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

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

/// A tier or an upload on a line: what it is, numbers, and what runs or is sent there.
struct TextLine {
  std::vector<std::string> columns;
  std::string content;
};

std::string lines_in_columns(const std::vector<TextLine>& lines) {
  std::vector<std::size_t> widths(lines.front().columns.size(), 0);
  for (const TextLine& line : lines) {
    for (std::size_t c = 0; c < widths.size(); ++c) {
      widths[c] = std::max(widths[c], width_of(line.columns[c]));
    }
  }
  std::string text;
  for (const TextLine& line : lines) {
    std::string left = "  ";
    for (std::size_t c = 0; c < widths.size(); ++c) {
      left += padded(line.columns[c], widths[c], c > 0) + "  ";
    }
    text += left + broken_after_commas(line.content, width_of(left), width_of(left)) + '\n';
  }
  return text;
}

}  // namespace

std::string heading(const Profile& profile, const Scenario& scenario, const Goal& goal) {
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

std::string decision_lines(const Profile& profile, const Goal& goal, const Decision& decision) {
  std::vector<TextLine> lines;
  const auto add = [&](const std::string& what, Milliseconds time, double energy_mj,
                       const StageLoad& stage, std::string content) {
    TextLine line{{what, duration(time)}, std::move(content)};
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

std::string looked_at_line(LookedAt looked_at) {
  switch (looked_at) {
    case LookedAt::all:
      break;
    case LookedAt::known_cuts:
      return "Inside blocks, only cuts that are cheapest at some rate were looked at.\n";
    case LookedAt::best_at_a_rate:
      return "Only decisions that are the best at some rate were looked at: there are too many.\n";
  }
  return "";
}

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

}  // namespace popex::report
