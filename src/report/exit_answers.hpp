// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <popex/exit_outcomes.hpp>

#include "model/exit_statistics.hpp"
#include "model/reliability.hpp"
#include "report/wording.hpp"

/// What the commands find out about exit records, and how they say it: as text for people, as JSON,
/// and as CSV. Keys and columns: profiles/README.md, "Exit records".
namespace popex::report {

/// Which samples an answer is about.
struct AboutRecords {
  std::vector<std::string> files;
  std::vector<std::string> where;  ///< "condition=blur5": what they have in common
  std::vector<std::string> by;     ///< columns whose values make conditions
};

struct ExitsAnswer {
  AboutRecords about;
  ExitCriterion criterion = ExitCriterion::confidence;
  bool normalised = false;         ///< the entropy
  std::vector<std::string> exits;  ///< the main output is the last
  struct Condition {
    std::vector<std::string> values;  ///< of the columns
    std::size_t samples = 0;
    std::vector<ThresholdPoint> points;
  };
  std::vector<Condition> conditions;
};

struct CalibrationAnswer {
  AboutRecords about;
  struct Condition {
    std::vector<std::string> values;
    std::size_t samples = 0;
    std::vector<ExitCalibration> exits;
  };
  std::vector<Condition> conditions;
};

std::string render_text(const ExitsAnswer& answer, Page page = Page::endless);
std::string render_json(const ExitsAnswer& answer);
/// A row for each condition, threshold and exit.
std::string render_csv(const ExitsAnswer& answer);

std::string render_text(const CalibrationAnswer& answer, Page page = Page::endless);
/// Also the file that --temperature reads.
std::string render_json(const CalibrationAnswer& answer);
/// A row for each condition and exit; the reliability tables are in the other formats.
std::string render_csv(const CalibrationAnswer& answer);

}  // namespace popex::report
