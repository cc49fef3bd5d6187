// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/wording.hpp"

/// Tables for people.
namespace popex::report {

/// Columns that line up: the first row is the heading; numbers to the right, words to the left.
/// Where the table would not fit on a terminal's page, columns move closer together and names are
/// shortened; different ones stay different.
std::string render_table(std::vector<std::vector<std::string>> rows, Page page);

/// How wide such a table is without shortening anything.
std::size_t table_width(const std::vector<std::vector<std::string>>& rows);

/// With blanks behind it, or before it, up to that many columns.
std::string padded(const std::string& text, std::size_t width, bool right = false);

}  // namespace popex::report
