// SPDX-License-Identifier: MIT
#include "cli/filter_process.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace popex::cli {
namespace {

/// A file in memory, without a name. Between two processes it does what a pipe does, but neither
/// has to wait until the other reads.
class MemoryFile {
 public:
  MemoryFile() : file_(memfd_create("popex", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (file_ >= 0) close(file_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] bool is_open() const { return file_ >= 0; }
  [[nodiscard]] int descriptor() const { return file_; }

  /// Writes a text, to be read from its beginning.
  [[nodiscard]] bool write_all(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = write(file_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return lseek(file_, 0, SEEK_SET) == 0;
  }

  [[nodiscard]] std::string content() const {
    lseek(file_, 0, SEEK_SET);
    std::string text;
    std::array<char, 65536> block{};
    while (true) {
      const ssize_t count = read(file_, block.data(), block.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return text;
      text.append(block.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  int file_;
};

}  // namespace

Result<Filtered> run_filter(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments, std::string_view input) {
  const auto refused = [&](std::string message) {
    return Problems{{program.string(), std::move(message), Problem::Cause::system}};
  };
  const MemoryFile in;
  const MemoryFile out;
  const MemoryFile err;
  if (!in.is_open() || !out.is_open() || !err.is_open() || !in.write_all(input)) {
    return refused(std::strerror(errno));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.descriptor(), STDERR_FILENO);
  std::string name = program.string();
  std::vector<std::string> copies = arguments;
  std::vector<char*> words{name.data()};
  for (std::string& word : copies) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawn(&child, name.c_str(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return refused(fmt::format("cannot be run: {}", std::strerror(error)));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    return refused(
        fmt::format("was ended by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status))));
  }
  return Filtered{WEXITSTATUS(status), out.content(), err.content()};
}

}  // namespace popex::cli
