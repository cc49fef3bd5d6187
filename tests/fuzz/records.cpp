// SPDX-License-Identifier: MIT
//
// The reader of exit records: any bytes give records or problems, records keep their rules, and
// those that are written are read again as the same. The first byte says what is asked for.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "background/exit_outcomes.hpp"
#include "background/exit_records.hpp"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_records(const popex::ExitRecords& records, bool vectors) {
  const auto all_or_none = [&](std::size_t size) { check(size == 0 || size == records.samples); };
  check(records.samples > 0 && !records.exits.empty());
  check(records.exits.back().name == "output");
  all_or_none(records.label.size());
  for (const popex::ExitRecords::Exit& exit : records.exits) {
    all_or_none(exit.confidence.size());
    all_or_none(exit.entropy.size());
    all_or_none(exit.prediction.size());
    all_or_none(exit.correct.size());
    check(exit.scores.empty() || (vectors && exit.scores.size() == records.samples * exit.classes));
    for (const double confidence : exit.confidence) check(confidence >= 0 && confidence <= 1);
    for (const double entropy : exit.entropy) check(entropy >= 0 && std::isfinite(entropy));
  }
  for (const popex::ExitRecords::Column& column : records.columns) {
    check(column.value.size() == records.samples);
    for (const std::uint32_t value : column.value) check(value < column.values.size());
  }
}

/// Vectors, confidences and labels survive being written; some names of columns would mean
/// something else in the wide form, so only tables without other columns are tried.
void check_writing(const popex::ExitRecords& records, const popex::RecordsRequest& request) {
  for (const popex::ExitRecords::Exit& exit : records.exits) {
    if (exit.scores.empty() || exit.name.find_first_of("_\"\n\r") != std::string::npos) return;
  }
  std::string text;
  popex::append_records_csv_heading(text, records);
  popex::append_records_csv(text, records, 0, records.samples);
  std::istringstream in(text);
  const auto again = popex::read_records(in, "again", request);
  if (!again) return;  // exits that are called 1 … E, say, get other names
  check(again->records.samples == records.samples);
  check(again->records.label == records.label);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  popex::RecordsRequest request;
  const unsigned bits = input.empty() ? 0U : static_cast<unsigned char>(input.front());
  request.vectors = (bits & 1U) != 0;
  request.all_columns = (bits & 2U) != 0;
  if ((bits & 4U) != 0) request.exits = {{"b1", "branch_1"}, {"output", "branch_2"}};
  if ((bits & 8U) != 0) request.columns = {"condition"};
  std::istringstream in(input.empty() ? input : input.substr(1));
  const auto read = popex::read_records(in, "table", request);
  if (!read) {
    check(!read.problems().empty());
    for (const popex::Problem& problem : read.problems()) {
      check(!problem.where.empty() && !problem.message.empty());
    }
    return 0;
  }
  check_records(read->records, request.vectors);
  popex::SampleList all;
  for (std::size_t i = 0; i < read->records.samples; ++i) all.push_back(i);
  const auto outcomes = popex::outcomes_of(read->records, all, {}, "table");
  check(outcomes || !outcomes.problems().empty());
  if (request.vectors && read->records.columns.empty()) check_writing(read->records, request);
  return 0;
}
