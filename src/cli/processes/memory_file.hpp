// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace popex::cli {

/// A file in memory, without a name. Between two processes it does what a pipe does, but neither
/// has to wait for the other, and nothing breaks where a text is not read to its end.
class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// False where the system does not give us one; errno says why.
  [[nodiscard]] bool is_open() const { return file_ >= 0; }
  [[nodiscard]] int descriptor() const { return file_; }

  /// Writes a text, to be read from its beginning. False, with errno, where there is no room.
  [[nodiscard]] bool write_all(std::string_view text) const;
  [[nodiscard]] std::string content() const;

 private:
  int file_;
};

}  // namespace popex::cli
