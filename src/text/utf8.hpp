// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace popex::text {

/// How many bytes the well-formed character (RFC 3629) at the start of `text` has; 0 where there is
/// none.
std::size_t utf8_length(std::string_view text);

/// Whether these bytes are UTF-8, as everything in JSON has to be.
bool is_utf8(std::string_view bytes);

}  // namespace popex::text
