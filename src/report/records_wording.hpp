// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/exit_answers.hpp"
#include "text/json_writer.hpp"

/// What the answers about exit records have in common.
namespace popex::report {

/// "a.csv, b.csv (condition=blur5)"
std::string heading_of(const AboutRecords& about);

/// The keys `records`, `where` and `by`.
void write_about(text::JsonWriter& json, const AboutRecords& about);

/// The keys `condition` and `samples`.
void write_condition(text::JsonWriter& json, const AboutRecords& about,
                     const std::vector<std::string>& values, std::size_t samples);

}  // namespace popex::report
