// SPDX-License-Identifier: MIT
#include "background/importers/block_stream.hpp"

#include <algorithm>

namespace popex {
namespace {

std::size_t lines_in(const char* begin, const char* end) {
  return static_cast<std::size_t>(std::count(begin, end, '\n'));
}

}  // namespace

BlockStream::BlockStream(std::istream& in, std::size_t longest)
    : in_(*in.rdbuf()), longest_(longest) {
  read_block();
}

std::size_t BlockStream::line() const { return 1 + lines_before_ + lines_in(block_.data(), at_); }

void BlockStream::read_block() {
  lines_before_ += lines_in(block_.data(), end_);
  bytes_before_ += static_cast<std::size_t>(end_ - block_.data());
  is_too_long_ = is_too_long_ || bytes_before_ - piece_begin_ > longest_;
  const std::streamsize count = is_too_long_ ? 0 : in_.sgetn(block_.data(), kBlock);
  at_ = block_.data();
  end_ = at_ + count;
  block_.at(static_cast<std::size_t>(count)) = '\0';
}

}  // namespace popex
