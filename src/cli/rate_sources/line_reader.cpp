// SPDX-License-Identifier: MIT
#include "cli/rate_sources/line_reader.hpp"

#include <cerrno>
#include <cstring>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/failure.hpp"

namespace popex::cli {

std::size_t StandardInput::read(char* to, std::size_t most) {
  for (;;) {
    if (!stop_.wait(STDIN_FILENO, -1)) return 0;
    const ssize_t count = ::read(STDIN_FILENO, to, most);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EINTR || errno == EAGAIN) continue;
    throw Failure("standard input", fmt::format("cannot be read: {}", std::strerror(errno)),
                  Problem::Cause::system);
  }
}

std::size_t StreamInput::read(char* to, std::size_t most) {
  in_.read(to, static_cast<std::streamsize>(most));
  return static_cast<std::size_t>(in_.gcount());
}

LineReader::LineReader(ByteInput& in, Clock& clock)
    : in_(in), clock_(clock), block_(kLongest + 1) {}

bool LineReader::next(std::string_view& line) {
  while (was_too_long_) {  // the rest of that line
    const void* end = std::memchr(block_.data() + begin_, '\n', end_ - begin_);
    if (end != nullptr) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(end) - block_.data()) + 1;
      was_too_long_ = false;
    } else {
      begin_ = end_ = 0;
      if (!fill()) return false;
    }
  }
  std::size_t searched = 0;
  for (;;) {
    const char* const from = block_.data() + begin_;
    const void* found = std::memchr(from + searched, '\n', end_ - begin_ - searched);
    if (found != nullptr) {
      line = {from, static_cast<std::size_t>(static_cast<const char*>(found) - from)};
      begin_ += line.size() + 1;
      break;
    }
    searched = end_ - begin_;
    if (searched > kLongest) {
      was_too_long_ = true;
      line = {from, kLongest};
      begin_ = end_;
      break;
    }
    if (!fill()) {
      if (searched == 0) return false;
      line = {block_.data() + begin_, searched};  // the last one has no end
      begin_ = end_;
      break;
    }
  }
  ++number_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

bool LineReader::fill() {
  std::memmove(block_.data(), block_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const std::size_t count = in_.read(block_.data() + end_, block_.size() - end_);
  end_ += count;
  // Lines that come together came at the same time.
  came_s_ = clock_.now_s();
  return count > 0;
}

}  // namespace popex::cli
