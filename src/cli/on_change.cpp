// SPDX-License-Identifier: MIT
#include "cli/on_change.hpp"

#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/processes/child_process.hpp"
#include "cli/quantities.hpp"

namespace popex::cli {
namespace {

constexpr double kDefaultTimeout_s = 10;
constexpr double kLongestTimeout_s = 24 * 3600;

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      in_word = false;
      continue;
    }
    if (!std::exchange(in_word, true)) words.emplace_back();
    const bool escapes = c == '\\' && (quote == 0 || (quote == '"' && i + 1 < text.size() &&
                                                      (text[i + 1] == '"' || text[i + 1] == '\\')));
    if (escapes) {
      if (++i == text.size()) return std::nullopt;
      words.back() += text[i];
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  if (quote != 0) return std::nullopt;
  return words;
}

std::optional<std::string> OnChange::run(std::string input,
                                         std::vector<std::string> environment) const {
  ProgramRun run;
  run.words = words_;
  run.input = std::move(input);
  run.environment = std::move(environment);
  run.timeout = timeout_;
  const ProgramEnd end = run_program(run);
  if (end.kind == ProgramEnd::Kind::exited && end.code == 0) return std::nullopt;
  return end.in_words();
}

void OnChangeOptions::add_to(CLI::App& app) {
  app.add_option(
         "--on-change", command,
         "Run a command with every new decision, the first too: its line of JSON, with the "
         "whole decision, is the standard input; POPEX_DECISION (its label), POPEX_BRANCHES, "
         "POPEX_SPLIT, POPEX_SPLIT_INDEX, POPEX_EXPECTED_TIME_MS, POPEX_RATE_MBPS (the "
         "estimate), POPEX_PREVIOUS_DECISION, POPEX_PREVIOUS_SPLIT, POPEX_TIME_S and "
         "POPEX_TIME (the clock's, in UTC) are set, and of every link POPEX_SPLIT_LINK, "
         "POPEX_SPLIT_INDEX_LINK, POPEX_RATE_MBPS_LINK and POPEX_LATENCY_MS_LINK. Words are taken "
         "as they are, with quotes, and no "
         "shell. Watching waits for its end")
      ->type_name("COMMAND");
  app.add_flag("--shell", shell, "Give the command of --on-change to sh -c");
  app.add_option("--on-change-timeout", timeout,
                 "How long the command may take; then it and what it has started are ended. "
                 "Default: 10s")
      ->type_name("TIME");
}

std::optional<OnChange> OnChangeOptions::chosen(Problems& problems) const {
  if (!command) {
    if (shell) problems.push_back({"--shell", "not without --on-change"});
    if (!timeout.empty()) problems.push_back({"--on-change-timeout", "not without --on-change"});
    return std::nullopt;
  }
  double timeout_s = kDefaultTimeout_s;
  if (!timeout.empty()) {
    const Result<double> read = parse_value(timeout, kDuration, "--on-change-timeout");
    if (!read) {
      append(problems, read.problems());
    } else if (!(*read > 0 && *read <= kLongestTimeout_s)) {
      problems.push_back({"--on-change-timeout", fmt::format("{} s, must be above 0 and up to {} s",
                                                             *read, kLongestTimeout_s)});
    } else {
      timeout_s = *read;
    }
  }
  std::optional<std::vector<std::string>> words = split_words(*command);
  if (shell) words = {"/bin/sh", "-c", *command};
  if (!words) {
    problems.push_back({"--on-change", fmt::format("\"{}\" has a quote without an end", *command)});
  } else if (words->empty() || words->front().empty()) {
    problems.push_back({"--on-change", "is empty, expected a command"});
  }
  if (!problems.empty()) return std::nullopt;
  return OnChange(*std::move(words), std::chrono::milliseconds(std::llround(1000 * timeout_s)));
}

}  // namespace popex::cli
