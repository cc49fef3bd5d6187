// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/exit_answers.hpp"
#include "report/wording.hpp"
#include "text/json_writer.hpp"

/// What the answers about exit records have in common.
namespace popex::report {

/// "a.csv, b.csv (condition=blur5)"
std::string heading_of(const AboutRecords& about);

/// ", level 2, blur 5"
std::string condition_in_words(const AboutRecords& about, const std::vector<std::string>& values);

/// "r.csv (condition=blur5): leaves with …", in two lines where that is too long for one.
std::string heading_line(const AboutRecords& about, const std::string& words);

/// A table whose first columns are the condition's values and "samples". Where it is too wide for
/// the page, these go before a table for each condition.
std::string render_table_by_condition(const AboutRecords& about,
                                      const std::vector<std::vector<std::string>>& rows, Page page);

std::string_view name_of(ExitCriterion criterion);

/// The keys `records`, `where` and `by`.
void write_about(text::JsonWriter& json, const AboutRecords& about);

/// The keys `condition` and `samples`.
void write_condition(text::JsonWriter& json, const AboutRecords& about,
                     const std::vector<std::string>& values, std::size_t samples);

}  // namespace popex::report
