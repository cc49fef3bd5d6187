// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/stored_answers/readers.hpp"
#include "cli/stored_answers/stored_decision.hpp"

namespace popex::cli {
namespace {

using report::plot::ReplayData;

constexpr const char* kExpected = "expected the answer of popex replay --steps";

/// The steps of the first trace, in order.
Result<ReplayData> checked(ReplayData data, const std::string& where) {
  if (data.time_s.empty()) return Problems{{where, fmt::format("no steps, {}", kExpected)}};
  for (std::size_t i = 0; i < data.time_s.size(); ++i) {
    const bool rises = i == 0 || data.time_s[i] > data.time_s[i - 1];
    const double numbers = data.time_s[i] + data.rate_mbps[i] + data.estimate_mbps[i];
    if (std::isfinite(numbers) && rises) continue;
    return Problems{{where, fmt::format("step {} at {} s, expected times that rise, with rates",
                                        i + 1, data.time_s[i])}};
  }
  return data;
}

}  // namespace

Result<ReplayData> read_replay(CsvReader& table) {
  ReplayData data;
  report::plot::WordColumn trace;
  table.take("trace", trace);
  table.take("time_s", data.time_s);
  table.take("rate_mbps", data.rate_mbps);
  table.take("estimate_mbps", data.estimate_mbps);
  table.take("split", data.split);
  table.take("regret_ms", data.regret_ms);
  Problems problems = table.read();
  if (!problems.empty()) return problems;
  // A trace may be played twice: there the time begins anew.
  const auto begins = [&](std::size_t i) {
    return trace.rows[i] != trace.rows[i - 1] || data.time_s[i] < data.time_s[i - 1];
  };
  std::size_t steps = trace.rows.size();
  data.traces = trace.rows.empty() ? 0 : 1;
  for (std::size_t i = 1; i < trace.rows.size(); ++i) {
    if (!begins(i)) continue;
    if (data.traces == 1) steps = i;
    ++data.traces;
  }
  for (auto* column : {&data.time_s, &data.rate_mbps, &data.estimate_mbps, &data.regret_ms}) {
    column->resize(steps);
  }
  data.split.rows.resize(steps);
  if (!trace.names.empty()) data.title = trace.names.front();
  return checked(std::move(data), table.name());
}

Result<ReplayData> read_replay(std::string_view json) {
  using S = JsonShape;
  struct Step {
    double time_s, rate_mbps, estimate_mbps, regret_ms;
    std::string split;
  };
  ReplayData data;
  data.traces = 0;
  std::map<std::string, std::uint32_t> splits;
  bool has_steps = false;
  Step step;
  const auto begin = [&] {
    constexpr double forever = std::numeric_limits<double>::infinity();
    if (has_steps && data.traces == 1) {
      data.time_s.push_back(step.time_s);
      data.rate_mbps.push_back(step.rate_mbps);
      data.estimate_mbps.push_back(step.estimate_mbps);
      data.regret_ms.push_back(step.regret_ms);
      const auto [at, is_new] =
          splits.emplace(step.split, static_cast<std::uint32_t>(data.split.names.size()));
      if (is_new) data.split.names.push_back(step.split);
      data.split.rows.push_back(at->second);
    }
    step = {forever, forever, forever, forever, ""};
  };
  const JsonShape one = S::object_with(
      {S::required("time_s", S::number([&](double v) { step.time_s = v; })),
       S::required("rate_mbps", S::number([&](double v) { step.rate_mbps = v; })),
       S::required("estimate_mbps", S::number([&](double v) { step.estimate_mbps = v; })),
       S::required("regret_ms", number_or_forever(step.regret_ms)),
       S::required("split", S::text([&](std::string& t) { step.split = std::move(t); }))});
  const JsonShape trace = S::object_with({S::required("trace", S::text([&](std::string& t) {
                                                        if (data.traces == 1)
                                                          data.title = std::move(t);
                                                      })),
                                          S::optional("steps", S::list(one, [&] {
                                                        begin();
                                                        has_steps = true;
                                                      }))});
  Problems problems =
      read_json(json, S::object_with({S::required("traces", S::list(trace, [&] {
                                                    begin();  // the last step of the one before
                                                    has_steps = false;
                                                    ++data.traces;
                                                  }))}));
  if (!problems.empty()) return problems;
  begin();
  return checked(std::move(data), "/traces/0/steps");
}

}  // namespace popex::cli
