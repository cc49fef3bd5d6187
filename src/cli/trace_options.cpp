// SPDX-License-Identifier: MIT
#include "cli/trace_options.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"

namespace popex::cli {

CLI::Option* add_columns(CLI::App& command, RateColumns& into, bool mahimahi) {
  std::map<std::string, RateColumns> names = {{"rate", RateColumns::rate},
                                              {"seconds,rate", RateColumns::seconds_rate}};
  if (mahimahi) names.emplace("mahimahi", RateColumns::mahimahi);
  return command
      .add_option("--columns", into,
                  fmt::format("What a line without a heading is: rate (5,5 is 5.5), or "
                              "seconds,rate{}; default: found, or asked for where it can be read "
                              "in two ways",
                              mahimahi ? ", or mahimahi" : ""))
      ->type_name("COLUMNS")
      ->transform(CLI::CheckedTransformer(names).description(""));
}

void TraceOptions::add_to(CLI::App& command) {
  add_columns(command, of_file.columns, true);
  command
      .add_option("--rate-column", of_file.rate_column,
                  "Column of the rates, in a trace that is a table with a heading; default: found "
                  "by its name, an upload before a download")
      ->type_name("COLUMN");
  command.add_option("--time-column", of_file.time_column, "Column of the times, likewise")
      ->type_name("COLUMN");
  command
      .add_option("--rate-unit", of_file.rate_unit,
                  fmt::format("Unit of a trace's rates: {}; default: as the column's name ends",
                              fmt::join(rate_unit_names(), ", ")))
      ->type_name("UNIT");
  command
      .add_option(
          "--time-unit", of_file.time_unit,
          fmt::format("Unit of a trace's times: {}; likewise", fmt::join(time_unit_names(), ", ")))
      ->type_name("UNIT");
}

std::vector<const char*> TraceOptions::given() const {
  std::vector<const char*> given;
  if (!of_file.rate_column.empty()) given.push_back("--rate-column");
  if (!of_file.time_column.empty()) given.push_back("--time-column");
  if (!of_file.rate_unit.empty()) given.push_back("--rate-unit");
  if (!of_file.time_unit.empty()) given.push_back("--time-unit");
  if (of_file.columns != RateColumns::found) given.push_back("--columns");
  return given;
}

Result<LoadedTrace> TraceOptions::load(const Context& context, const std::string& file,
                                       double interval_s) const {
  const RateTracePlaces places{"--rate-column", "--time-column", "--rate-unit", "--time-unit",
                               "--columns"};
  RateTraceOptions options = of_file;
  options.interval_s = interval_s;
  const std::string name = file == "-" ? "standard input" : file;
  const auto read = [&]() -> Result<LoadedTrace> {
    if (file != "-") return load_rate_trace(file, options, places);
    const Result<std::string> text = read_text(context.in, name, JsonLimits::bytes);
    if (!text) return text.problems();
    return read_rate_trace(*text, name, options, places);
  };
  Result<LoadedTrace> loaded = read();
  if (!loaded) return loaded;
  context.log.info(fmt::format("{}: taken for {}", name, loaded->taken));
  for (const std::string& note : loaded->notes) context.log.info(fmt::format("{}: {}", name, note));
  for (const std::string& warning : loaded->warnings) {
    context.log.warning(fmt::format("{}: {}", name, warning));
  }
  return loaded;
}

}  // namespace popex::cli
