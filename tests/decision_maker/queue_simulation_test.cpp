// SPDX-License-Identifier: MIT
//
// The simulation that judges times under load, against what queueing theory says of it.

#include "support/queue_simulation.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex {
namespace {

using test::Random;
using test::simulate;
using test::SimulatedLoad;
using test::SimulatedStage;

constexpr std::uint64_t kCases = 10;
constexpr std::size_t kSamples = 200'000;
/// In standard errors from 30 batches: one right value in 600 000 is further away.
constexpr double kFar = 6;
/// For what holds sample by sample: the clock runs to some 10^8 ms.
constexpr double kRoundingMs = 1e-6;

SimulatedStage one_part(double service_ms, double exit_probability = 0, double delay_after_ms = 0) {
  return {{{service_ms, exit_probability}}, delay_after_ms};
}

/// The mean and the mean square of a stage's time, and what they say of its queue.
struct ServiceTime {
  double mean = 0;
  double square = 0;

  /// Pollaczek and Khinchine's mean wait, where arrivals are Poisson; for a constant time s it is
  /// ρs/(2(1 − ρ)).
  [[nodiscard]] double wait_ms(double samples_per_ms) const {
    return samples_per_ms * square / (2 * (1 - samples_per_ms * mean));
  }
  /// Of the share of time that the server was seen busy, with Poisson arrivals.
  [[nodiscard]] double utilisation_error(double samples_per_ms) const {
    return samples_per_ms * std::sqrt(square / (0.9 * kSamples));
  }
};

ServiceTime constant(double ms) { return {ms, ms * ms}; }

/// The first with probability p, otherwise both.
ServiceTime with_exit(double first_ms, double p, double second_ms) {
  const double both = first_ms + second_ms;
  return {p * first_ms + (1 - p) * both, p * first_ms * first_ms + (1 - p) * both * both};
}

double random_service_ms(Random& random) { return test::log_uniform(random, 1, 100); }

/// Samples per ms that keep a stage busy for a share of its time.
double random_rate(Random& random, double mean_service_ms) {
  return test::real_between(random, 0.1, 0.8) / mean_service_ms;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(QueueSimulation, ConstantServiceWaitsAsMD1Does) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const double s = random_service_ms(random);
    const double rate = random_rate(random, s);
    const SimulatedLoad load = simulate({one_part(s)}, 1000 * rate, kSamples, random());
    const double rho = rate * s;
    const double wait = rho * s / (2 * (1 - rho));
    EXPECT_NEAR(load.mean_time_ms, wait + s, kFar * load.standard_error_ms);
    EXPECT_NEAR(load.mean_wait_ms.at(0), wait, kFar * load.standard_error_ms);
    EXPECT_LT(load.standard_error_ms, 0.05 * load.mean_time_ms);
    EXPECT_NEAR(load.utilisation.at(0), rho, kFar * constant(s).utilisation_error(rate));
  }
}

TEST(QueueSimulation, StageWithExitWaitsAsPollaczekAndKhinchineSay) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const double first = random_service_ms(random);
    const double second = random_service_ms(random);
    const double p = test::real_between(random, 0, 0.9);  // or long times are too rare for batches
    const ServiceTime service = with_exit(first, p, second);
    const double rate = random_rate(random, service.mean);
    const SimulatedLoad load =
        simulate({{{{first, p}, {second, 0}}}}, 1000 * rate, kSamples, random());
    const double wait = service.wait_ms(rate);
    EXPECT_NEAR(load.mean_time_ms, wait + service.mean, kFar * load.standard_error_ms);
    EXPECT_NEAR(load.mean_wait_ms.at(0), wait, kFar * load.standard_error_ms);
    EXPECT_LT(load.standard_error_ms, 0.05 * load.mean_time_ms);
    EXPECT_NEAR(load.utilisation.at(0), rate * service.mean,
                kFar * service.utilisation_error(rate));
  }
}

TEST(QueueSimulation, NobodyWaitsAtAFasterStageBehindAConstantOne) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const double slow = random_service_ms(random);
    const double fast = slow * test::real_between(random, 0.1, 0.99);
    const double rate = random_rate(random, slow);
    const SimulatedLoad load =
        simulate({one_part(slow, 0, 3), one_part(fast)}, 1000 * rate, kSamples, random());
    EXPECT_EQ(load.mean_wait_ms.at(1), 0);
    EXPECT_NEAR(load.mean_time_ms, constant(slow).wait_ms(rate) + slow + 3 + fast,
                kFar * load.standard_error_ms);
    EXPECT_NEAR(load.utilisation.at(1), rate * fast, kFar * constant(fast).utilisation_error(rate));
  }
}

