// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <popex/result.hpp>

namespace popex::cli {

/// What a program made of its input.
struct Filtered {
  int code = 0;  ///< that it ended with
  std::string out;
  std::string err;
};

/// Runs a program, without a shell, with `input` as its standard input, and waits for its end. The
/// problems are the system's: it cannot be run, a signal ended it, or it had not ended after so
/// long, and was ended with all that it had started.
Result<Filtered> run_filter(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments, std::string input,
                            std::chrono::milliseconds most);

}  // namespace popex::cli
