// SPDX-License-Identifier: MIT
#include "report/sweep_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "report/goal_wording.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

constexpr std::size_t kNumberWidth = 9;
constexpr std::size_t kLeastSplit = 8;

std::size_t heading_width(const std::string& heading) {
  return std::max(kNumberWidth, width_of(heading));
}

std::string probability_heading(const Branch& branch) {
  constexpr std::size_t most_columns = 10;  // of a name
  return "p(" + shortened(branch.name, most_columns) + ")";
}

/// A line that is filled from the left. Of networks with many parameters the columns are closer
/// together, so that there is room for a split.
class SweepLine {
 public:
  explicit SweepLine(const Profile& profile) {
    const std::size_t others = 2 + 2;  // gamma and time; energy and samples/s, where they are asked
    std::size_t columns = others * kNumberWidth + kLeastSplit;
    for (const Link& link : profile.links()) columns += heading_width(link.name);
    for (const Branch& branch : profile.branches()) {
      columns += heading_width(probability_heading(branch));
    }
    const std::size_t gaps = others + profile.links().size() + profile.branches().size();
    gap_ = columns + 2 * gaps <= kPageWidth ? "  " : " ";
  }

  void append_number(const std::string& number, std::size_t width = kNumberWidth) {
    text.append(width - std::min(width, width_of(number)), ' ');
    text += number + gap_;
  }

  std::string text;

 private:
  std::string gap_;
};

void finish(std::string& out, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + '\n';
}

}  // namespace

std::string sweep_text_heading(const Profile& profile, const Goal& goal) {
  SweepLine line(profile);
  const bool several = profile.links().size() > 1;
  for (const Link& link : profile.links()) {
    line.append_number(several ? link.name : "Mbps", heading_width(several ? link.name : "Mbps"));
  }
  line.append_number("gamma");
  for (const Branch& branch : profile.branches()) {
    line.append_number(probability_heading(branch), heading_width(probability_heading(branch)));
  }
  line.append_number(goal.arrival_rate ? "time" : "E[T]");
  if (wants_energy(goal)) line.append_number("energy");
  if (wants_load(goal)) line.append_number("samples/s");
  std::string out;
  finish(out, line.text + "split");
  return out;
}

void append_sweep_text(std::string& out, const Profile& profile, const SweepPoint& point) {
  SweepLine line(profile);
  const bool several = profile.links().size() > 1;
  for (const auto& [link, rate] : point.scenario.rate.named) {
    line.append_number(significant(rate.value), heading_width(several ? link : "Mbps"));
  }
  line.append_number(point.scenario.gamma ? significant(*point.scenario.gamma) : "-");
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    line.append_number(significant(point.scenario.exit_probability.named[j].second.value),
                       heading_width(probability_heading(profile.branches()[j])));
  }
  if (!point.is_feasible) {
    return finish(out, line.text + "no decision");
  }
  line.append_number(duration(point.decision.time_with_waiting()));
  if (point.decision.energy) line.append_number(energy_in_words(point.decision.energy->total_mj));
  if (point.decision.load) {
    line.append_number(significant(point.decision.load->samples_per_second()));
  }
  // Whole, however long: rows come one by one, and what is shortened may look like another one.
  finish(out, line.text + label_of(profile, point.decision.placement) +
                  (point.keeps_blocks_whole ? "  (blocks kept whole)" : ""));
}

}  // namespace popex::report
