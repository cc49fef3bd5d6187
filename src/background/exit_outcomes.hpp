// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <popex/exit_outcomes.hpp>
#include <popex/result.hpp>

#include "background/exit_records.hpp"

namespace popex {

/// Samples, by their numbers.
using SampleList = std::vector<std::size_t>;

/// Those that have in each column one of the values that are given for it ({"level", "2"}; numbers
/// may be written another way). A value that no sample has is a problem at `where`, with the
/// nearest one as a hint. The columns are among those kept.
Result<SampleList> samples_where(const ExitRecords& records,
                                 const std::vector<std::pair<std::string, std::string>>& values,
                                 const std::string& where);

/// Samples that are alike in some columns.
struct SampleGroup {
  std::vector<std::string> values;  ///< one a column
  SampleList samples;
};

/// The groups in the order in which their first samples come; without columns, one of all samples.
std::vector<SampleGroup> grouped_by(const ExitRecords& records,
                                    const std::vector<std::string>& columns,
                                    const SampleList& samples);

/// What branches compare with their thresholds.
struct CriterionRequest {
  ExitCriterion criterion = ExitCriterion::confidence;
  bool normalised = false;  ///< entropy divided by ln C, its largest value: 0 … 1
};

/// What exits say of these samples. Where it is not known whether an exit is right, `correct` is
/// empty (of the branch, of the main output). Branches without a value to compare are a problem at
/// `name`.
Result<ExitOutcomes> outcomes_of(const ExitRecords& records, const SampleList& samples,
                                 const CriterionRequest& request, const std::string& name);

/// What is missing to know whether exits were right, of branches and of the main output.
Problems missing_correctness(const ExitOutcomes& outcomes, const std::string& name);

}  // namespace popex
