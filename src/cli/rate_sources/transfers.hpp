// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/rate_sources/parts.hpp"
#include "cli/rate_sources/told_lines.hpp"
#include "update_box/transfer_fit.hpp"

namespace popex::cli {

/// Uploads that the application has made anyway: "bytes milliseconds". The rate of each is that of
/// what it took beyond the latency, and that is fitted.
class Transfers : public ToldLines {
 public:
  explicit Transfers(const RateSourceParts& parts)
      : ToldLines(parts.lines), window_({.window = 64, .latency = parts.assumed_latency}) {}

 protected:
  bool read(std::string_view line, RateEvent& event) override;

 private:
  TransferWindow window_;
};

}  // namespace popex::cli
