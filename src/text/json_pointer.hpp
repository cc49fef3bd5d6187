// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace popex::text {

/// Appends "/" and the token, escaped as a JSON pointer (RFC 6901) has it.
inline void append_pointer_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace popex::text
