// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/completion/scripts.hpp"

namespace popex::cli::completion {
namespace {

/// In single quotes, where fish knows \\ and \'.
std::string fish_string(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

/// What to offer as a value, as arguments of `complete`.
std::string fish_value(const Value& value) {
  std::vector<std::string> words = value.words;
  if (value.profiles) words.emplace_back("(popex profiles 2>/dev/null | string split -f 1 ' ')");
  return (value.files ? " -F" : " -f") + (words.empty() ? "" : " -a " + fish_string(joined(words)));
}

std::string line_of(const std::string& condition, const Option& option) {
  std::string names;
  for (const std::string& name : option.short_names) names += " -s " + name;
  for (const std::string& name : option.long_names) names += " -l " + name;
  return fmt::format("complete -c popex -n {}{}{}{} -d {}\n", fish_string(condition), names,
                     option.value ? " -r" : "", option.value ? fish_value(*option.value) : "",
                     fish_string(option.description));
}

}  // namespace

std::string fish_script(const CommandLine& line) {
  const std::string no_command = "__fish_use_subcommand";
  std::string out = "# fish completion for popex\ncomplete -c popex -f\n";
  for (const Option& option : line.options) out += line_of(no_command, option);
  for (const Command& command : line.commands) {
    out += fmt::format("complete -c popex -n {} -a {} -d {}\n", fish_string(no_command),
                       command.name, fish_string(command.description));
  }
  for (const Command& command : line.commands) {
    const std::string condition = "__fish_seen_subcommand_from " + command.name;
    for (const Option& option : command.options) out += line_of(condition, option);
    if (command.positional) {
      out += fmt::format("complete -c popex -n {}{}\n", fish_string(condition),
                         fish_value(*command.positional));
    }
  }
  return out;
}

}  // namespace popex::cli::completion
