// SPDX-License-Identifier: MIT
#include "report/records_wording.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "report/table.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

void write_strings(JsonWriter& json, std::string_view key,
                   const std::vector<std::string>& strings) {
  json.key(key).begin_array(Layout::inline_);
  for (const std::string& string : strings) json.value(string);
  json.end_array();
}

}  // namespace

std::string heading_of(const AboutRecords& about) {
  std::string files = fmt::format("{}", fmt::join(about.files, ", "));
  if (about.where.empty()) return files;
  return fmt::format("{} ({})", files, fmt::join(about.where, ", "));
}

std::string condition_in_words(const AboutRecords& about, const std::vector<std::string>& values) {
  std::string words;
  for (std::size_t c = 0; c < values.size(); ++c) words += ", " + about.by[c] + ' ' + values[c];
  return words;
}

std::string heading_line(const AboutRecords& about, const std::string& words) {
  const std::string heading = heading_of(about) + ':';
  const bool fits = width_of(heading) + 1 + width_of(words) <= kPageWidth;
  return heading + (fits ? " " : "\n  ") + words + '\n';
}

std::string render_table_by_condition(const AboutRecords& about,
                                      const std::vector<std::vector<std::string>>& rows,
                                      Page page) {
  if (about.by.empty() || table_width(rows) <= kPageWidth) return render_table(rows, page);
  const auto shared = static_cast<std::ptrdiff_t>(about.by.size()) + 1;
  const auto rest_of = [&](const std::vector<std::string>& row) {
    return std::vector<std::string>(row.begin() + shared, row.end());
  };
  std::string text;
  for (std::size_t begin = 1; begin < rows.size();) {
    std::vector<std::vector<std::string>> of_condition{rest_of(rows[0])};
    std::size_t end = begin;
    while (end < rows.size() &&
           std::equal(rows[end].begin(), rows[end].begin() + shared, rows[begin].begin())) {
      of_condition.push_back(rest_of(rows[end++]));
    }
    const std::vector<std::string> values(rows[begin].begin(), rows[begin].begin() + shared - 1);
    text += fmt::format("{}, {} samples:\n", condition_in_words(about, values).substr(2),
                        rows[begin][values.size()]);
    text += render_table(of_condition, page);
    begin = end;
  }
  return text;
}

std::string_view name_of(ExitCriterion criterion) {
  return criterion == ExitCriterion::confidence ? "confidence" : "entropy";
}

void write_about(JsonWriter& json, const AboutRecords& about) {
  write_strings(json, "records", about.files);
  write_strings(json, "where", about.where);
  write_strings(json, "by", about.by);
}

void write_condition(JsonWriter& json, const AboutRecords& about,
                     const std::vector<std::string>& values, std::size_t samples) {
  json.key("condition").begin_object(Layout::inline_);
  for (std::size_t c = 0; c < values.size(); ++c) json.member(about.by[c], values[c]);
  json.end_object().member("samples", samples);
}

}  // namespace popex::report
