// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/completion/scripts.hpp"

namespace popex::cli::completion {
namespace {

constexpr const char* kBashBegin = R"sh(# bash completion for popex
_popex() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  # "--rate=4g" comes as three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  local command= word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || { command=$word; break; }
  done
  local words= files= profiles=
  case $command:$previous in
)sh";

constexpr const char* kBashEnd = R"sh(  esac
  [[ $profiles ]] && words+=" $(popex profiles 2> /dev/null | cut -d' ' -f1)"
  [[ $files ]] && compopt -o filenames 2> /dev/null
  mapfile -t COMPREPLY < <(compgen ${files:+-f} -W "$words" -- "$current")
}
complete -F _popex popex
)sh";

/// What offers a value, as commands of bash.
std::string bash_value(const Value& value) {
  std::vector<std::string> commands;
  if (!value.words.empty()) commands.push_back("words='" + joined(value.words) + "'");
  if (value.files) commands.emplace_back("files=1");
  if (value.profiles) commands.emplace_back("profiles=1");
  return commands.empty() ? ":" : joined(commands);
}

std::string names_of(const std::vector<Option>& options) {
  std::vector<std::string> all;
  for (const Option& option : options) {
    const std::vector<std::string> names = names_of(option);
    all.insert(all.end(), names.begin(), names.end());
  }
  return joined(all);
}

}  // namespace

std::string bash_script(const CommandLine& line) {
  std::string values;
  std::string words;
  std::vector<std::string> commands;
  for (const Command& command : line.commands) {
    commands.push_back(command.name);
    for (const Option& option : command.options) {
      if (!option.value) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : names_of(option)) {
        patterns.push_back(command.name + ':' + name);
      }
      values += fmt::format("    {}) {} ;;\n", joined(patterns, "|"), bash_value(*option.value));
    }
    words += fmt::format(
        "    {}:*)\n      if [[ $current == -* ]]; then words='{}'; else {}; fi ;;\n", command.name,
        names_of(command.options), command.positional ? bash_value(*command.positional) : ":");
  }
  return fmt::format(
      "{}{}{}    :*)\n      if [[ $current == -* ]]; then words='{}'; else words='{}'; fi ;;\n{}",
      kBashBegin, values, words, names_of(line.options), joined(commands), kBashEnd);
}

}  // namespace popex::cli::completion
