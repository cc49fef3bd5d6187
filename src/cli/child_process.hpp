// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

namespace popex::cli {

/// Runs a program, without a shell, and hands on every line that it writes to its standard output;
/// its standard input is empty, its standard error is ours. Whatever exit code it ends with is
/// right. The problems are the system's: it is not there, or a signal ended it.
Problems run_program(const std::filesystem::path& program,
                     const std::vector<std::string>& arguments,
                     const std::function<void(std::string_view)>& on_line);

}  // namespace popex::cli
