// SPDX-License-Identifier: MIT
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/profile_io.hpp>

#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace popex::cli {
namespace {

ExitCode run_profiles(const Context& context, const OutputOptions& options) {
  std::vector<report::BundledProfile> bundled;
  Problems problems;
  for (const std::string& name : context.profiles.names()) {
    Result<Profile> profile = load_profile(context.profiles.bundled / name);
    if (profile) {
      bundled.push_back({name, *std::move(profile)});
    } else {
      append(problems, profile.problems());
    }
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  if (bundled.empty()) {
    throw Failure(context.profiles.bundled.string(),
                  "no bundled profiles here; popex expects them in ../share/popex/profiles, seen "
                  "from its own folder",
                  Problem::Cause::system);
  }
  Output output(context, options.file);
  output.write(options.chosen() == Format::json
                   ? report::render_json(bundled)
                   : report::render_text(bundled, page_of(context, options.file)));
  output.commit();
  return ExitCode::done;
}

}  // namespace

Command add_profiles(CLI::App& app) {
  auto options = std::make_shared<OutputOptions>();
  options->add_to(app, false);
  return [options](const Context& context) { return run_profiles(context, *options); };
}

}  // namespace popex::cli
