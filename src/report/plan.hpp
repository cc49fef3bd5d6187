// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>
#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "report/wording.hpp"

/// The decisions over a parameter as data, for a device that looks them up.
namespace popex::report {

struct PlanAnswer {
  struct Row {
    Piece piece;
    double last = 0;    ///< the highest value of the parameter that the row is for
    Decision decision;  ///< the piece's, at some value: times are none of the plan's
  };

  const Profile* profile;
  Scenario scenario;  ///< but for the parameter
  Parameter parameter;
  std::vector<Row> rows;  ///< contiguous, rising; never empty
};

std::string render_text(const PlanAnswer& answer, Page page = Page::endless);
std::string render_json(const PlanAnswer& answer);

/// A header for C99 and C++ with the table, a binary search in it, and E[T]. It needs no memory and
/// no library. Its names begin with `prefix`, a C identifier.
std::string render_c(const PlanAnswer& answer, const std::string& prefix);

/// E[T] in ms is constant_ms + slope · u, and this is the key that says slope and unit:
/// "slope_ms_mbps" with u = 1/B for a rate, otherwise "slope_ms" with u the parameter itself.
std::string_view slope_key(Parameter::Kind kind);

}  // namespace popex::report
