// SPDX-License-Identifier: MIT
#include "report/records_wording.hpp"

#include <fmt/format.h>

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
