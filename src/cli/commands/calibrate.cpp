// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/calibration.hpp"
#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/plot_file.hpp"
#include "cli/records_options.hpp"
#include "report/exit_answers.hpp"

namespace popex::cli {
namespace {

struct CalibrateOptions {
  RecordsOptions records;
  std::string apply;
  OutputOptions output;
  PlotOption plot;
};

/// A temperature that is no optimum is worth a word; the same of a thousand conditions is not.
void warn_of_bounds(const Context& context, const std::string& name,
                    const report::CalibrationAnswer& answer) {
  constexpr std::size_t most_warnings = 5;
  std::size_t found = 0;
  for (const auto& condition : answer.conditions) {
    for (const ExitCalibration& exit : condition.exits) {
      if (!exit.is_at_bound || ++found > most_warnings) continue;
      const bool sharpest = exit.temperature < 1;
      std::string where = name;
      for (const std::string& value : condition.values) where += ": " + value;
      context.log.warning(fmt::format(
          "{}: exit '{}': {}; the temperature is the {} that is tried, {}", where, exit.exit,
          sharpest ? "the label always has the largest score, so the loss falls with the "
                     "temperature"
                   : "the scores say nothing of the label, so the loss falls as the temperature "
                     "rises",
          sharpest ? "least" : "greatest", exit.temperature));
    }
  }
  if (found > most_warnings) {
    context.log.warning(
        fmt::format("{}: and {} more without a best temperature", name, found - most_warnings));
  }
}

report::CalibrationAnswer fit(const CalibrateOptions& options, const LoadedRecords& loaded) {
  report::CalibrationAnswer answer{
      {options.records.files, options.records.where, options.records.by}, {}};
  Problems problems;
  for (const SampleGroup& group : loaded.groups) {
    std::string name = loaded.name;
    for (std::size_t c = 0; c < group.values.size(); ++c) {
      name +=
          fmt::format("{} {}", c == 0 ? ": " + options.records.by[c] : ", " + options.records.by[c],
                      group.values[c]);
    }
    Result<std::vector<ExitCalibration>> made = calibrate(loaded.records, group.samples, name);
    if (made) {
      answer.conditions.push_back({group.values, group.samples.size(), *std::move(made)});
    } else {
      append(problems, made.problems());
    }
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  return answer;
}

Temperatures temperatures_of(const report::CalibrationAnswer& answer) {
  Temperatures temperatures{answer.about.by, {}};
  for (const auto& condition : answer.conditions) {
    Temperatures::Condition& made = temperatures.conditions.emplace_back();
    made.values = condition.values;
    for (const ExitCalibration& exit : condition.exits) {
      made.exits.emplace_back(exit.exit, exit.temperature);
    }
  }
  return temperatures;
}

/// Writes the other records, as many at a time as make a reasonable text.
void write_calibrated(const Context& context, const CalibrateOptions& options,
                      const report::CalibrationAnswer& answer) {
  Problems problems;
  RecordsRequest request;
  request.exits = options.records.request(problems).exits;
  request.columns = options.records.by;
  request.all_columns = true;
  request.vectors = true;
  ExitRecords records = value_or_fail(load_table(context, options.apply, request));
  problems = apply_temperatures(records, temperatures_of(answer), options.apply);
  if (!problems.empty()) throw Failure(std::move(problems));
  Output output(context, options.output.file);
  constexpr std::size_t chunk = 1000;
  std::string text;
  append_records_csv_heading(text, records);
  for (std::size_t from = 0; from < records.samples; from += chunk) {
    append_records_csv(text, records, from, std::min(from + chunk, records.samples));
    output.write(text);
    text.clear();
  }
  output.commit();
}

ExitCode run_calibrate(const Context& context, const CalibrateOptions& options) {
  Problems problems;
  RecordsRequest request = options.records.request(problems);
  request.vectors = true;
  options.plot.check(problems, options.output.file);
  if (!options.apply.empty() && options.output.chosen() == Format::json) {
    problems.push_back({"--format", "json, but --apply writes records, expected csv"});
  }
  const LoadedRecords loaded = load_records(context, options.records, request, std::move(problems));
  std::optional<PlotFile> plot = options.plot.open(context);
  const report::CalibrationAnswer answer = fit(options, loaded);
  warn_of_bounds(context, loaded.name, answer);
  draw_answer(context, plot, [&] { return render_json(answer); });
  if (!options.apply.empty()) {
    write_calibrated(context, options, answer);
    return ExitCode::done;
  }
  Output output(context, options.output.file);
  write_answer(context, output, options.output, answer);
  return ExitCode::done;
}

}  // namespace

Command add_calibrate(CLI::App& app) {
  auto options = std::make_shared<CalibrateOptions>();
  options->records.add_to(app);
  app.add_option("--apply", options->apply,
                 "Write these records with calibrated logits (divided by the temperatures) as CSV, "
                 "instead of the report")
      ->type_name("FILE");
  options->output.add_to(app, true);
  options->plot.add_to(app);
  return [options](const Context& context) { return run_calibrate(context, *options); };
}

}  // namespace popex::cli
