// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace popex {

constexpr double kDay_s = 86400;

/// A moment by calendar and clock, as tables have it.
struct Moment {
  double time_s = 0;            ///< since 1970 in its own zone, or since midnight
  std::optional<long> day;      ///< since 1970; nothing where the clock alone is written
  bool is_unclear_day = false;  ///< "1/2/2023": taken for January
  std::string_view zone;        ///< a name, "CDT"; offsets and Z have been counted
};

/// "2023-04-20T13:57:01.5+02:00", "2023-04-20 13:57:01 CDT", "2020.02.14_09.38.22",
/// "20230420135701", "4/20/2023 1:57:01 PM", "13:57:01".
std::optional<Moment> read_moment(std::string_view text);

}  // namespace popex
