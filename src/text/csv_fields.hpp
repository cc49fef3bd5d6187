// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace popex::text {

/// The fields of one line of CSV (RFC 4180): quotes around a field are taken off, "" inside them is
/// one. Nothing where a quote is not closed or text follows a closing one. A field with a line
/// break is not read.
std::optional<std::vector<std::string>> csv_fields(std::string_view line, char separator = ',');

}  // namespace popex::text
