// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

/// Names and numbers as C99 and C++ have them.
namespace popex::report {

/// Text as part of a string. All but plain ASCII as three octal digits, which no digit behind them
/// can lengthen; no trigraphs.
std::string escaped_c(std::string_view text);

/// The same as part of a comment, which it neither ends nor opens again.
std::string in_c_comment(std::string_view text);

/// The shortest decimal number that reads back as the same double (hexadecimal ones are no C++11),
/// or HUGE_VAL, which <math.h> has in both languages.
std::string c_literal(double number);

/// A name as an identifier that begins with a letter: "b_alexnet".
std::string c_identifier(const std::string& name);

}  // namespace popex::report
