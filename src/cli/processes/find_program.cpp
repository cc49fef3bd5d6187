// SPDX-License-Identifier: MIT
#include "cli/processes/find_program.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "cli/failure.hpp"

namespace popex::cli {

std::filesystem::path find_program(const std::string& name, const std::string& package) {
  const char* value = std::getenv("PATH");
  std::string_view folders = value == nullptr ? "/usr/bin:/bin" : value;
  while (!folders.empty()) {
    const std::size_t end = std::min(folders.find(':'), folders.size());
    std::filesystem::path program = std::filesystem::path(folders.substr(0, end)) / name;
    std::error_code error;
    if (std::filesystem::is_regular_file(program, error) && access(program.c_str(), X_OK) == 0) {
      return program;
    }
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  throw Failure(name, "not found, install the package " + package, Problem::Cause::system);
}

}  // namespace popex::cli
