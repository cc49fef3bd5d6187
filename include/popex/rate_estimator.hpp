// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include <popex/result.hpp>
#include <popex/units.hpp>

namespace popex {

class ChangeDetector;
class Estimator;

/// How a link's next rate is told from the rates measured so far, and the parameters of all ways.
///
/// The defaults were chosen by replays of half of 150 public rate traces, and compared with the
/// others on the other half: examples/rate-traces.
struct EstimatorOptions {
  enum class Kind { last, mean, harmonic, ewma, quantile, similar };
  Kind kind = Kind::similar;
  std::size_t window = 5;  ///< mean, harmonic, quantile: of how many of the newest samples
  double weight = 0.5;     ///< ewma: of the newest sample, above 0 and up to 1
  double quantile = 0.7;   ///< quantile: the share of the samples that were faster, 0 … 1
  /// Change points: a rate that differs by this factor from what was expected starts the estimate
  /// anew; above 1. 0 or infinity: never. Not for `similar`, which learns from them.
  double jump = 4;
};

/// What is wrong with options; `where` is the name of a member, `window` for instance.
Problems problems_of(const EstimatorOptions& options);

/// One estimator, as a command lists it.
struct EstimatorDescription {
  EstimatorOptions::Kind kind;
  std::string_view name;
  std::string_view parameters;   ///< the members of EstimatorOptions it looks at: "weight, jump"
  std::string_view description;  ///< in half a sentence
};

/// All estimators, in the order of the enumeration.
const std::vector<EstimatorDescription>& estimators();

/// Tells a link's rate from measured ones.
///
/// E[T] is affine in 1/B. So the decision with the least expected time under a rate that varies is
/// the best one at the mean of 1/B, that is, at the harmonic mean of the rates; all estimators but
/// `mean` (which is there for comparison) work on 1/B, the time a megabit takes.
///
/// A rate of 0 is an outage: the estimate is 0 at once, and when something gets through again the
/// estimator knows nothing but that (`similar` knows what followed such rates, too). Rates below
/// 10^-9 Mbps, a bit in a quarter of an hour, are outages, too; those above
/// ProfileLimits::rate_mbps count as that.
///
/// A change point is found by a two-sided CUSUM (Page 1954) of x = ln(measured / expected):
///
///     S+ ← max(0, S+ + x − k)      S− ← max(0, S− − x − k)      a change where S+ or S− ≥ h
///
/// with the slack k = ln(jump) / 4 and the threshold h = ln(jump) − k. So one sample that is off by
/// the factor `jump` is a change; a lasting difference by √jump is one after three samples; one by
/// less than the fourth root of `jump` never is. The estimator then begins anew with the samples
/// since S was 0, at most the newest 32.
///
/// Takes no memory after it was made, and a time that does not depend on what came before: constant
/// for each sample, but linear in the window for `quantile`. `similar` looks at 200 samples.
class RateEstimator {
 public:
  /// Throws std::invalid_argument where `problems_of` has something to say.
  explicit RateEstimator(const EstimatorOptions& options);
  ~RateEstimator();
  RateEstimator(RateEstimator&&) noexcept;
  RateEstimator& operator=(RateEstimator&&) noexcept;

  /// The next sample: at least 0 and finite.
  void add(Mbps measured);

  /// 0 while the link is down, and before the first sample.
  [[nodiscard]] Mbps estimate() const { return estimate_; }

  /// Whether the sample added last was a change point. The ends of an outage are none.
  [[nodiscard]] bool has_jumped() const { return has_jumped_; }

 private:
  std::unique_ptr<Estimator> estimator_;
  std::unique_ptr<ChangeDetector> detector_;
  Mbps estimate_{0};
  bool has_jumped_ = false;
};

}  // namespace popex
