// SPDX-License-Identifier: MIT
#include "report/plan.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/file_kind.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/over_options.hpp"
#include "decision_maker/breakpoints.hpp"
#include "model/expected_time.hpp"
#include "report/c_text.hpp"

namespace popex::cli {
namespace {

struct PlanOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  OverOptions over;
  std::string format;
  std::string file;
  std::string prefix;

  /// As said, or as the file's name ends.
  [[nodiscard]] std::string chosen_format() const {
    if (!format.empty()) return format;
    const std::optional<FileKind> kind = kind_by_ending(file);
    if (kind == FileKind::json) return "json";
    return kind == FileKind::header ? "c" : "text";
  }
};

void check_prefix(const PlanOptions& options) {
  if (options.prefix.empty()) return;
  if (options.chosen_format() != "c") {
    throw Failure("--prefix", "is for a header, expected --format c or -o FILE.h");
  }
  if (report::c_identifier(options.prefix) != options.prefix) {
    throw Failure("--prefix",
                  fmt::format("'{}', expected up to 31 letters, digits and single underscores, "
                              "the first one a letter, the last one no underscore",
                              options.prefix));
  }
}

report::PlanAnswer answer_of(const VariedQuestion& question) {
  const Profile& profile = question.loaded.profile;
  std::vector<Piece> pieces =
      question.planner.breakpoints(question.parameter, question.interval).value();
  const std::vector<double> last = last_values(pieces);
  // Made before, by the planner, so it can be made.
  const Instance instance = *make_instance(profile, question.planner.scenario());
  report::PlanAnswer answer{&profile, question.scenario, question.parameter, {}};
  answer.rows.reserve(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    Decision decision = expected_time(instance, pieces[i].placement);
    answer.rows.push_back({std::move(pieces[i]), last[i], std::move(decision)});
  }
  return answer;
}

ExitCode run_plan(const Context& context, const PlanOptions& options) {
  check_prefix(options);
  const VariedQuestion question =
      read_varied_question(context, options.profile, options.scenario, options.over);
  Output output(context, options.file);
  const report::PlanAnswer answer = answer_of(question);
  const std::string format = options.chosen_format();
  if (format == "c") {
    output.write(report::render_c(answer, options.prefix.empty()
                                              ? report::c_identifier(answer.profile->name())
                                              : options.prefix));
  } else {
    output.write(format == "json" ? render_json(answer)
                                  : render_text(answer, page_of(context, options.file)));
  }
  output.commit();
  return ExitCode::done;
}

}  // namespace

Command add_plan(CLI::App& app) {
  auto options = std::make_shared<PlanOptions>();
  options->profile.add_to(app);
  options->over.add_to(app);
  options->scenario.add_to(app);
  app.add_option("--prefix", options->prefix,
                 "What the names in a header begin with; default: the profile's name")
      ->type_name("NAME");
  app.add_option("--format", options->format,
                 "text, json or c (a header); default: json for a FILE.json, c for a FILE.h, "
                 "otherwise text")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "c"}).description(""));
  app.add_option("-o,--output", options->file, "Write to FILE instead of standard output")
      ->type_name("FILE");
  check_when_read(app, [options = options.get(), &app] {
    Problems problems =
        problems_of_ending(app, "-o", options->file, {FileKind::json, FileKind::header});
    append(problems, problems_of_format(options->format, options->file));
    return problems;
  });
  return [options](const Context& context) { return run_plan(context, *options); };
}

}  // namespace popex::cli
