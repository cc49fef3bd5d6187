// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "background/rate_line.hpp"
#include "cli/rate_sources/parts.hpp"
#include "cli/rate_sources/told_lines.hpp"

namespace popex::cli {

/// Rates: "5.5" or "700kbps", as --rate has them; "12.5 5.5", a time in seconds before the rate;
/// {"time_s": 12.5, "rate_mbps": 5.5}. A line without a time has that of the clock. What can be
/// read in two ways ends the source with a Failure that names --columns: "5,5", or whole numbers
/// that have risen from the first line on, as mahimahi's milliseconds do.
class ToldRates : public ToldLines {
 public:
  explicit ToldRates(const RateSourceParts& parts)
      : ToldLines(parts.lines),
        reader_(parts.columns),
        may_be_milliseconds_(parts.columns == RateColumns::found) {}

 protected:
  bool read(std::string_view line, RateEvent& event) override;

 private:
  /// Throws where the lines so far are as likely milliseconds.
  void look_for_milliseconds(std::string_view line, const RateLine& read);

  RateLineReader reader_;
  double last_s_ = 0;
  bool is_first_ = true;
  bool may_be_milliseconds_;
  std::size_t different_ = 0;
  double last_whole_ = -1;
};

}  // namespace popex::cli
