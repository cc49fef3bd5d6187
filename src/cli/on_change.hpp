// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>

namespace popex::cli {

/// The words of a command line between blanks, with quotes and backslashes as a shell has them and
/// nothing else of a shell: no variables, patterns, pipes. Nothing where a quote has no end.
std::optional<std::vector<std::string>> split_words(std::string_view text);

/// A command that is run with every new decision. Its standard output goes where our messages go.
class OnChange {
 public:
  OnChange(std::vector<std::string> words, std::chrono::milliseconds timeout)
      : words_(std::move(words)), timeout_(timeout) {}

  /// Runs it to its end. `input`: its standard input; `environment`: "NAME=value" each. What went
  /// wrong, or nothing.
  [[nodiscard]] std::optional<std::string> run(std::string input,
                                               std::vector<std::string> environment) const;

 private:
  std::vector<std::string> words_;
  std::chrono::milliseconds timeout_;
};

/// --on-change, --shell and --on-change-timeout.
struct OnChangeOptions {
  std::optional<std::string> command;
  bool shell = false;
  std::string timeout;

  void add_to(CLI::App& app);
  /// Nothing where no command is given, or where something is wrong with it.
  [[nodiscard]] std::optional<OnChange> chosen(Problems& problems) const;
};

}  // namespace popex::cli
