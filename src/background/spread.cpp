// SPDX-License-Identifier: MIT
#include "background/spread.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "model/quantile.hpp"

namespace popex {
Spread spread_of(std::vector<double> samples_ms) {
  std::sort(samples_ms.begin(), samples_ms.end());
  return {Milliseconds(quantile(samples_ms, 0.5)),
          Milliseconds(quantile(samples_ms, 0.75) - quantile(samples_ms, 0.25))};
}

Milliseconds to_nanosecond(Milliseconds time) {
  return Milliseconds(std::round(time.count() * 1e6) / 1e6);
}

std::vector<double> made_rising(const std::vector<double>& values) {
  struct Pool {
    double sum;
    std::size_t count;
    [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<Pool> pools;
  for (const double value : values) {
    pools.push_back({value, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().count += last.count;
    }
  }
  std::vector<double> rising;
  for (const Pool& pool : pools) rising.insert(rising.end(), pool.count, pool.mean());
  return rising;
}

}  // namespace popex
