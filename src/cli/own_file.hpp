// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <sys/types.h>

#include "cli/when_ended.hpp"

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
  std::array<char, RemovedWhenEnded::kNameSize> name_{};
  RemovedWhenEnded removed_;
  int folder_ = -1;
  int file_ = -1;
};

}  // namespace popex::cli