TEST(QueueSimulation, ConstantStagesWaitTogetherAsTheSlowestWouldAlone) {
  // Friedman (1965): sample by sample, in any order of the stages.
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const double s = random_service_ms(random);
    const double rate = random_rate(random, s);
    const std::uint64_t seed = random();
    const SimulatedLoad alone = simulate({one_part(s)}, 1000 * rate, kSamples, seed);
    const SimulatedLoad load =
        simulate({one_part(0.5 * s), one_part(0.8 * s), one_part(s)}, 1000 * rate, kSamples, seed);
    EXPECT_NEAR(sum(load.mean_wait_ms), alone.mean_wait_ms.at(0), kRoundingMs);
    EXPECT_GT(load.mean_wait_ms.at(2), 0);
    EXPECT_NEAR(load.mean_time_ms, alone.mean_time_ms + 1.3 * s, kRoundingMs);
  }
}

TEST(QueueSimulation, StageBehindAnExitWaitsForThoseThatReachItOnly) {
  // ─▸ 0 ms, exit p ──▸ s ms: what is left of Poisson arrivals is Poisson.
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const double s = random_service_ms(random);
    const double p = test::real_between(random, 0.1, 0.9);
    const double reaching = random_rate(random, s);
    const SimulatedLoad load =
        simulate({one_part(0, p), one_part(s)}, 1000 * reaching / (1 - p), kSamples, random());
    const double wait = constant(s).wait_ms(reaching);
    EXPECT_NEAR(load.mean_time_ms, (1 - p) * (wait + s), kFar * load.standard_error_ms);
    EXPECT_EQ(load.mean_wait_ms.at(0), 0);
    EXPECT_NEAR(load.mean_wait_ms.at(1), (1 - p) * wait, kFar * load.standard_error_ms);
    EXPECT_EQ(load.utilisation.at(0), 0);
    EXPECT_NEAR(load.utilisation.at(1), reaching * s,
                kFar * constant(s).utilisation_error(reaching) / std::sqrt(1 - p));
  }
}

TEST(QueueSimulation, DelayIsAddedToTheTimeOfThoseThatGoOn) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const double s = random_service_ms(random);
    const double rate = random_rate(random, 2 * s);
    const double delay = test::real_between(random, 1, 1000);
    const std::uint64_t seed = random();
    for (const double p : {0.0, 0.3, 1.0}) {
      SCOPED_TRACE(p);
      // Some wait at the second stage, too.
      const auto with_delay = [&](double ms) {
        return simulate({one_part(s, p, ms), one_part(2 * s)}, 1000 * rate, kSamples, seed);
      };
      const SimulatedLoad without = with_delay(0);
      const SimulatedLoad load = with_delay(delay);
      const double share_error = std::sqrt(p * (1 - p) / (0.9 * kSamples));
      EXPECT_NEAR(load.mean_time_ms - without.mean_time_ms, (1 - p) * delay,
                  kFar * share_error * delay + kRoundingMs);
      for (std::size_t k = 0; k < 2; ++k) {
        EXPECT_NEAR(load.mean_wait_ms.at(k), without.mean_wait_ms.at(k), kRoundingMs);
      }
    }
  }
}

TEST(QueueSimulation, DelayAfterTheLastStageCounts) {
  const std::uint64_t seed = test::random_for_case(0)();
  const SimulatedLoad without = simulate({one_part(10)}, 50, kSamples, seed);
  const SimulatedLoad load = simulate({one_part(10, 0, 7)}, 50, kSamples, seed);
  EXPECT_NEAR(load.mean_time_ms, without.mean_time_ms + 7, kRoundingMs);
  EXPECT_EQ(load.utilisation, without.utilisation);
}

TEST(QueueSimulation, OverloadedStageIsAlwaysBusyAndKeepsTheNextOneFromWaiting) {
  const std::uint64_t seed = test::random_for_case(0)();
  const SimulatedLoad load = simulate({one_part(20), one_part(5)}, 100, kSamples, seed);
  EXPECT_NEAR(load.utilisation.at(0), 1, 1e-9);
  EXPECT_NEAR(load.utilisation.at(1), 0.25, 1e-4);
  EXPECT_EQ(load.mean_wait_ms.at(1), 0);
}

TEST(QueueSimulation, SameSeedGivesTheSameNumbers) {
  Random random = test::random_for_case(0);
  const std::vector<SimulatedStage> stages = {{{{4, 0.3}, {5, 0.1}}, 2}, one_part(8)};
  const std::uint64_t seed = random();
  const SimulatedLoad one = simulate(stages, 90, 10'000, seed);
  const SimulatedLoad again = simulate(stages, 90, 10'000, seed);
  EXPECT_EQ(one.mean_time_ms, again.mean_time_ms);
  EXPECT_EQ(one.standard_error_ms, again.standard_error_ms);
  EXPECT_EQ(one.utilisation, again.utilisation);
  EXPECT_EQ(one.mean_wait_ms, again.mean_wait_ms);
  EXPECT_NE(one.mean_time_ms, simulate(stages, 90, 10'000, seed + 1).mean_time_ms);
}

TEST(QueueSimulation, TooFewSamplesForBatchesAreAMistake) {
  EXPECT_THROW(simulate({one_part(1)}, 1, 0, 1), std::invalid_argument);
  EXPECT_THROW(simulate({one_part(1)}, 1, 32, 1), std::invalid_argument);
  EXPECT_NO_THROW(simulate({one_part(1)}, 1, 34, 1));
}

}  // namespace
}  // namespace popex
