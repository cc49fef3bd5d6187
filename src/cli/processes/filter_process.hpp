// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
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
/// problems are the system's: it cannot be run, or a signal ended it.
Result<Filtered> run_filter(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments, std::string_view input);

}  // namespace popex::cli
