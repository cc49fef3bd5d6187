// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <popex/result.hpp>

#include "report/plot/picture.hpp"
#include "report/plot/sweep.hpp"

namespace popex::cli {

/// Bytes of a table that are read; JSON has limits of its own.
constexpr std::size_t kMostTableBytes = std::size_t{1} << 30U;

/// The picture of an answer, JSON or CSV, found out by its content. `name` is the file's, for the
/// problems. `show` is for sweeps; asked for something else, another answer is a problem.
Result<report::plot::Picture> picture_of(
    std::string_view answer, const std::string& name,
    report::plot::SweepShow show = report::plot::SweepShow::fitting);

}  // namespace popex::cli
