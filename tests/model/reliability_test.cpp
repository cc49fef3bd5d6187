// SPDX-License-Identifier: MIT
#include "model/reliability.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "model/softmax.hpp"
#include "support/random_seed.hpp"
#include "support/small_scores.hpp"

namespace popex::test {
namespace {

using Counts = std::array<std::size_t, Reliability::kBins>;

void expect(const Reliability& found, double nll, double ece, double mean_confidence,
            const Counts& samples) {
  EXPECT_NEAR(found.nll, nll, 1e-12);
  EXPECT_NEAR(found.ece, ece, 1e-12);
  EXPECT_NEAR(found.accuracy, 8.0 / 12, 1e-12);
  EXPECT_NEAR(found.mean_confidence, mean_confidence, 1e-12);
  for (std::size_t k = 0; k < samples.size(); ++k) {
    EXPECT_EQ(found.bins[k].samples, samples[k]) << "bin " << k;
  }
}

// All from numpy: u = z / T - (z / T).max(1), lsm = u - log(exp(u).sum(1)), c = exp(lsm).max(1),
// bins = ceil(15 c) - 1, ece = sum |right[bin].sum() - c[bin].sum()| / 12.
TEST(Reliability, IsWhatNumpyGives) {
  const SmallScores small;
  expect(reliability_of(small.labelled()), 0.804916510679153, 0.27998237934132775,
         0.6399015415027268, {0, 0, 0, 0, 0, 2, 0, 2, 3, 1, 0, 1, 0, 1, 2});
  expect(reliability_of(small.labelled(), SmallScores::kTemperature), 0.7930405679082043,
         0.21652244573771648, 0.6000817643953721, {0, 0, 0, 0, 0, 2, 0, 4, 2, 0, 1, 0, 1, 2, 0});
  expect(reliability_of(small.labelled(), 2.5), 0.8416926568511839, 0.2181234953882424,
         0.500439474874315, {0, 0, 0, 0, 0, 2, 4, 2, 1, 2, 1, 0, 0, 0, 0});
}

TEST(Reliability, CertaintyIsInTheLastBinAndItsEdgesBelongBelow) {
  const std::vector<double> scores{0, -1e9, std::log(3.0), 0};  // 1 and, of 3 : 1, 0.75
  const std::vector<std::int32_t> label{0, 1};
  const Reliability found = reliability_of({scores, 2, label});
  EXPECT_EQ(found.bins[14].samples, 1U);
  EXPECT_EQ(found.bins[14].correct, 1U);
  EXPECT_EQ(found.bins[11].samples, 1U);  // 11/15 < 0.75 <= 12/15
  EXPECT_EQ(found.bins[11].correct, 0U);
  EXPECT_NEAR(found.ece, 0.75 / 2, 1e-12);
}

TEST(Reliability, AccuracyDoesNotDependOnTemperature) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    const std::size_t classes = integer_between(random, 2, 5);
    std::vector<double> scores(classes * 30);
    for (double& score : scores) score = real_between(random, -3, 3);
    std::vector<std::int32_t> label(30);
    for (std::int32_t& one : label) {
      one = static_cast<std::int32_t>(integer_between(random, 0, classes - 1));
    }
    const LabelledScores labelled{scores, classes, label};
    const Reliability found = reliability_of(labelled, log_uniform(random, 1e-6, 1e6));
    EXPECT_EQ(found.accuracy, reliability_of(labelled).accuracy);
    std::size_t samples = 0;
    for (const ReliabilityBin& bin : found.bins) samples += bin.samples;
    EXPECT_EQ(samples, 30U);
  }
}

}  // namespace
}  // namespace popex::test
