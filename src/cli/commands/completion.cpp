// SPDX-License-Identifier: MIT
#include <memory>
#include <string>

#include "cli/commands/commands.hpp"
#include "cli/completion/scripts.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "report/json.hpp"

namespace popex::cli {
namespace {

std::string script_for(const std::string& shell, const CLI::App& root) {
  const completion::CommandLine line = completion::read_command_line(root);
  if (shell == "zsh") return completion::zsh_script(line);
  return shell == "fish" ? completion::fish_script(line) : completion::bash_script(line);
}

}  // namespace

Command add_completion(CLI::App& app) {
  struct CompletionOptions {
    std::string shell;
    OutputOptions output;
  };
  auto options = std::make_shared<CompletionOptions>();
  app.add_option("SHELL", options->shell, "bash, zsh or fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  options->output.add_to(app, false);
  return [options, &app](const Context& context) {
    if (options->shell.empty()) throw Failure("SHELL", "missing, expected bash, zsh or fish");
    const std::string script = script_for(options->shell, *app.get_parent());
    Output output(context, options->output.file);
    output.write(options->output.chosen() == Format::json
                     ? report::render_completion_json(options->shell, script)
                     : script);
    output.commit();
    return ExitCode::done;
  };
}

}  // namespace popex::cli
