// SPDX-License-Identifier: MIT
#include "background/merge.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/measured_output.hpp"
#include "cli/options.hpp"
#include "cli/quantities.hpp"

namespace popex::cli {
namespace {

struct MergeOptions {
  std::vector<std::string> files;
  std::vector<std::string> batch;
  MeasuredOutput output;
};

/// "8" is of every file, "cloud=8" of the one that measured the cloud.
void read_batch(const std::string& text, std::vector<MeasuredTier>& measured, Problems& problems) {
  const auto [tier, number] = split_named(text);
  const std::optional<double> batch = parse_batch(number, problems);
  if (!batch) return;
  bool found = tier.empty();
  for (MeasuredTier& one : measured) {
    const std::vector<std::string> here = measured_tiers(one.profile);
    if (!tier.empty() && std::find(here.begin(), here.end(), tier) == here.end()) continue;
    one.batch = *batch;
    found = true;
  }
  if (!found) {
    problems.push_back({"--batch", fmt::format("no file has times on a tier '{}'", tier)});
  }
}

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
      problems.insert(problems.end(), loaded.problems().begin(), loaded.problems().end());
    }
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  for (const std::string& text : options.batch) read_batch(text, measured, problems);
  if (!problems.empty()) throw Failure(std::move(problems));
  write_measured(context, options.output, {value_or_fail(merge_tiers(measured)), {}});
  return ExitCode::done;
}

}  // namespace

Command add_merge(CLI::App& app) {
  auto options = std::make_shared<MergeOptions>();
  app.add_option("FILE", options->files, "Profiles of one model, each with the times of its tier");
  app.add_option("--batch", options->batch,
                 "Samples that the times and sizes of a tier are of; they are divided by it")
      ->type_name("[TIER=]COUNT")
      ->expected(1)
      ->allow_extra_args(false)  // files may follow
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  options->output.add_to(app);
  return [options](const Context& context) { return run_merge(context, *options); };
}

}  // namespace popex::cli
