// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <string_view>

namespace popex::cli {

/// Where an answer goes: stdout, or a file that is written beside its target and takes its place
/// when it is complete. An interrupted run leaves what it had in FILE.partial and the target as it
/// was.
class Output {
 public:
  enum class Writing {
    whole,    ///< as said
    appended  ///< for answers without an end: each piece is behind what the file has, at once
  };

  /// `target`: a file, or "" or "-" for `out`. Fails here, before any work is done, where the file
  /// cannot be written.
  Output(std::ostream& out, const std::string& target, Writing writing = Writing::whole);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);

  /// Hands on what was written so far, for a reader that waits for it.
  void flush();

  /// Makes what was written the answer. Fails where not all of it could be written.
  void commit();

 private:
  [[nodiscard]] bool ends_within_a_line() const;
  [[noreturn]] void fail() const;

  std::ostream* stream_;
  std::ofstream file_;
  std::filesystem::path target_;
  std::filesystem::path partial_;  // empty: written in place
};

}  // namespace popex::cli
