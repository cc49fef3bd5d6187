// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace popex::text {

/// Appends the shortest digits that read back as the same double: "5.5", "10", "1e+30". Zero has no
/// sign.
void append_number(std::string& out, double value);
void append_number(std::string& out, std::size_t value);

/// The same, written at `to`, where there is room for kLongestNumber bytes. Returns its end.
char* write_number(char* to, double value);
char* write_number(char* to, std::size_t value);
constexpr std::size_t kLongestNumber = 32;  // the longest double takes 24

/// The whole of `text` as a finite decimal number, or nothing.
std::optional<double> parse_number(std::string_view text);

}  // namespace popex::text
