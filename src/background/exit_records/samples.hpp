// SPDX-License-Identifier: MIT
#pragma once

#include "background/exit_records.hpp"
#include "background/exit_records/heading.hpp"
#include "background/exit_records/rows.hpp"
#include "background/problem_list.hpp"

namespace popex {

/// Makes samples of rows. A sample that lacks what others have of an exit, or the label, cannot be
/// followed through the network: it is left out, and `notes` says so.
ExitRecords samples_of(RecordRows rows, const RecordHeading& heading, const RecordsRequest& request,
                       const std::string& file, ProblemList& problems,
                       std::vector<std::string>& notes);

}  // namespace popex
