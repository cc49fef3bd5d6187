// SPDX-License-Identifier: MIT
#include "report/sweep_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/goal_wording.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

constexpr std::size_t kNumberWidth = 9;

void append_number(std::string& line, const std::string& number, std::size_t width = kNumberWidth) {
  line.append(width - std::min(width, width_of(number)), ' ');
  line += number + "  ";
}

std::size_t heading_width(const std::string& heading) {
  return std::max(kNumberWidth, width_of(heading));
}

std::string probability_heading(const Branch& branch) {
  constexpr std::size_t most_columns = 10;  // of a name
  return "p(" + shortened(branch.name, most_columns) + ")";
}

/// Where all links are, in what is left of the line.
std::string splits_of(const SweepPoint& point, const Profile& profile, std::size_t line) {
  constexpr std::size_t least_columns = 8;
  std::string splits;
  for (std::size_t k = 0; k < point.decision.placement.size(); ++k) {
    splits += k == 0 ? "" : " | ";
    const Handover& handover = point.decision.placement[k];
    splits += handover.is_inside_block() ? "in " + block_name(profile, handover)
                                         : split_name(profile, handover);
  }
  const std::string remark = point.keeps_blocks_whole ? "  (blocks kept whole)" : "";
  const std::size_t taken = line + width_of(remark);
  const std::size_t room = kPageWidth - std::min(kPageWidth, taken);
  return shortened(splits, std::max(least_columns, room)) + remark;
}

void finish(std::string& out, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + '\n';
}

}  // namespace

std::string sweep_text_heading(const Profile& profile, const Goal& goal) {
  std::string line;
  const bool several = profile.links().size() > 1;
  for (const Link& link : profile.links()) {
    append_number(line, several ? link.name : "Mbps", heading_width(several ? link.name : "Mbps"));
  }
  append_number(line, "gamma");
  for (const Branch& branch : profile.branches()) {
    append_number(line, probability_heading(branch), heading_width(probability_heading(branch)));
  }
  append_number(line, goal.arrival_rate ? "time" : "E[T]");
  if (wants_energy(goal)) append_number(line, "energy");
  if (wants_load(goal)) append_number(line, "samples/s");
  std::string out;
  finish(out, line + "split");
  return out;
}

void append_sweep_text(std::string& out, const Profile& profile, const SweepPoint& point) {
  std::string line;
  const bool several = profile.links().size() > 1;
  for (const auto& [link, rate] : point.scenario.rate.named) {
    append_number(line, significant(rate.value), heading_width(several ? link : "Mbps"));
  }
  append_number(line, point.scenario.gamma ? significant(*point.scenario.gamma) : "-");
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    append_number(line, significant(point.scenario.exit_probability.named[j].second.value),
                  heading_width(probability_heading(profile.branches()[j])));
  }
  if (!point.is_feasible) {
    line += "no decision";
    return finish(out, std::move(line));
  }
  append_number(line, duration(point.decision.time_with_waiting()));
  if (point.decision.energy) append_number(line, energy_in_words(point.decision.energy->total_mj));
  if (point.decision.load) {
    append_number(line, significant(point.decision.load->samples_per_second()));
  }
  line += splits_of(point, profile, width_of(line));
  finish(out, std::move(line));
}

}  // namespace popex::report
