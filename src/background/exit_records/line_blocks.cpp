// SPDX-License-Identifier: MIT
#include "background/exit_records/line_blocks.hpp"

#include <algorithm>
#include <cstring>

#include "background/exit_records.hpp"
#include "background/importers/lines.hpp"

namespace popex {

LineBlocks::LineBlocks(std::istream& in) : in_(in), block_(1U << 20U) {
  const std::streamsize available = in.rdbuf()->in_avail();
  if (available > 0) stream_bytes_ = static_cast<std::size_t>(available);
}

std::size_t LineBlocks::expected_lines() const {
  constexpr std::size_t most = 20'000'000;  // room that a liar may ask for
  const std::size_t done = read_bytes_ - (end_ - begin_);
  if (done == 0) return number_;
  const double lines =
      static_cast<double>(number_) * static_cast<double>(stream_bytes_) / static_cast<double>(done);
  return static_cast<std::size_t>(std::min(1.01 * lines, static_cast<double>(most)));
}

bool LineBlocks::next(std::string_view& line) {
  while (next_of_any(line)) {
    ++number_;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (number_ == 1) line = without_mark(line);
    if (line.find_first_not_of(" \t") != std::string_view::npos) return true;
  }
  return false;
}

bool LineBlocks::next_of_any(std::string_view& line) {
  std::size_t searched = begin_;
  while (true) {
    const void* const found = std::memchr(block_.data() + searched, '\n', end_ - searched);
    if (found != nullptr) {
      const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - block_.data());
      line = {block_.data() + begin_, at - begin_};
      begin_ = at + 1;
      return true;
    }
    const std::size_t seen = end_ - begin_;
    if (seen > RecordsLimits::line_bytes) {
      was_too_long_ = true;
      ++number_;
      return false;
    }
    if (!fill()) {
      line = {block_.data() + begin_, end_ - begin_};
      begin_ = end_;
      return !line.empty();
    }
    searched = begin_ + seen;
  }
}

/// Moves what is left to the front and reads more behind it.
bool LineBlocks::fill() {
  std::memmove(block_.data(), block_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ == block_.size()) block_.resize(2 * block_.size());
  in_.read(block_.data() + end_, static_cast<std::streamsize>(block_.size() - end_));
  const auto count = static_cast<std::size_t>(in_.gcount());
  end_ += count;
  read_bytes_ += count;
  return count > 0;
}

}  // namespace popex
