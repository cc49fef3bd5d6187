// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace popex::cli {

/// A new file of a name that nothing else has, until it takes the place of another one in its
/// folder. It is removed where that does not happen: with its scope, and by a signal that ends the
/// program.
class OwnFile {
 public:
  OwnFile() = default;
  ~OwnFile();
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;

  /// Makes it, to be written. The system's error, or 0.
  [[nodiscard]] int open(const std::filesystem::path& folder, mode_t mode);
  [[nodiscard]] bool is_open() const { return file_ >= 0; }
  [[nodiscard]] int descriptor() const { return file_; }

  /// Waits until the disk has it, and gives it its name. The system's error, or 0.
  [[nodiscard]] int rename_to(const std::string& name);

 private:
  void leave();

  int folder_ = -1;
  int file_ = -1;
  std::size_t slot_ = 0;  // of what a signal removes
};

}  // namespace popex::cli
