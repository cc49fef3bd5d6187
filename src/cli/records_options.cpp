// SPDX-License-Identifier: MIT
#include "cli/records_options.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/quantities.hpp"

namespace popex::cli {
namespace {

constexpr const char* kRecords = "--records";

/// "b1=branch_1" of an option that may be given several times.
std::vector<std::pair<std::string, std::string>> pairs_of(const std::vector<std::string>& texts,
                                                          const std::string& option,
                                                          const char* expected,
                                                          Problems& problems) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      problems.push_back({option, fmt::format("'{}', expected {}", text, expected)});
    } else {
      pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return pairs;
}

void add_unique(std::vector<std::string>& to, const std::string& name) {
  if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
}

Temperatures load_temperatures(const std::string& file) {
  const std::string text = value_or_fail(read_text_file(file, JsonLimits::bytes));
  Result<Temperatures> read = read_temperatures(text);
  if (!read) throw Failure(in_file(file, read.problems()));
  return *std::move(read);
}

}  // namespace

void RecordsOptions::add_to(CLI::App& command) {
  add_list(command, kRecords, files,
           "Exit records, a CSV file or - for standard input; may be repeated", "FILE");
  add_list(command, "--exit", exits,
           "The columns (or, in the long form, rows) of exit NAME are called SUFFIX; in the order "
           "of the network",
           "NAME=SUFFIX");
  add_list(command, "--where", where, "Only samples with this value in the column; may be repeated",
           "COLUMN=VALUE");
  add_list(command, "--by", by, "Each combination of values in these columns on its own",
           "COLUMN[,COLUMN]")
      ->delimiter(',');
}

RecordsRequest RecordsOptions::request(Problems& problems) const {
  RecordsRequest request;
  if (files.empty()) {
    problems.push_back({kRecords, "missing, expected a CSV file of exit records"});
  }
  if (std::count(files.begin(), files.end(), "-") > 1) {
    problems.push_back({kRecords, "- given twice, but standard input can be read only once"});
  }
  request.exits = pairs_of(exits, "--exit", "NAME=SUFFIX", problems);
  for (const auto& [column, value] : pairs_of(where, "--where", "COLUMN=VALUE", problems)) {
    add_unique(request.columns, column);
  }
  for (const std::string& column : by) add_unique(request.columns, column);
  return request;
}

void CriterionOptions::add_to(CLI::App& command) {
  command
      .add_option("--criterion", criterion,
                  "confidence (the default): a sample leaves where it is at least the threshold; "
                  "entropy: where it is at most")
      ->type_name("KIND")
      ->check(CLI::IsMember({"confidence", "entropy"}));
  command
      .add_option("--entropy", entropy,
                  "nats (the default), or normalised: divided by ln C, for C classes")
      ->type_name("UNIT")
      ->check(CLI::IsMember({"nats", "normalised"}));
  command
      .add_option("--temperature", temperature,
                  "Divide logits by temperatures first: the answer of 'popex calibrate --format "
                  "json'")
      ->type_name("FILE");
}

CriterionRequest CriterionOptions::chosen() const {
  return {criterion == "entropy" ? ExitCriterion::entropy : ExitCriterion::confidence,
          entropy == "normalised"};
}

Result<ExitRecords> load_table(const Context& context, const std::string& file,
                               const RecordsRequest& request) {
  const bool is_stdin = file == "-";
  const std::string name = is_stdin ? "standard input" : file;
  std::ifstream opened;
  if (!is_stdin) {
    errno = 0;
    opened.open(file, std::ios::binary);
    if (!opened) {
      return Problems{
          {name, fmt::format("cannot be read: {}", std::strerror(errno)), Problem::Cause::system}};
    }
  }
  Result<ReadRecords> read = read_records(is_stdin ? context.in : opened, name, request);
  if (!read) return read.problems();
  for (const std::string& note : read->notes) context.log.warning(note);
  return std::move(read->records);
}

LoadedRecords load_records(const Context& context, const RecordsOptions& options,
                           const RecordsRequest& request, Problems problems) {
  // A column that no sample can be chosen or grouped by is a problem of the option, not before its
  // table is read.
  if (!problems.empty()) throw Failure(std::move(problems));
  LoadedRecords loaded;
  bool is_first = true;
  for (const std::string& file : options.files) {
    loaded.name += (is_first ? "" : ", ") + (file == "-" ? "standard input" : file);
    Result<ExitRecords> table = load_table(context, file, request);
    if (!table) {
      append(problems, table.problems());
    } else if (std::exchange(is_first, false)) {
      loaded.records = *std::move(table);
    } else if (problems.empty()) {
      append(problems, append_records(loaded.records, *table, file));
    }
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  loaded.samples = value_or_fail(samples_where(
      loaded.records, pairs_of(options.where, "--where", "COLUMN=VALUE", problems), "--where"));
  loaded.groups = grouped_by(loaded.records, options.by, loaded.samples);
  return loaded;
}

LoadedRecords load_records(const Context& context, const RecordsOptions& options,
                           const CriterionOptions& criterion, Problems problems) {
  RecordsRequest request = options.request(problems);
  if (criterion.entropy == "normalised" && criterion.criterion != "entropy") {
    problems.push_back({"--entropy", "normalised, expected with --criterion entropy"});
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  std::optional<Temperatures> temperatures;
  if (!criterion.temperature.empty()) {
    temperatures = load_temperatures(criterion.temperature);
    for (const std::string& column : temperatures->by) add_unique(request.columns, column);
    request.vectors = true;
  }
  LoadedRecords loaded = load_records(context, options, request, {});
  if (!temperatures) return loaded;
  problems = apply_temperatures(loaded.records, *temperatures, criterion.temperature);
  if (!problems.empty()) throw Failure(std::move(problems));
  return loaded;
}

}  // namespace popex::cli
