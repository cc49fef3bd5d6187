// SPDX-License-Identifier: MIT
#include "update_box/transfer_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex {
namespace {

// At 8 Mbps a kilobyte takes a millisecond.
Upload upload(double bytes, double ms) { return {Bytes{bytes}, Milliseconds(ms)}; }

std::vector<Upload> random_uploads(test::Random& random, double latency_ms, double mbps,
                                   double noise_ms) {
  std::normal_distribution<double> noise(0, 1);
  std::vector<Upload> uploads;
  const std::size_t count = test::integer_between(random, 16, 64);
  for (std::size_t i = 0; i < count; ++i) {
    const double bytes = test::real_between(random, 5e3, 2e5);
    const double ms = latency_ms + 8 * bytes / (1000 * mbps) + noise_ms * noise(random);
    uploads.push_back(upload(bytes, std::max(ms, 1e-3)));
  }
  return uploads;
}

/// The closed form of least squares: slope and value at 0.
std::pair<double, double> least_squares(const std::vector<Upload>& uploads) {
  const auto n = static_cast<double>(uploads.size());
  double sizes = 0;
  double times = 0;
  for (const Upload& u : uploads) {
    sizes += u.size.value;
    times += u.took.count();
  }
  double covariance = 0;
  double variance = 0;
  for (const Upload& u : uploads) {
    covariance += (u.size.value - sizes / n) * (u.took.count() - times / n);
    variance += (u.size.value - sizes / n) * (u.size.value - sizes / n);
  }
  const double slope = covariance / variance;
  return {slope, (times - slope * sizes) / n};
}

TEST(TransferFit, ExactUploadsGiveTheExactLine) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const double latency = test::chance(random, 0.2) ? 0 : test::log_uniform(random, 0.1, 1000);
    const double mbps = test::log_uniform(random, 0.1, 1000);
    std::vector<Upload> uploads = random_uploads(random, latency, mbps, 0);
    const bool has_outliers = test::chance(random, 0.5);
    if (has_outliers) {
      for (std::size_t i = 0; i < uploads.size(); i += 5) uploads[i].took *= 10;
    }
    const TransferFit fit = fit_uploads(uploads, Milliseconds(7));
    EXPECT_TRUE(fit.tells_latency);
    const double whole = uploads[1].took.count();
    EXPECT_NEAR(fit.latency.count(), latency, 1e-9 * whole);
    EXPECT_NEAR(fit.rate.value, mbps, 1e-6 * mbps);
    EXPECT_NEAR(fit.noise.count(), 0, 1e-9 * whole);
  }
}

TEST(TransferFit, WithoutOutliersItIsNearlyLeastSquares) {
  double deviation = 0;
  double robust_error = 0;
  double plain_error = 0;
  for (std::uint64_t number = 0; number < 500; ++number) {
    test::Random random = test::random_for_case(number);
    const std::vector<Upload> uploads = random_uploads(random, 40, 8, 2);
    const auto [slope, at_zero] = least_squares(uploads);
    const TransferFit fit = fit_uploads(uploads, Milliseconds(0));
    deviation += std::abs(fit.latency.count() - at_zero);
    robust_error += (fit.latency.count() - 40) * (fit.latency.count() - 40);
    plain_error += (at_zero - 40) * (at_zero - 40);
    EXPECT_NEAR(8 / (1000 * fit.rate.value), slope, 0.1 * slope) << test::trace_of_case(number);
  }
  EXPECT_LT(deviation / 500, 0.25);  // of 2 ms of noise
  // The weights are made for an efficiency of 95 %; the scale, taken from few uploads, costs more.
  EXPECT_LT(robust_error, 1.5 * plain_error);
}

TEST(TransferFit, AFifthThatTakesTenTimesAsLongCountsNothing) {
  double robust_error = 0;
  double clean_error = 0;
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    std::vector<Upload> uploads = random_uploads(random, 40, 8, 2);
    std::vector<Upload> clean;
    for (std::size_t i = 0; i < uploads.size(); ++i) {
      if (i % 5 == 0) {
        uploads[i].took *= 10;
      } else {
        clean.push_back(uploads[i]);
      }
    }
    const TransferFit fit = fit_uploads(uploads, Milliseconds(0));
    EXPECT_TRUE(fit.tells_latency);
    EXPECT_NEAR(fit.latency.count(), 40, 8);
    EXPECT_NEAR(fit.rate.value, 8, 1);
    const double at_zero = least_squares(clean).second;
    robust_error += (fit.latency.count() - 40) * (fit.latency.count() - 40);
    clean_error += (at_zero - 40) * (at_zero - 40);
  }
  EXPECT_LT(robust_error, 1.8 * clean_error);  // as if somebody had taken them out
}

