// SPDX-License-Identifier: MIT
#include "cli/surroundings.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace popex::cli {

namespace {

/// The folder that the running program's folder stands in.
std::filesystem::path installation() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path();
}

}  // namespace

std::filesystem::path bundled_profiles() { return installation() / "share" / "popex" / "profiles"; }

std::filesystem::path onnx_program() { return installation() / "libexec" / "popex" / "popex-onnx"; }

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  std::string name = "unknown processor";
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("model name")) continue;
    name = line.substr(std::min(line.find(": ") + 2, line.size()));
    break;
  }
  if (std::ifstream board("/proc/device-tree/model"); board) {  // ARM names no processor there
    std::getline(board, name, '\0');
  }
  const unsigned cores = std::thread::hardware_concurrency();
  return fmt::format("{} ({} core{})", name, cores, cores == 1 ? "" : "s");
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

bool is_terminal_for_answers() { return isatty(STDOUT_FILENO) == 1; }

bool can_rewrite_lines() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && terminal != nullptr && can_rewrite_lines(terminal);
}

bool can_rewrite_lines(std::string_view terminal) {
  return !terminal.empty() && terminal != "dumb";
}

}  // namespace popex::cli
