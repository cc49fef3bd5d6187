// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>

#include "cli/context.hpp"
#include "cli/own_file.hpp"

namespace popex::cli {

/// Where an answer goes: standard output, or a file. A file is written beside its target and takes
/// its place when it is complete: with its mode and, where that is allowed, its owner. A symbolic
/// link stays and its target is replaced. What cannot be replaced, a device or a pipe, is written
/// in place. A run that fails or is ended leaves the target as it was, and nothing else.
class Output {
 public:
  enum class Writing {
    whole,    ///< as said
    appended  ///< for answers without an end: each piece is behind what the file has, at once
  };

  /// `target`: a file, or "" or "-" for standard output. Fails here, before any work is done, where
  /// the file cannot be written.
  Output(const Context& context, const std::string& target, Writing writing = Writing::whole);
  /// Standard output alone.
  explicit Output(std::ostream& out) : stream_(&out) {}
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Text; what a terminal or a reader of the format would stumble over is escaped.
  void write(std::string_view text);
  void write_bytes(std::string_view bytes);

  /// Hands on what was written so far, for a reader that waits for it.
  void flush();

  /// Makes what was written the answer. Fails where not all of it could be written.
  void commit();

 private:
  void open_beside(const Context& context);
  void open_in_place(int flags);
  [[nodiscard]] bool ends_within_a_line() const;
  [[nodiscard]] int descriptor() const { return own_.is_open() ? own_.descriptor() : in_place_; }
  [[noreturn]] void fail(int error) const;

  std::ostream* stream_ = nullptr;  // standard output; otherwise a file:
  std::string target_;              // as it was named
  std::filesystem::path file_;      // where links lead to
  OwnFile own_;
  int in_place_ = -1;
  std::string waiting_;  // to be written
};

/// Whether two names are of one file, through links, too; standard input and output are none.
bool are_one_file(const std::string& a, const std::string& b);

}  // namespace popex::cli
