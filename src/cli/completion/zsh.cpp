// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/completion/scripts.hpp"

namespace popex::cli::completion {
namespace {

constexpr const char* kZshBegin = R"sh(#compdef popex
# zsh completion for popex

(( $+functions[_popex_profiles] )) || _popex_profiles() {
  local -a profiles=(${${(f)"$(popex profiles 2> /dev/null)"}%% *})
  _alternative 'profiles:bundled profile:compadd -a profiles' 'files:file:_files'
}

_popex() {
  local curcontext=$curcontext state line
  local -a commands=(
)sh";

constexpr const char* kZshMiddle = R"sh(    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      curcontext=${curcontext%:*:*}:popex-$line[1]:
      case $line[1] in
)sh";

constexpr const char* kZshEnd = R"sh(      esac ;;
  esac
}

if [[ $funcstack[1] == _popex ]]; then
  _popex "$@"
else
  compdef _popex popex
fi
)sh";

/// `text` with a backslash before each of `special`; a single quote is left and entered again.
std::string escaped(const std::string& text, const std::string& special) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (special.find(c) != std::string::npos) out += '\\';
    out += c;
  }
  return out;
}

/// The action of _arguments that offers a value; a space where there is nothing to offer.
std::string action(const Value& value) {
  if (value.profiles) return "_popex_profiles";
  if (value.words.empty()) return value.files ? "_files" : " ";
  const std::string words = '(' + joined(value.words) + ')';
  return value.files ? "{_alternative \"words:word:" + words + "\" \"files:file:_files\"}" : words;
}

/// A specification of _arguments for each name of an option.
std::string specifications(const Option& option) {
  const std::string exclusive = option.repeats ? "*" : '(' + joined(names_of(option)) + ')';
  std::string out;
  for (const std::string& name : names_of(option)) {
    // "-r4g" and "--rate=4g" are one word each.
    const char* glued = !option.value ? "" : name.starts_with("--") ? "=" : "+";
    out += fmt::format(
        " \\\n          '{}{}{}[{}]{}'", exclusive, name, glued,
        escaped(option.description, "[]\\"),
        option.value ? ':' + escaped(option.type, ":\\") + ':' + action(*option.value) : "");
  }
  return out;
}

}  // namespace

std::string zsh_script(const CommandLine& line) {
  std::string out = kZshBegin;
  for (const Command& command : line.commands) {
    out += fmt::format("    '{}:{}'\n", command.name, escaped(command.description, ":\\"));
  }
  out += "  )\n  _arguments -C";
  for (const Option& option : line.options) out += specifications(option);
  out += " \\\n";
  out += kZshMiddle;
  for (const Command& command : line.commands) {
    out += fmt::format("        {})\n          _arguments", command.name);
    for (const Option& option : command.options) out += specifications(option);
    if (command.positional) {
      out += fmt::format(" \\\n          '*:argument:{}'", action(*command.positional));
    }
    out += " ;;\n";
  }
  return out + kZshEnd;
}

}  // namespace popex::cli::completion
