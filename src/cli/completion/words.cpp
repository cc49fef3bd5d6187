// SPDX-License-Identifier: MIT
#include "cli/completion/words.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace popex::cli::completion {
namespace {

/// CLI11 writes the choices of a value behind its type, "FORMAT:{text,json}"; an ellipsis there
/// stands for other values.
struct Choices {
  std::vector<std::string> words;
  bool others = true;
};

Choices choices_of(std::string_view type) {
  Choices choices;
  const std::size_t begin = type.find(":{");
  if (begin == std::string_view::npos) return choices;
  std::string_view rest = type.substr(begin + 2, type.find('}', begin) - begin - 2);
  choices.others = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view word = rest.substr(0, end);
    if (word == "…") {
      choices.others = true;
    } else {
      choices.words.emplace_back(word);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return choices;
}

Value value_of(const CLI::Option& option) {
  const std::string full = option.get_type_name();
  const std::string type = full.substr(0, full.find(':'));
  Choices choices = choices_of(full);
  const bool is_profile = type == "PROFILE";
  // Every positional but a closed choice is a file.
  const bool is_file = is_profile || type == "FILE" || option.get_positional();
  return {std::move(choices.words), is_file && choices.others, is_profile};
}

Option option_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  Option out{option.get_snames(),
             option.get_lnames(),
             option.get_description(),
             type.substr(0, type.find(':')),
             option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll,
             {}};
  if (option.get_expected_max() > 0) out.value = value_of(option);
  return out;
}

}  // namespace

std::vector<std::string> names_of(const Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.short_names) names.push_back('-' + name);
  for (const std::string& name : option.long_names) names.push_back("--" + name);
  return names;
}

CommandLine read_command_line(const CLI::App& root) {
  CommandLine line;
  std::vector<Option> everywhere;  // commands take the root's options, too, but for these
  for (const CLI::Option* option : root.get_options()) {
    line.options.push_back(option_of(*option));
    if (!option->check_lname("help") && !option->check_lname("version")) {
      everywhere.push_back(line.options.back());
    }
  }
  for (const CLI::App* app : root.get_subcommands([](const CLI::App*) { return true; })) {
    Command command{app->get_name(), app->get_description(), {}, {}};
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_positional()) {
        command.positional = value_of(*option);
      } else {
        command.options.push_back(option_of(*option));
      }
    }
    command.options.insert(command.options.end(), everywhere.begin(), everywhere.end());
    line.commands.push_back(std::move(command));
  }
  return line;
}

std::string joined(const std::vector<std::string>& texts, const char* separator) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : separator) + text;
  return out;
}

}  // namespace popex::cli::completion
