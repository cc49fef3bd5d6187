// SPDX-License-Identifier: MIT
#include "background/importers/lines.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "text/utf8.hpp"

namespace popex {

bool Lines::next(std::string& line) {
  line.clear();
  std::streambuf& in = *file_.in->rdbuf();
  constexpr int end = std::char_traits<char>::eof();
  if (gave_up_) return false;
  int c = in.sbumpc();
  if (c == end) return false;
  ++number_;
  for (; c != end && c != '\n'; c = in.sbumpc()) {
    if (line.size() == kLongest) {
      give_up(fmt::format("a line of more than {} bytes", kLongest));
      return false;
    }
    line += static_cast<char>(c);
  }
  bytes_ += line.size() + 1;
  if (bytes_ > kMost) {
    give_up(fmt::format("more than {} bytes, the most that is read", kMost));
    return false;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (number_ == 1) line.erase(0, line.size() - without_mark(line).size());
  if (text::is_utf8(line)) return true;
  give_up("not UTF-8, expected text that is");
  return false;
}

std::string Lines::place() const {
  return number_ == 0 ? file_.name : fmt::format("{}:{}", file_.name, number_);
}

void Lines::report(std::string message) {
  if (gave_up_) return;
  if (problems_.size() == kMostProblems) {
    give_up(fmt::format("more than {} problems, the rest was not read", kMostProblems));
  } else {
    problems_.push_back({place(), std::move(message)});
  }
}

void Lines::give_up(std::string message) {
  if (gave_up_) return;
  problems_.push_back({place(), std::move(message)});
  gave_up_ = true;
}

bool Lines::has_room_behind(std::size_t layers) {
  if (layers < ProfileLimits::layers) return true;
  give_up(fmt::format("more than {} layers, the most that a profile has", ProfileLimits::layers));
  return false;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t most = 80;
  std::size_t end = std::min(text.size(), most);
  const auto is_inside_a_character = [&](std::size_t i) {
    return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  };
  while (end > 0 && is_inside_a_character(end)) --end;
  std::string made = "'";
  for (const char c : text.substr(0, end)) {
    const auto byte = static_cast<unsigned char>(c);
    made += byte < 0x20U || byte == 0x7FU ? '?' : c;
  }
  made += end < text.size() ? "…'" : "'";
  return made;
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return text;
}

}  // namespace popex
