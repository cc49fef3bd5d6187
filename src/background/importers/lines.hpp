// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <popex/result.hpp>

#include "background/importers/importer.hpp"

namespace popex {

/// The lines of a text file, without their line ends.
class Lines {
 public:
  /// What no line of these formats comes near; longer ones end the reading.
  static constexpr std::size_t kLongest = 1U << 20U;

  explicit Lines(const ImportFile& file) : file_(file) {}

  /// The next line, or false at the end of the file, or of what can be read of it.
  bool next(std::string& line);

  /// "file.csv:12", the place of the line that was read last.
  [[nodiscard]] std::string place() const;

  /// What ended the reading too early, if anything did.
  [[nodiscard]] const Problems& problems() const { return problems_; }

 private:
  const ImportFile& file_;
  std::size_t number_ = 0;
  Problems problems_;
};

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace popex
