// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace popex::text {

/// Whether these bytes are UTF-8 (RFC 3629), as everything in JSON has to be.
bool is_utf8(std::string_view bytes);

}  // namespace popex::text
