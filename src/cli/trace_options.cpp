// SPDX-License-Identifier: MIT
#include "cli/trace_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"

namespace popex::cli {

void TraceOptions::add_to(CLI::App& command) {
  command
      .add_option("--rate-column", of_file.rate_column,
                  "Column of the rates, in a trace that is a table with a heading; default: found "
                  "by its unit")
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
  return given;
}

Result<LoadedTrace> TraceOptions::load(const Context& context, const std::string& file) const {
  const RateTracePlaces places{"--rate-column", "--time-column", "--rate-unit", "--time-unit"};
  if (file != "-") return load_rate_trace(file, of_file, places);
  const std::string name = "standard input";
  const Result<std::string> text = read_text(context.in, name, JsonLimits::bytes);
  if (!text) return text.problems();
  return read_rate_trace(*text, name, of_file, places);
}

}  // namespace popex::cli
