// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace popex {

/// The separator that column names have between them: a comma, a semicolon or a tab, whichever
/// there is most of.
char separator_of(std::string_view line);

/// What comes after the first word of a column's name: "b1" in "confidence_b1", nothing but the
/// word in "confidence". No value where `word` is not the first.
std::optional<std::string_view> after_word(std::string_view name, std::string_view word);

/// "b1_3" as exit b1, class 3; "3" as class 3 of the exit without a name.
std::optional<std::pair<std::string_view, std::size_t>> exit_and_class(std::string_view text);

}  // namespace popex
