// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <istream>
#include <string_view>
#include <vector>

#include "cli/clock.hpp"
#include "cli/stop_signal.hpp"

namespace popex::cli {

/// Bytes that somebody sends now and then.
class ByteInput {
 public:
  ByteInput() = default;
  virtual ~ByteInput() = default;
  ByteInput(const ByteInput&) = delete;
  ByteInput& operator=(const ByteInput&) = delete;

  /// What there is, at most `most` bytes; waits for the first of them. 0 at the end.
  virtual std::size_t read(char* to, std::size_t most) = 0;
};

/// Standard input itself, because a stream would go on waiting after a signal.
class StandardInput : public ByteInput {
 public:
  explicit StandardInput(const StopSignal& stop) : stop_(stop) {}
  /// The signal is an end. Throws a Failure where the system cannot read.
  std::size_t read(char* to, std::size_t most) override;

 private:
  const StopSignal& stop_;
};

class StreamInput : public ByteInput {
 public:
  explicit StreamInput(std::istream& in) : in_(in) {}
  std::size_t read(char* to, std::size_t most) override;

 private:
  std::istream& in_;
};

/// The lines of such an input, without their ends (LF or CRLF), each as soon as it is there.
class LineReader {
 public:
  static constexpr std::size_t kLongest = 1U << 16U;

  LineReader(ByteInput& in, Clock& clock);

  /// The next line, which stays until the next call, or false at the end.
  bool next(std::string_view& line);

  [[nodiscard]] std::size_t number() const { return number_; }  ///< of the line, from 1
  [[nodiscard]] double came_s() const { return came_s_; }       ///< when, by the clock
  /// The line is longer than `kLongest`: what was handed out is its beginning.
  [[nodiscard]] bool was_too_long() const { return was_too_long_; }

 private:
  bool fill();

  ByteInput& in_;
  Clock& clock_;
  std::vector<char> block_;
  std::size_t begin_ = 0;  // of what was not handed out
  std::size_t end_ = 0;
  std::size_t number_ = 0;
  double came_s_ = 0;
  bool was_too_long_ = false;
};

}  // namespace popex::cli
