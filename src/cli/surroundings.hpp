// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace popex::cli {

/// The folder of the bundled profiles: ../share/popex/profiles, seen from the running program,
/// whether it is installed or in a build folder.
std::filesystem::path bundled_profiles();

/// popex-onnx, which reads and runs models: ../libexec/popex/popex-onnx, seen in the same way. It
/// is not there where popex was built without ONNX.
std::filesystem::path onnx_program();

/// This machine's processor, or the board it is part of, as the kernel calls it, with the number of
/// cores.
std::string processor();

/// The date, as 2026-11-25.
std::string today();

/// Whether people see standard output as it is written.
bool is_terminal_for_answers();

/// Whether stderr is a terminal on which a line can be written again.
bool can_rewrite_lines();

/// The same for a terminal of this kind (TERM).
bool can_rewrite_lines(std::string_view terminal);

}  // namespace popex::cli
