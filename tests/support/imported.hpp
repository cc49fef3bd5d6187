// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "background/importers/importer.hpp"

namespace popex::test {

/// What an importer makes of a file "log" that holds `text`, measured on the edge.
Result<Imported> imported(const Importer& importer, const std::string& text);

/// The format by which a file with this beginning is found, or "none".
std::string_view format_of(std::string_view head);

/// The first part of `text`, cut off behind any byte, that an importer takes for a whole file, or
/// an empty string.
std::string accepted_part(const Importer& importer, const std::string& text);

}  // namespace popex::test
