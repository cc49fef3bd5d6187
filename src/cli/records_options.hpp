// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>

#include "background/exit_outcomes.hpp"
#include "background/exit_records.hpp"
#include "background/temperatures.hpp"
#include "cli/context.hpp"

/// Options of the commands that read exit records.
namespace popex::cli {

/// --records, --exit, --where and --by.
struct RecordsOptions {
  std::vector<std::string> files;
  std::vector<std::string> exits;
  std::vector<std::string> where;
  std::vector<std::string> by;

  void add_to(CLI::App& command);

  /// What is to be kept of the tables for these options; `problems` gets what is wrong with them.
  [[nodiscard]] RecordsRequest request(Problems& problems) const;
};

/// --criterion, --entropy and --temperature.
struct CriterionOptions {
  std::string criterion = "confidence";
  std::string entropy = "nats";
  std::string temperature;

  void add_to(CLI::App& command);
  [[nodiscard]] CriterionRequest chosen() const;
};

/// The records of all files, one behind the other, and what they are called in messages.
struct LoadedRecords {
  ExitRecords records;
  std::string name;
  SampleList samples;  ///< those that --where leaves
  std::vector<SampleGroup> groups;
};

/// Reads the tables, warns of what is left out of them, and chooses the samples. Fails with
/// everything that is wrong with them and with `problems`.
LoadedRecords load_records(const Context& context, const RecordsOptions& options,
                           const RecordsRequest& request, Problems problems);

/// One table, by its option.
Result<ExitRecords> load_table(const Context& context, const std::string& file,
                               const RecordsRequest& request);

/// The same as `load_records` with what branches compare: with the temperatures of the file, if one
/// is named.
LoadedRecords load_records(const Context& context, const RecordsOptions& options,
                           const CriterionOptions& criterion, Problems problems = {});

}  // namespace popex::cli
