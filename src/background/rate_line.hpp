// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include <popex/result.hpp>

#include "background/json_shape.hpp"

namespace popex {

/// One sample of a link's rate, as programs tell it: {"time_s": 12.5, "rate_mbps": 5.5}, the time
/// where they have one.
struct RateLine {
  std::optional<double> time_s;
  double rate_mbps = 0;
};

/// Reads them one after another, without making the shape anew.
class RateLineReader {
 public:
  RateLineReader();
  RateLineReader(const RateLineReader&) = delete;  // the shape points into this object
  RateLineReader& operator=(const RateLineReader&) = delete;

  Result<RateLine> read(std::string_view json);

 private:
  RateLine line_;
  JsonShape shape_;
};

}  // namespace popex
