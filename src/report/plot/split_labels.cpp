// SPDX-License-Identifier: MIT
#include "report/plot/split_labels.hpp"

#include <algorithm>

#include "report/plot/looks.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {

double add_split_labels(Script& script, const Box& box, const Axis& axis,
                        const std::vector<SplitStretch>& stretches,
                        const std::vector<std::string>& names) {
  constexpr double size = 11;
  constexpr double line_height = 14;
  constexpr std::size_t most_columns = 18;  // of an upright name
  constexpr std::size_t most_changes = 200;
  double room = line_height + 6;
  std::size_t left_out = 0;
  double last = -1;
  for (std::size_t k = 0; k < stretches.size(); ++k) {
    const double from = box.left + box.width() * axis.fraction(stretches[k].from);
    const double to = box.left + box.width() * axis.fraction(stretches[k].to);
    const double middle = (from + to) / 2;
    // Changes closer than a pixel are one line.
    if (k > 0 && from - last >= box.width() / static_cast<double>(most_changes) / 4) {
      script.add("set arrow from {} to {} nohead dt 3 lw 1 lc rgb '{}'",
                 script.at(from, box.bottom), script.at(from, box.top), colour::grey);
      last = from;
    }
    const std::string& name = names[k];
    if (text_width(name, size) + 6 <= to - from) {
      script.text(middle, box.top - line_height / 2, name, "center font ',11'");
    } else if (to - from >= most_columns * 5) {
      script.text(middle, box.top - line_height / 2,
                  shortened(name, columns_in(to - from - 6, size)), "center font ',11'");
    } else if (to - from >= line_height) {
      const std::string upright = shortened(name, most_columns);
      script.text(middle, box.top - 2, upright, "right rotate by 90 font ',11'");
      room = std::max(room, text_width(upright, size) + 8);
    } else {
      ++left_out;
    }
  }
  if (left_out > 0) {
    script.note(fmt::format("{} of {} stretches are too narrow for the name of their split",
                            left_out, stretches.size()));
  }
  return room;
}

}  // namespace popex::report::plot
