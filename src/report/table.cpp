// SPDX-License-Identifier: MIT
#include "report/table.hpp"

#include <algorithm>

#include "report/wording.hpp"
#include "text/number.hpp"

namespace popex::report {

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string space(width - std::min(width, width_of(text)), ' ');
  return right ? space + text : text + space;
}

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

}  // namespace popex::report
