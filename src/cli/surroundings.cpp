// SPDX-License-Identifier: MIT
#include "cli/surroundings.hpp"

#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace popex::cli {

std::filesystem::path bundled_profiles() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "popex" / "profiles";
}

bool can_rewrite_lines() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && terminal != nullptr && can_rewrite_lines(terminal);
}

bool can_rewrite_lines(std::string_view terminal) {
  return !terminal.empty() && terminal != "dumb";
}

}  // namespace popex::cli
