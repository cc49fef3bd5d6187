// SPDX-License-Identifier: MIT
#include "background/importers/lines.hpp"

#include <fmt/format.h>

namespace popex {

bool Lines::next(std::string& line) {
  line.clear();
  std::streambuf& in = *file_.in->rdbuf();
  constexpr int end = std::char_traits<char>::eof();
  int c = in.sbumpc();
  if (c == end || !problems_.empty()) return false;
  ++number_;
  for (; c != end && c != '\n'; c = in.sbumpc()) {
    if (line.size() == kLongest) {
      problems_.push_back({place(), fmt::format("a line of more than {} bytes", kLongest)});
      return false;
    }
    line += static_cast<char>(c);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

std::string Lines::place() const { return fmt::format("{}:{}", file_.name, number_); }

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace popex
