// SPDX-License-Identifier: MIT
#include "support/queue_simulation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

#include "support/random_seed.hpp"

namespace popex::test {
namespace {

constexpr std::size_t kBatches = 30;

/// All of them first, so that they are the same whatever happens to the samples.
std::vector<double> random_arrivals(Random& random, double samples_per_second,
                                    std::size_t samples) {
  std::exponential_distribution<double> gap_ms(samples_per_second / 1000);
  std::vector<double> arrivals(samples);
  double now = 0;
  for (double& arrival : arrivals) arrival = now += gap_ms(random);
  return arrivals;
}

struct Service {
  double ms = 0;
  bool exits = false;
};

Service random_service(Random& random, const SimulatedStage& stage) {
  Service service;
  for (const SimulatedStage::Part& part : stage.parts) {
    service.ms += part.service_ms;
    service.exits = chance(random, part.exit_probability);
    if (service.exits) break;
  }
  return service;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_error(const std::vector<double>& values) {
  const double middle = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - middle) * (value - middle);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

}  // namespace

SimulatedLoad simulate(const std::vector<SimulatedStage>& stages, double samples_per_second,
                       std::size_t samples, std::uint64_t seed) {
  const std::size_t batch_size = (samples - samples / 10) / kBatches;
  if (batch_size == 0) throw std::invalid_argument("too few samples for 30 batches");
  const std::size_t warm_up = samples - batch_size * kBatches;

  Random random(seed);
  const std::vector<double> arrivals = random_arrivals(random, samples_per_second, samples);
  // Servers are watched from one arrival to another, whichever samples are in them then.
  const double from = arrivals[warm_up];
  const double to = arrivals.back();

  std::vector<double> free_at(stages.size(), 0);
  std::vector<double> busy(stages.size(), 0);
  std::vector<double> waited(stages.size(), 0);
  std::vector<double> batches(kBatches, 0);
  for (std::size_t i = 0; i < samples; ++i) {
    double now = arrivals[i];
    bool exits = false;
    for (std::size_t k = 0; k < stages.size() && !exits; ++k) {
      const double start = std::max(now, free_at[k]);
      const Service service = random_service(random, stages[k]);
      const double end = start + service.ms;
      if (i >= warm_up) waited[k] += start - now;
      busy[k] += std::max(std::min(end, to) - std::max(start, from), 0.0);
      free_at[k] = end;
      exits = service.exits;
      now = exits ? end : end + stages[k].delay_after_ms;
    }
    if (i >= warm_up) batches[(i - warm_up) / batch_size] += now - arrivals[i];
  }

  for (double& batch : batches) batch /= static_cast<double>(batch_size);
  for (double& ms : busy) ms /= to - from;
  for (double& ms : waited) ms /= static_cast<double>(samples - warm_up);
  return {mean(batches), standard_error(batches), busy, waited};
}

}  // namespace popex::test
