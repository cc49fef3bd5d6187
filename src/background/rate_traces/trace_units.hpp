// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/quantity.hpp"

namespace popex {

/// The words of a column's name, in lower case: "UL_bitrate", "uploadSpeed (Mbps)".
std::vector<std::string> words_of(std::string_view name);

/// The unit that a column's name has in it, in brackets, behind its other words or alone:
/// "rate_kbps", "Throughput (MB/s)", "ms".
struct ColumnUnit {
  std::string_view text;  ///< as it is written there; empty: none
  text::UnitReading reading;
};
ColumnUnit unit_in(text::Measure measure, std::string_view column);

}  // namespace popex
