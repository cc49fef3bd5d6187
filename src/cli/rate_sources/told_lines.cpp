// SPDX-License-Identifier: MIT
#include "cli/rate_sources/told_lines.hpp"

#include <cstddef>

#include <fmt/format.h>

namespace popex::cli {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && kBlanks.find(line.front()) != std::string_view::npos) {
    line.remove_prefix(1);
  }
  while (!line.empty() && kBlanks.find(line.back()) != std::string_view::npos) {
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace

void ToldLines::next(RateEvent& event) {
  std::string_view line;
  do {
    if (!lines_.next(line)) {
      event.kind = RateEvent::Kind::end;
      return;
    }
    line = trimmed(line);
  } while (line.empty() || line.front() == '#');
  event.kind = RateEvent::Kind::sample;
  if (lines_.was_too_long()) {
    event.message =
        fmt::format("longer than {} bytes, the most that is read", LineReader::kLongest);
  } else if (read(line, event)) {
    return;
  }
  event.kind = RateEvent::Kind::bad_line;
  event.where = place();
}

std::string ToldLines::place() const { return fmt::format("standard input:{}", lines_.number()); }

std::pair<std::string_view, std::string_view> two_fields(std::string_view line) {
  const std::size_t end = line.find_first_of(" \t,");
  if (end == std::string_view::npos) return {line, {}};
  std::string_view second = trimmed(line.substr(end));
  if (second.starts_with(',')) second = trimmed(second.substr(1));
  return {line.substr(0, end), second};
}

std::string joined(const Problems& problems) {
  std::string all;
  for (const Problem& problem : problems) {
    all += all.empty() ? "" : "; ";
    // A line has no lines of its own: ":1:5" is its column 5.
    const std::string where =
        problem.where.starts_with(":1:") ? "column " + problem.where.substr(3) : problem.where;
    all += where.empty() ? problem.message : where + ": " + problem.message;
  }
  return all;
}

}  // namespace popex::cli
