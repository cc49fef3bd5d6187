// SPDX-License-Identifier: MIT
#include <memory>
#include <string>

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "report/json.hpp"

namespace popex::cli {
namespace {

/// "-p --profile --rate …": every name of every option.
std::string option_words(const CLI::App& app) {
  std::string words;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_snames()) words += " -" + name;
    for (const std::string& name : option->get_lnames()) words += " --" + name;
  }
  return words.empty() ? words : words.substr(1);
}

/// A bash function that knows the commands and options that `root` was registered with.
std::string bash_script(const CLI::App& root) {
  std::string commands;
  std::string cases;
  for (const CLI::App* command : root.get_subcommands([](const CLI::App*) { return true; })) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    cases += fmt::format("    {}) words='{}' ;;\n", command->get_name(), option_words(*command));
  }
  return fmt::format(
      "# bash completion for popex\n"
      "_popex() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=\n"
      "  case $previous in\n"
      "    -p|--profile)\n"
      "      words=$(popex profiles 2>/dev/null | cut -d' ' -f1)\n"
      "      COMPREPLY=($(compgen -f -W \"$words\" -- \"$current\")); return ;;\n"
      "    --format) COMPREPLY=($(compgen -W 'text json csv' -- \"$current\")); return ;;\n"
      "    --solver) COMPREPLY=($(compgen -W 'dijkstra exhaustive' -- \"$current\")); return ;;\n"
      "    --over) COMPREPLY=($(compgen -W 'rate gamma probability' -- \"$current\")); return ;;\n"
      "    -r|--rate) COMPREPLY=($(compgen -W '3g 4g wifi' -- \"$current\")); return ;;\n"
      "    -o|--output|--batch|--junit) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
      "  esac\n"
      "  case ${{COMP_WORDS[1]}} in\n"
      "{}"
      "  esac\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W '{} {}' -- \"$current\"))\n"
      "  elif [[ $current == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _popex popex\n",
      cases, commands, option_words(root));
}

}  // namespace

Command add_completion(CLI::App& app) {
  struct CompletionOptions {
    std::string shell;
    OutputOptions output;
  };
  auto options = std::make_shared<CompletionOptions>();
  app.add_option("SHELL", options->shell, "bash")->check(CLI::IsMember({"bash"}).description(""));
  options->output.add_to(app, false);
  return [options, &app](const Context& context) {
    if (options->shell.empty()) throw Failure("SHELL", "missing, expected bash");
    const std::string script = bash_script(*app.get_parent());
    Output output(context.out, options->output.file);
    output.write(options->output.chosen() == Format::json
                     ? report::render_completion_json(options->shell, script)
                     : script);
    output.commit();
    return ExitCode::done;
  };
}

}  // namespace popex::cli
