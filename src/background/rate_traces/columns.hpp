// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace popex {

/// Columns of a table's heading that may be the times: named with words of time alone, or with
/// nothing but a unit of time.
std::vector<std::size_t> time_columns(const std::vector<std::string>& names);

/// Columns that may be the rates: those that have a unit of a rate, say "bitrate" or "throughput",
/// or say nothing but "upload". Uploads are preferred to downloads. "Speed" alone, which may be
/// that of a car, is none.
std::vector<std::size_t> rate_columns(const std::vector<std::string>& names);

/// Whether a column is a speed, of data or of a car.
bool is_speed_alone(std::string_view name);

/// Whether a column says that it is of a download.
bool is_of_download(std::string_view name);

}  // namespace popex
