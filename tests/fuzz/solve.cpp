// SPDX-License-Identifier: MIT
//
// The whole path of a command: the first line of the input is the command line, the rest is
// standard input, which a command line can read as its profile ("--profile -") or its scenarios
// ("--batch -").

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/run.hpp"

namespace {

/// Words that would make a command read or write files have no place in a fuzzer.
bool touches_files(const std::string& word) {
  for (const std::string_view bad : {"-o", "--output", "--junit", "--record", "--threads", "--all",
                                     "-a", "check", "validate", "--solver"}) {
    if (word.starts_with(bad)) return true;
  }
  return word.find('/') != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const std::size_t line_end = input.find('\n');
  std::istringstream line(input.substr(0, line_end));
  std::vector<std::string> words{"popex"};
  bool had_range = false;
  for (std::string word; line >> word;) {
    const bool range = word.find(':') != std::string::npos;
    // A sweep of 10^9 points is no bug, but no test either: one short range a run.
    if (touches_files(word) || (range && (had_range || word.size() > 10))) continue;
    had_range = had_range || range;
    words.push_back(word);
  }
  if (words.size() > 1 && (words[1] == "solve" || words[1] == "sweep")) {
    words.insert(words.end(), {"--threads", "1"});
  }
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());

  std::istringstream in(line_end == std::string::npos ? "" : input.substr(line_end + 1));
  std::ostringstream out;
  std::ostringstream err;
  const int code =
      popex::cli::run(static_cast<int>(arguments.size()), arguments.data(), in, out, err);
  // Every failure says something, and a success is silent on stderr.
  const bool failed = code != 0;
  if (code < 0 || code > 4 || failed != !err.str().empty()) std::abort();
  return 0;
}
