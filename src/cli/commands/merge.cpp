// SPDX-License-Identifier: MIT
#include "background/merge.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "background/batch.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/measured_output.hpp"
#include "cli/options.hpp"

namespace popex::cli {
namespace {

struct MergeOptions {
  std::vector<std::string> files;
  BatchOption batch;
  MeasuredOutput output;
};

ExitCode run_merge(const Context& context, const MergeOptions& options) {
  if (options.files.empty()) {
    throw Failure("FILE", "missing, expected the profiles to merge, one a tier");
  }
  Problems problems;
  std::vector<MeasuredTier> measured;
  for (const std::string& file : options.files) {
    Result<LoadedProfile> loaded = load(context, file);
    if (loaded) {
      measured.push_back({loaded->file, std::move(loaded->profile), 1});
    } else {
      append(problems, loaded.problems());
    }
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  const Batches batches = options.batch.read(problems);
  std::vector<std::string> with_times;
  for (MeasuredTier& one : measured) {
    one.batch = batch_of(batches, one.profile).value_or(1);
    for (std::string& tier : measured_tiers(one.profile)) with_times.push_back(std::move(tier));
  }
  for (Problem& problem : unmeasured_tiers(batches, with_times, "--batch")) {
    problems.push_back(std::move(problem));
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  write_measured(context, options.output, {value_or_fail(merge_tiers(measured)), {}});
  return ExitCode::done;
}

}  // namespace

Command add_merge(CLI::App& app) {
  auto options = std::make_shared<MergeOptions>();
  app.add_option("FILE", options->files, "Profiles of one model, each with the times of its tier");
  options->batch.add_to(app);
  options->output.add_to(app);
  return [options](const Context& context) { return run_merge(context, *options); };
}

}  // namespace popex::cli
