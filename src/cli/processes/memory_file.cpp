// SPDX-License-Identifier: MIT
#include "cli/processes/memory_file.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <sys/mman.h>
#include <unistd.h>

namespace popex::cli {

MemoryFile::MemoryFile() : file_(memfd_create("popex", MFD_CLOEXEC)) {}

MemoryFile::~MemoryFile() {
  if (file_ >= 0) close(file_);
}

bool MemoryFile::write_all(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t count = write(file_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return lseek(file_, 0, SEEK_SET) == 0;
}

std::string MemoryFile::content() const {
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

}  // namespace popex::cli
