// SPDX-License-Identifier: MIT
//
// The reader of rate traces: any bytes give a trace or problems, and a trace answers. The first
// byte says what is asked for.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "background/rate_traces.hpp"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_trace(const popex::RateTrace& trace) {
  check(!trace.pieces().empty() && trace.pieces().front().from_s == 0);
  check(trace.duration_s() > trace.pieces().back().from_s);
  const double mean = trace.mean_rate(0, trace.duration_s()).value;
  check(mean >= 0 && std::isfinite(mean));
  for (const double share : {0.0, 0.3, 1.7}) {
    const double start_s = share * trace.duration_s();
    for (const double bytes : {0.0, 1.0, 1e6, 1e12}) {
      const double arrival_s = trace.arrival_s(start_s, popex::Bytes{bytes});
      check(arrival_s >= start_s && (mean > 0 || bytes == 0 || std::isinf(arrival_s)));
    }
  }
  const double interval_s = trace.duration_s() / 7;
  for (const popex::Mbps rate : trace.sampled(interval_s)) {
    check(rate.value >= 0 && std::isfinite(rate.value));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const unsigned bits = input.empty() ? 0U : static_cast<unsigned char>(input.front());
  popex::RateTraceOptions options;
  if ((bits & 1U) != 0) options.rate_column = "ul";
  if ((bits & 2U) != 0) options.time_column = "when";
  if ((bits & 4U) != 0) options.rate_unit = "kbps";
  if ((bits & 8U) != 0) options.time_unit = "ms";
  options.columns = static_cast<popex::RateColumns>(bits >> 4U & 3U);
  const auto read = popex::read_rate_trace(input.empty() ? input : input.substr(1), "t", options);
  if (read) {
    check_trace(read->trace);
    check(!read->taken.empty());
    for (const std::string& note : read->notes) check(!note.empty() && note.back() != '.');
    return 0;
  }
  check(!read.problems().empty());
  for (const popex::Problem& problem : read.problems()) {
    check(!problem.where.empty() && !problem.message.empty());
  }
  return 0;
}