TEST(TransferFit, EqualSizesDoNotTellTheLatency) {
  std::vector<Upload> uploads;
  for (int i = 0; i < 20; ++i) uploads.push_back(upload(8000, 30 + i % 3));
  TransferFit fit = fit_uploads(uploads, Milliseconds(0));
  EXPECT_FALSE(fit.tells_latency);
  EXPECT_EQ(fit.latency.count(), 0);
  EXPECT_NEAR(fit.rate.value, 64.0 / 31, 0.1);
  fit = fit_uploads(uploads, Milliseconds(23));
  EXPECT_FALSE(fit.tells_latency);
  EXPECT_EQ(fit.latency.count(), 23);
  EXPECT_NEAR(fit.rate.value, 8, 1);
}

TEST(TransferFit, HardlyDifferentSizesDoNotEither) {
  std::vector<Upload> uploads;
  for (int i = 0; i < 20; ++i) uploads.push_back(upload(8000 + 10 * i, 18 + 0.01 * i));
  EXPECT_FALSE(fit_uploads(uploads, Milliseconds(10)).tells_latency);
}

TEST(TransferFit, NorDoUploadsThatTakeNoLongerForMoreBytes) {
  std::vector<Upload> uploads;
  for (int i = 0; i < 20; ++i) uploads.push_back(upload(1000 * (1 + i), 18));
  const TransferFit fit = fit_uploads(uploads, Milliseconds(10));
  EXPECT_FALSE(fit.tells_latency);
  EXPECT_EQ(fit.latency.count(), 10);
  EXPECT_GT(fit.rate.value, 0);
}

TEST(TransferFit, NorDoFewerThanEight) {
  std::vector<Upload> uploads;
  for (int i = 1; i <= 7; ++i) uploads.push_back(upload(1000 * i, 10 + i));
  EXPECT_FALSE(fit_uploads(uploads, Milliseconds(10)).tells_latency);
  EXPECT_DOUBLE_EQ(fit_uploads(uploads, Milliseconds(10)).rate.value, 8);
  uploads.push_back(upload(8000, 18));
  EXPECT_TRUE(fit_uploads(uploads, Milliseconds(0)).tells_latency);
  EXPECT_NEAR(fit_uploads(uploads, Milliseconds(0)).latency.count(), 10, 1e-9);
}

TEST(TransferFit, ALatencyThatMostUploadsDoNotTakeIsNotBelieved) {
  const TransferFit fit = fit_uploads({upload(1000, 5)}, Milliseconds(5));
  EXPECT_EQ(fit.latency.count(), 0);
  EXPECT_DOUBLE_EQ(fit.rate.value, 1.6);
}

TEST(TransferFit, ALineThatWouldBeginBelowZeroBeginsAtZero) {
  std::vector<Upload> uploads;
  for (int i = 1; i <= 20; ++i) uploads.push_back(upload(1000 * i, i - 0.5));
  const TransferFit fit = fit_uploads(uploads, Milliseconds(3));
  EXPECT_TRUE(fit.tells_latency);
  EXPECT_EQ(fit.latency.count(), 0);
  EXPECT_NEAR(fit.rate.value, 8, 0.5);
}

TEST(TransferWindow, GivesEachUploadsRate) {
  TransferWindow window({64, Milliseconds(0)});
  for (int i = 1; i <= 20; ++i) window.add(upload(1000 * i, 10 + i));
  EXPECT_NEAR(window.add(upload(8000, 14)).value, 16, 1e-6);  // 8000 bytes in 4 ms
  EXPECT_NEAR(window.add(upload(8000, 26)).value, 4, 1e-6);   // in 16 ms
  EXPECT_NEAR(window.add(upload(8000, 9.5)).value, 8, 1e-6);  // sooner than the latency
  EXPECT_NEAR(window.fit().latency.count(), 10, 1e-9);
}

TEST(TransferWindow, TooSmallAnUploadSaysNothing) {
  TransferWindow window({64, Milliseconds(0)});
  for (int i = 1; i <= 40; ++i) window.add(upload(1000 * i, 10 + i + (i % 2 == 0 ? 0.5 : -0.5)));
  const double noise = window.fit().noise.count();
  EXPECT_NEAR(noise, 0.5 / 0.6745, 0.1);
  EXPECT_NEAR(window.add(upload(1, 10.3)).value, 8, 0.1);  // 0.3 ms are noise, not 0.03 Mbps
  EXPECT_NEAR(window.add(upload(1, 110)).value, 8, 0.1);   // and so is anything else
  EXPECT_NEAR(window.add(upload(10000, 110)).value, 0.8, 0.05);
}

// By hand: 8 kB at 8 Mbps are expected in 8 ms.
TEST(TransferFit, AnUploadCountsByItsTimeAgainstTheNoise) {
  const TransferFit exact{Milliseconds(10), Mbps{8}, true, Milliseconds(0)};
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 42), exact).value, 2);
  const TransferFit noisy{Milliseconds(10), Mbps{8}, true, Milliseconds(4)};  // w = 1/2
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 42), noisy).value, 4);
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 14), noisy).value, 8 * std::sqrt(2));
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 10.5), noisy).value, 8 * std::sqrt(2));
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 9), noisy).value, 8);
  const TransferFit tiny{Milliseconds(10), Mbps{8}, true, Milliseconds(40)};  // w = 1/101
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 42), tiny).value, 8 * std::pow(4, -1.0 / 101));
  EXPECT_DOUBLE_EQ(rate_of(upload(8000, 10.5), tiny).value, 8);
}

