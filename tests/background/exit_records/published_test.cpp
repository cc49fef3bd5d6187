// SPDX-License-Identifier: MIT
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "background/calibration.hpp"
#include "background/exit_outcomes.hpp"
#include "background/exit_records.hpp"
#include "model/exit_statistics.hpp"
#include "support/problem_lines.hpp"

// Records that others published. They are not part of the project.

namespace popex::test {
namespace {

class PublishedRecords : public ::testing::Test {
 protected:
  static ExitRecords load(const std::string& file, const RecordsRequest& request) {
    const std::filesystem::path path = std::filesystem::path(POPEX_SAMPLES) / file;
    std::ifstream in(path, std::ios::binary);
    Result<ReadRecords> read = read_records(in, file, request);
    EXPECT_EQ(problem_lines(read), Lines{"no problem"});
    return read ? std::move(read->records) : ExitRecords{};
  }
  static bool is_here(const std::string& file) {
    return std::filesystem::exists(std::filesystem::path(POPEX_SAMPLES) / file);
  }
  static SampleList all(const ExitRecords& records) {
    SampleList samples(records.samples);
    std::iota(samples.begin(), samples.end(), std::size_t{0});
    return samples;
  }
};

// awk -F, 'NR>1{if($4>=0.8){l++; c+=$6} else {r++; rc+=$9}} END{print l,c,r,rc}'
TEST_F(PublishedRecords, AlexNetLeavesAsOftenAsAwkCounts) {
  const std::string file = "exit-records/results_ee_alexnet_for_ucb_3.csv";
  if (!is_here(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const ExitRecords records =
      load(file, {{{"b1", "branch_1"}, {"output", "branch_2"}}, {}, false, false});
  ASSERT_EQ(records.samples, 10000U);
  const Result<ExitOutcomes> outcomes = outcomes_of(records, all(records), {}, file);
  ASSERT_TRUE(outcomes);
  const ThresholdPoint point = follow_samples(*outcomes, {0.8});
  EXPECT_EQ(point.exits[0].left, 4943U);
  EXPECT_EQ(point.exits[0].correct, 4550U);
  EXPECT_EQ(point.exits[1].left, 5057U);
  EXPECT_EQ(point.exits[1].correct, 4307U);
  EXPECT_EQ(point.correct, 8857U);
}

// numpy: log of the probabilities; the zero of the derivative by bisection; sums over 15 bins.
TEST_F(PublishedRecords, VggIsOverconfident) {
  const std::string file = "exit-records/vggcifar10_test_probs.csv";
  if (!is_here(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const ExitRecords records = load(file, {{}, {}, false, true});
  const auto made = calibrate(records, all(records), file);
  ASSERT_TRUE(made);
  const ExitCalibration& output = made->front();
  EXPECT_NEAR(output.temperature, 1.6863092406460571, 1e-6 * 1.69);
  EXPECT_NEAR(output.before.nll, 0.25706481570099976, 1e-6);
  EXPECT_NEAR(output.after.nll, 0.20057436095442413, 1e-6);
  EXPECT_NEAR(output.before.ece, 0.03978007590649853, 1e-6);
  EXPECT_NEAR(output.after.ece, 0.014101197161328698, 1e-6);
  EXPECT_NEAR(output.before.mean_confidence, 0.9755732595858951, 1e-6);
  EXPECT_NEAR(output.after.mean_confidence, 0.9454084334471999, 1e-6);
  EXPECT_NEAR(output.before.accuracy, 0.9359, 1e-12);
  EXPECT_EQ(output.after.accuracy, output.before.accuracy);
}

// The same of one condition in the long form.
TEST_F(PublishedRecords, DigitsHaveATemperatureForEachExit) {
  const std::string file = "digits/b_lenet_digits_calibration.csv";
  if (!is_here(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const ExitRecords records = load(file, {{}, {"distortion", "level"}, false, true});
  const Result<SampleList> samples =
      samples_where(records, {{"distortion", "gaussian_blur"}, {"level", "2"}}, "--where");
  ASSERT_TRUE(samples);
  ASSERT_EQ(samples->size(), 450U);
  const auto made = calibrate(records, *samples, file);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->size(), 3U);
  const auto expect = [&](std::size_t e, double temperature, double nll_before, double nll_after,
                          double ece_before, double ece_after) {
    const ExitCalibration& exit = (*made)[e];
    EXPECT_NEAR(exit.temperature, temperature, 1e-6 * temperature);
    EXPECT_NEAR(exit.before.nll, nll_before, 1e-6);
    EXPECT_NEAR(exit.after.nll, nll_after, 1e-6);
    EXPECT_NEAR(exit.before.ece, ece_before, 1e-6);
    EXPECT_NEAR(exit.after.ece, ece_after, 1e-6);
    EXPECT_EQ(exit.after.accuracy, exit.before.accuracy);
  };
  expect(0, 0.6731267221347692, 0.3927222240127522, 0.3483972809484094, 0.10071380591444783,
         0.036274691699555446);
  expect(1, 1.9800359846582056, 0.17456666723611874, 0.13128420478342756, 0.022480027552699657,
         0.02341866950528346);
  expect(2, 2.363441758207915, 0.13037339720295277, 0.08165533800824733, 0.020663723422185133,
         0.007586320615620534);
}

}  // namespace
}  // namespace popex::test
