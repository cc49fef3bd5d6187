// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "background/rate_line.hpp"
#include "cli/rate_sources/parts.hpp"
#include "cli/rate_sources/told_lines.hpp"

namespace popex::cli {

/// Rates: "5.5" or "700kbps", as --rate has them; "12.5 5.5", a time in seconds before the rate;
/// {"time_s": 12.5, "rate_mbps": 5.5}. A line without a time has that of the clock.
class ToldRates : public ToldLines {
 public:
  explicit ToldRates(const RateSourceParts& parts) : ToldLines(parts.lines) {}

 protected:
  bool read(std::string_view line, RateEvent& event) override;

 private:
  RateLineReader json_;
  double last_s_ = 0;
  bool is_first_ = true;
};

}  // namespace popex::cli
