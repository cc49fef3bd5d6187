// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <popex/result.hpp>

#include "background/importers/importer.hpp"

namespace popex {

/// The lines of a text file, without their line ends, and what is wrong with them.
class Lines {
 public:
  /// What no line and no file of these formats comes near; more ends the reading.
  static constexpr std::size_t kLongest = 1U << 20U;
  static constexpr std::size_t kMost = 1U << 27U;
  /// With more problems than that a file is not worth reading on.
  static constexpr std::size_t kMostProblems = 1000;

  explicit Lines(const ImportFile& file) : file_(file) {}

  /// The next line, or false at the end of the file, or of what can be read of it.
  bool next(std::string& line);

  /// "file.csv:12", the place of the line that was read last; before the first, the file.
  [[nodiscard]] std::string place() const;

  [[nodiscard]] const std::string& file() const { return file_.name; }

  /// Something that is wrong at that place.
  void report(std::string message);

  /// The same of something that makes reading on useless: this was the last line.
  void give_up(std::string message);

  /// Gives up if there are as many layers as a profile may have.
  bool has_room_behind(std::size_t layers);

  /// All that was reported, and what ended the reading too early.
  [[nodiscard]] const Problems& problems() const { return problems_; }

 private:
  const ImportFile& file_;
  std::size_t number_ = 0;
  std::size_t bytes_ = 0;
  bool gave_up_ = false;
  Problems problems_;
};

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// A file's own words for a message: between quotes, not too long, without control characters.
std::string in_quotes(std::string_view text);

/// Without the mark that some editors put before UTF-8.
std::string_view without_mark(std::string_view text);

}  // namespace popex
