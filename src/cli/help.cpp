// SPDX-License-Identifier: MIT
#include "cli/help.hpp"

#include <cstddef>
#include <sstream>
#include <string_view>

#include <CLI/Formatter.hpp>

namespace popex::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kColumn = 30;  // where descriptions begin

/// Line breaks between words, so that no line is longer than `width` unless a word is. Line breaks
/// that are there stay.
std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, end);
    if (line > 0 && line + 1 + word.size() > width) {
      out += '\n';
      line = 0;
    } else if (line > 0) {
      out += ' ';
      ++line;
    }
    out += word;
    line += word.size();
    if (end == std::string_view::npos) break;
    if (text[end] == '\n') {
      out += '\n';
      line = 0;
    }
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

HelpFormatter::HelpFormatter() { column_width(kColumn); }

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return wrapped(app->get_description(), kWidth) + "\n\n";
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
  return app->get_footer().empty() ? "" : '\n' + wrapped(app->get_footer(), kWidth) + '\n';
}

std::string HelpFormatter::make_subcommand(const CLI::App* sub) const {
  std::ostringstream out;
  CLI::detail::format_help(out, sub->get_name(), wrapped(sub->get_description(), kWidth - kColumn),
                           kColumn);
  return out.str();
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return wrapped(option->get_description(), kWidth - kColumn);
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  // The value's name; CLI11 would add its own notes on counts, ranges and choices (after a colon),
  // which the descriptions say.
  const std::string type = option->get_type_name();
  return option->get_type_size() == 0 || type.empty() ? "" : ' ' + type.substr(0, type.find(':'));
}

}  // namespace popex::cli
