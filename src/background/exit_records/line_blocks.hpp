// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <istream>
#include <string_view>
#include <vector>

namespace popex {

/// The lines of a stream, which is read in large blocks, without their ends (LF or CRLF). Blank
/// ones are passed over.
class LineBlocks {
 public:
  explicit LineBlocks(std::istream& in);

  /// The next line, which stays until the next call, or false at the end, or where a line is longer
  /// than RecordsLimits::line_bytes.
  bool next(std::string_view& line);

  [[nodiscard]] std::size_t number() const { return number_; }  ///< of the line, from 1
  /// How many lines the stream has if the rest is like those so far, as far as its size is known.
  [[nodiscard]] std::size_t expected_lines() const;

  [[nodiscard]] bool was_too_long() const { return was_too_long_; }
  [[nodiscard]] bool is_broken() const { return in_.bad(); }

 private:
  bool fill();
  bool next_of_any(std::string_view& line);

  std::istream& in_;
  std::vector<char> block_;
  std::size_t begin_ = 0;  // of what was not handed out
  std::size_t end_ = 0;
  std::size_t number_ = 0;
  std::size_t stream_bytes_ = 0;  // 0: not known
  std::size_t read_bytes_ = 0;
  bool was_too_long_ = false;
};

}  // namespace popex
