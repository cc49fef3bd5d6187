// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text that can be shown: names come from files, and a terminal, a table and XML obey or refuse
/// some of what they can hold.
namespace popex::text {

/// How many bytes the character at the start of `text` has; 0 where it has to be escaped. Those are
/// control characters (C0, DEL, C1), bytes that are not UTF-8, the separators of lines that Unicode
/// has, what turns the direction of writing around, and U+FFFE and U+FFFF.
std::size_t printable_length(std::string_view text);

/// The code point of the character of so many bytes at the start of `text`.
unsigned code_point(std::string_view text, std::size_t bytes);

/// `text` with escapes in place of those: "\x1b" for a byte, "\u202e" for a longer character.
std::string printable(std::string_view text);

/// What has many lines: their breaks and tabs stay as they are.
bool is_printable_lines(std::string_view text);
std::string printable_lines(std::string_view text);

}  // namespace popex::text
