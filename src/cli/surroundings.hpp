// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>

namespace popex::cli {

/// The folder of the bundled profiles: ../share/popex/profiles, seen from the running program,
/// whether it is installed or in a build folder.
std::filesystem::path bundled_profiles();

/// Whether stderr is a terminal on which a line can be written again.
bool can_rewrite_lines();

/// The same for a terminal of this kind (TERM).
bool can_rewrite_lines(std::string_view terminal);

}  // namespace popex::cli
