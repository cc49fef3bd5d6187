// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

namespace popex::cli {

/// The first program of that name on the PATH. Fails, with the name of the package that has it,
/// where there is none.
std::filesystem::path find_program(const std::string& name, const std::string& package);

}  // namespace popex::cli