/// 4 kB in any place between uploads of 100 kB to 1 MB at 80 Mbps with 15 ms of latency; a tenth of
/// them are held up for far longer.
TEST(TransferWindow, TinyUploadsMoveNothingWhereverTheyCome) {
  SCOPED_TRACE(test::trace_of_case(0));
  double deviation = 0;
  double count = 0;
  double fit_deviation = 0;
  constexpr int cases = 200;
  for (std::uint64_t number = 0; number < cases; ++number) {
    test::Random random = test::random_for_case(number);
    std::normal_distribution<double> noise(0, 3);
    TransferWindow window({64, Milliseconds(0)});
    std::vector<Upload> clean;
    for (int i = 0; i < 24; ++i) {
      const double bytes = test::log_uniform(random, 1e5, 1e6);
      clean.push_back(upload(bytes, 15 + bytes / 1e4 + noise(random)));
      window.add(clean.back());
      if (i < 12 || !test::chance(random, 0.4)) continue;
      const double ms = test::chance(random, 0.1) ? 150 : 15 + std::abs(noise(random));
      deviation += std::abs(std::log(window.add(upload(4000, ms)).value / 80));
      ++count;
    }
    const double fitted = 8 / (1000 * least_squares(clean).first);
    fit_deviation += std::abs(std::log(window.fit().rate.value / fitted));
  }
  EXPECT_LT(deviation / count, 0.04);  // where its own rate would be off by e^1.9
  EXPECT_LT(fit_deviation / cases, 0.03);
}

TEST(TransferWindow, KeepsWhatItKnowsWhileAllUploadsAreTiny) {
  TransferWindow window({16, Milliseconds(0)});
  for (int i = 1; i <= 16; ++i) window.add(upload(10000 * i, 10 + i + (i % 3 - 1)));
  const TransferFit known = window.fit();
  EXPECT_TRUE(known.tells_latency);
  EXPECT_NEAR(known.rate.value, 80, 8);
  for (int i = 0; i < 100; ++i) {
    const double rate = window.add(upload(1000, 8.1 + i % 5)).value;
    ASSERT_NEAR(rate, known.rate.value, 0.1 * known.rate.value) << i;
  }
  EXPECT_FALSE(window.fit().tells_latency);
  const Milliseconds latency = window.fit().latency;
  EXPECT_NEAR(latency.count(), 10, 1);
  // What takes far longer than the noise for most of a window is the rate after all.
  for (int i = 0; i < 16; ++i) window.add(upload(1000, 90 + i % 5));
  EXPECT_NEAR(window.fit().rate.value, 0.1, 0.01);
  EXPECT_EQ(window.fit().latency, latency);
  // And what takes less than the latency shows another latency.
  for (int i = 0; i < 16; ++i) window.add(upload(1000, 2 + 0.01 * (i % 5)));
  EXPECT_EQ(window.fit().latency.count(), 0);
  EXPECT_NEAR(window.fit().rate.value, 4, 0.1);
}

TEST(TransferWindow, KeepsTheLatencyWhereAllUploadsAreOfOneSize) {
  TransferWindow window({16, Milliseconds(3)});
  for (int i = 1; i <= 16; ++i) window.add(upload(1000 * i, 10 + i));
  for (int i = 0; i < 32; ++i) window.add(upload(8000, 26 + 0.1 * (i % 3)));
  EXPECT_FALSE(window.fit().tells_latency);
  EXPECT_NEAR(window.fit().latency.count(), 10, 1e-9);
  EXPECT_NEAR(window.fit().rate.value, 4, 0.05);
}

TEST(TransferWindow, OneUploadIsAllThatIsKnown) {
  EXPECT_DOUBLE_EQ(TransferWindow({64, Milliseconds(0)}).add(upload(4000, 16)).value, 2);
  EXPECT_DOUBLE_EQ(TransferWindow({64, Milliseconds(12)}).add(upload(4000, 16)).value, 8);
}

TEST(TransferWindow, FollowsARateThatChangesWithTheFirstLargeUpload) {
  TransferWindow window({64, Milliseconds(0)});
  for (int i = 1; i <= 20; ++i) window.add(upload(10000 * i, 10 + i + 0.2 * (i % 3 - 1)));
  EXPECT_NEAR(window.add(upload(150000, 10 + 150)).value, 8, 0.5);  // was 80
  EXPECT_NEAR(window.add(upload(150000, 10 + 1.5)).value, 800, 100);
}

TEST(TransferWindow, ForgetsWhatIsOlderThanItself) {
  TransferWindow window({16, Milliseconds(0)});
  for (int i = 1; i <= 20; ++i) window.add(upload(1000 * i, 10 + i));
  for (int i = 1; i <= 16; ++i) window.add(upload(1000 * i, 30 + 2 * i));
  EXPECT_NEAR(window.fit().latency.count(), 30, 1e-9);
  EXPECT_NEAR(window.fit().rate.value, 4, 1e-9);
}

}  // namespace
}  // namespace popex
