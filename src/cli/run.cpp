// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <algorithm>
#include <exception>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <popex/version.hpp>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/failure.hpp"
#include "cli/help.hpp"
#include "cli/logging.hpp"
#include "cli/output_file.hpp"
#include "cli/surroundings.hpp"
#include "report/json.hpp"
#include "text/nearest_name.hpp"

namespace popex::cli {
namespace {

/// The command line as it was registered, and what each command runs.
struct CommandLine {
  CommandLine()
      : app("Decides where to split an early-exit deep neural network between an edge device "
            "and the cloud, and says how long an inference is expected to take.",
            "popex") {
    app.set_version_flag("--version", "popex " + std::string(version),
                         "Print the version and exit");
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.add_flag("-v,--verbose", verbose, "Say more on stderr; twice for everything");
    app.add_flag("-q,--quiet", quiet, "Say nothing on stderr but errors");
    app.require_subcommand(0, 1);
    app.formatter(std::make_shared<HelpFormatter>());
    for (const CommandEntry& entry : command_entries()) {
      CLI::App* command = app.add_subcommand(entry.name, entry.description);
      command->fallthrough();
      command->allow_extras();  // reported in `unknown_words`, all at once and with hints
      run.push_back(entry.add_options(*command));
      const std::string more = command->get_footer();
      command->footer((more.empty() ? "" : more + "\n") + "Example: " + entry.example);
    }
    app.allow_extras();
  }

  CLI::App app;
  int verbose = 0;
  bool quiet = false;
  std::vector<Command> run;  // as in command_entries()
};

/// The words that nothing took, each option with the nearest known one as a hint.
Problems unknown_words(const CLI::App& app, const CLI::App* command) {
  std::vector<std::string> words = app.remaining(true);
  std::vector<std::string> known;
  for (const CLI::App* at : {command, &app}) {
    if (at == nullptr) continue;
    for (const CLI::Option* option : at->get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
  }
  if (command == nullptr) {
    for (const CommandEntry& entry : command_entries()) known.emplace_back(entry.name);
  }
  const std::vector<std::string_view> names(known.begin(), known.end());
  Problems problems;
  bool after_option = false;
  for (const std::string& word : words) {
    const bool is_option = word.size() > 1 && word.front() == '-';
    if (!is_option && after_option) continue;  // what was meant as the option's value
    after_option = is_option;
    const std::string name = word.substr(0, word.find('='));
    const std::string_view kind = is_option            ? "unknown option"
                                  : command == nullptr ? "unknown command"
                                                       : "not expected here";
    problems.push_back(
        {name, fmt::format("{}{}; see 'popex{}{} --help'", kind, text::did_you_mean(name, names),
                           command == nullptr ? "" : " ",
                           command == nullptr ? "" : command->get_name())});
  }
  return problems;
}

/// CLI11 says "--format: xml not in {text,json}"; the part before the colon is the place.
Problem problem_of(const CLI::ParseError& error) {
  const std::string_view message = error.what();
  const std::size_t colon = message.find(": ");
  if (colon == std::string_view::npos) return {"command line", std::string(message)};
  return {std::string(message.substr(0, colon)), std::string(message.substr(colon + 2))};
}

bool asks_for_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--format=json") return true;
    if (word == "--format" && i + 1 < argc && std::string_view(argv[i + 1]) == "json") return true;
  }
  return false;
}

ExitCode report_failure(const Problems& problems, bool json, std::ostream& out, std::ostream& err) {
  const ExitCode code = code_of(problems);
  Log log(err, 0);
  for (const Problem& problem : problems) {
    log.error(fmt::format("{}: {}", problem.where, problem.message));
  }
  if (json) {
    std::string text;
    report::append_error_json(text, static_cast<int>(code), problems);
    out << text << std::flush;
  }
  return code;
}

ExitCode run_command(CommandLine& line, std::istream& in, std::ostream& out, std::ostream& err) {
  const std::vector<CLI::App*> chosen = line.app.get_subcommands();
  const CLI::App* command = chosen.empty() ? nullptr : chosen.front();
  if (Problems unknown = unknown_words(line.app, command); !unknown.empty()) {
    throw Failure(std::move(unknown));
  }
  if (command == nullptr) {
    err << line.app.help();
    throw Failure("command line", "no command, expected one of those above");
  }
  Log log(err, line.quiet ? -1 : line.verbose);
  const Context context{
      in, out, err, log, {bundled_profiles()}, &err == &std::cerr && can_rewrite_lines()};
  const auto& entries = command_entries();
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const CommandEntry& e) {
    return command->get_name() == e.name;
  });
  return line.run[static_cast<std::size_t>(entry - entries.begin())](context);
}

}  // namespace

int run(int argc, const char* const* argv, std::istream& in, std::ostream& out, std::ostream& err) {
  const bool json = asks_for_json(argc, argv);
  const auto fail = [&](const Problems& problems) {
    return static_cast<int>(report_failure(problems, json, out, err));
  };
  try {
    CommandLine line;
    try {
      line.app.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
      std::ostringstream text;
      line.app.exit(asked, text, err);
      Output output(out);
      output.write(text.str());
      output.commit();
      return static_cast<int>(ExitCode::done);
    }
    return static_cast<int>(run_command(line, in, out, err));
  } catch (const CLI::ParseError& error) {
    return fail({problem_of(error)});
  } catch (const ReaderGone&) {
    return static_cast<int>(ExitCode::system_refused);
  } catch (const std::exception&) {
    return fail(problems_of_exception());
  }
}

}  // namespace popex::cli
