// SPDX-License-Identifier: MIT
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace popex::cli {
namespace {

struct ValidateOptions {
  std::vector<std::string> files;
  OutputOptions output;
};

ExitCode run_validate(const Context& context, const ValidateOptions& options) {
  if (options.files.empty()) throw Failure("FILE", "missing, expected the files to validate");
  Output output(context, options.output.file);
  std::vector<report::ValidatedFile> valid;
  std::vector<report::InvalidFile> invalid;
  Problems problems;
  for (const std::string& file : options.files) {
    Result<LoadedProfile> loaded = load(context, file);
    if (loaded) {
      valid.push_back({loaded->file, std::move(loaded->profile)});
    } else {
      invalid.push_back({file, loaded.problems()});
      append(problems, loaded.problems());
    }
  }
  const bool json = options.output.chosen() == Format::json;
  const ExitCode code = problems.empty() ? ExitCode::done : code_of(problems);
  output.write(json ? report::render_json(valid, invalid, static_cast<int>(code))
                    : report::render_text(valid));
  output.commit();
  if (!json && !problems.empty()) throw Failure(std::move(problems));
  // In JSON one document answers, with what is right and what is wrong.
  for (const Problem& problem : problems) {
    context.log.error(fmt::format("{}: {}", problem.where, problem.message));
  }
  return code;
}

}  // namespace

Command add_validate(CLI::App& app) {
  auto options = std::make_shared<ValidateOptions>();
  app.add_option("FILE", options->files, "Profiles to validate; - for standard input");
  options->output.add_to(app, false);
  return [options](const Context& context) { return run_validate(context, *options); };
}

}  // namespace popex::cli
