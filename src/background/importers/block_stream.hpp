// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <istream>

namespace popex {

/// A file as RapidJSON reads it, 64 KiB at a time. The end of the file is a NUL to it, and so is
/// the end of what may be read of one piece of the document: a hostile one, such as a string
/// without an end, takes no more memory than that.
class BlockStream {
 public:
  using Ch = char;

  /// No piece may be longer than `longest`, give or take a block.
  BlockStream(std::istream& in, std::size_t longest);

  // What RapidJSON calls, under its names.
  [[nodiscard]] Ch Peek() const { return *at_; }
  Ch Take() {
    const Ch c = *at_;
    if (++at_ >= end_) read_block();
    return c;
  }
  [[nodiscard]] std::size_t Tell() const { return bytes_before_ + place(); }
  // These are for writing into what is read, which is not done.
  static Ch* PutBegin() { return nullptr; }
  static void Put(Ch /*c*/) {}
  static std::size_t PutEnd(Ch* /*begin*/) { return 0; }

  /// Goes on to the next byte that is no white space.
  Ch next() {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') Take();
    return *at_;
  }
  void begin_piece() { piece_begin_ = Tell(); }
  [[nodiscard]] std::size_t longest() const { return longest_; }
  [[nodiscard]] bool is_too_long() const { return is_too_long_; }
  [[nodiscard]] bool is_at_end() const { return at_ == end_; }  ///< of what can be read
  [[nodiscard]] std::size_t line() const;                       ///< counted from 1

 private:
  static constexpr std::size_t kBlock = 65536;

  [[nodiscard]] std::size_t place() const { return static_cast<std::size_t>(at_ - block_.data()); }
  void read_block();

  std::streambuf& in_;
  std::size_t longest_;
  std::array<Ch, kBlock + 1> block_{};
  const Ch* at_ = block_.data();
  const Ch* end_ = block_.data();
  std::size_t bytes_before_ = 0;  // the block
  std::size_t lines_before_ = 0;
  std::size_t piece_begin_ = 0;
  bool is_too_long_ = false;
};

}  // namespace popex
