// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <popex/result.hpp>

#include "cli/rate_sources/parts.hpp"
#include "cli/rate_sources/rate_source.hpp"
#include "cli/rate_sources/retry.hpp"

namespace popex::cli {

/// A server of iperf3: "HOST", "HOST:PORT", "[V6]:PORT".
struct Iperf3Server {
  std::string host;
  std::string port = "5201";
};
Result<Iperf3Server> read_iperf3_server(const std::string& text);

/// Real measurements: runs iperf3 now and then, which uploads to a server for some time. While that
/// fails it is tried again after 1, 2, 4 … 60 s.
class Iperf3 : public RateSource {
 public:
  static constexpr double kPeriod_s = 10;

  Iperf3(Iperf3Server server, const RateSourceParts& parts);
  void next(RateEvent& event) override;

 private:
  [[nodiscard]] Result<Mbps> measure() const;

  Iperf3Server server_;
  const RateSourceParts& parts_;
  double period_s_;
  std::string name_;
  Retry retry_;
  double next_s_ = 0;
};

}  // namespace popex::cli
