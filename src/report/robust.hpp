// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <popex/profile.hpp>
#include <popex/robust.hpp>
#include <popex/scenario.hpp>

namespace popex::report {

/// The answer of `solve` where the rate of a link varies.
struct RobustSolveAnswer {
  struct Trace {
    std::string file;
    std::string taken;  ///< what of the file was taken for what
    double interval_s = 0;
  };

  const Profile* profile;
  Scenario scenario;  ///< complete; the rate of the link is the one that the figures are for
  RobustQuestion question;
  RobustAnswer answer;
  std::optional<Trace> trace;  ///< where the rates are from; nothing: an interval
};

std::string_view name_of(Criterion criterion);

std::string render_text(const RobustSolveAnswer& answer);
std::string render_json(const RobustSolveAnswer& answer);
/// The decision and that for the mean rate, a row each.
std::string render_csv(const RobustSolveAnswer& answer);

}  // namespace popex::report
