// SPDX-License-Identifier: MIT
#include "background/exit_records/column_names.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "background/exit_records.hpp"

namespace popex {

char separator_of(std::string_view line) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {',', ';', '\t'}) {
    const auto count = std::count(line.begin(), line.end(), candidate);
    if (count > most) best = candidate;
    most = std::max(most, count);
  }
  return best;
}

std::optional<std::string_view> after_word(std::string_view name, std::string_view word) {
  if (!name.starts_with(word)) return std::nullopt;
  name.remove_prefix(word.size());
  if (name.empty()) return name;
  if (name.front() != '_' || name.size() == 1) return std::nullopt;
  return name.substr(1);
}

std::optional<std::pair<std::string_view, std::size_t>> exit_and_class(std::string_view text) {
  const std::size_t bar = text.rfind('_');
  const std::string_view digits = bar == std::string_view::npos ? text : text.substr(bar + 1);
  std::size_t entry = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, entry);
  if (error != std::errc() || stop != end || entry >= RecordsLimits::classes) return std::nullopt;
  return std::pair(bar == std::string_view::npos ? std::string_view() : text.substr(0, bar), entry);
}

}  // namespace popex
