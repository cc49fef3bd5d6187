// SPDX-License-Identifier: MIT
#include "report/table.hpp"

#include <algorithm>
#include <utility>

#include "text/number.hpp"
#include "text/printable.hpp"

namespace popex::report {

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Whether a column is names: no entry of it begins as a number does.
bool is_names(const Rows& rows, std::size_t column) {
  return std::none_of(rows.begin() + 1, rows.end(), [&](const auto& row) {
    return column < row.size() && !row[column].empty() &&
           (row[column][0] == '-' || (row[column][0] >= '0' && row[column][0] <= '9'));
  });
}

std::vector<std::size_t> widths_of(const Rows& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], width_of(row[c]));
    }
  }
  return widths;
}

constexpr std::size_t kGap = 2;  // blanks between columns

std::size_t sum_of(const std::vector<std::size_t>& widths, std::size_t gap = kGap) {
  std::size_t sum = gap * (widths.size() - 1);
  for (const std::size_t width : widths) sum += width;
  return sum;
}

/// Takes from the widest columns of names what is too much for the page, and where there is nothing
/// left to take, from the gaps. Returns how wide these are.
std::size_t fit_to_page(const Rows& rows, std::vector<std::size_t>& widths,
                        std::size_t gap = kGap) {
  const std::size_t least = gap == 1 ? 6 : 8;  // of a name
  const std::vector<std::size_t> wanted = widths;
  std::size_t page = sum_of(widths, gap);
  std::vector<std::size_t> names;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    if (is_names(rows, c)) names.push_back(c);
  }
  while (page > kPageWidth && !names.empty()) {
    std::size_t& widest = widths[*std::max_element(
        names.begin(), names.end(), [&](auto a, auto b) { return widths[a] < widths[b]; })];
    if (widest <= least) break;
    --widest;
    --page;
  }
  if (page <= kPageWidth || gap == 1) return gap;
  widths = wanted;
  return fit_to_page(rows, widths, 1);
}

void shorten_column(Rows& rows, std::size_t column, std::size_t width) {
  std::vector<std::string> cells;
  bool fits = true;
  for (const auto& row : rows) {
    cells.push_back(column < row.size() ? row[column] : "");
    fits = fits && width_of(cells.back()) <= width;
  }
  if (fits) return;
  cells = shortened_apart(cells, width);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (column < rows[r].size()) rows[r][column] = std::move(cells[r]);
  }
}

}  // namespace

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string space(width - std::min(width, width_of(text)), ' ');
  return right ? space + text : text + space;
}

std::size_t table_width(const std::vector<std::vector<std::string>>& rows) {
  return sum_of(widths_of(rows));
}

std::string render_table(std::vector<std::vector<std::string>> rows, Page page) {
  for (auto& row : rows) {
    for (std::string& cell : row) cell = text::printable(cell);
  }
  std::vector<std::size_t> widths = widths_of(rows);
  const std::string gap(page == Page::terminal ? fit_to_page(rows, widths) : kGap, ' ');
  for (std::size_t c = 0; c < widths.size(); ++c) shorten_column(rows, c, widths[c]);
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      // A column is numbers if its first entry under the heading is one.
      const std::string& sample = rows.size() > 1 && c < rows[1].size() ? rows[1][c] : row[c];
      const bool number = text::parse_number(sample).has_value();
      if (c > 0) line += gap;
      line += padded(row[c], widths[c], number);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace popex::report
