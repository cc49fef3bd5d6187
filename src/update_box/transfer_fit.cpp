// SPDX-License-Identifier: MIT
#include "update_box/transfer_fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace popex {
namespace {

constexpr double kTukey = 4.685;         // 95 % efficient where the noise is normal
constexpr double kMadOfNormal = 0.6745;  // median |r| of a standard normal
constexpr std::size_t kLeastUploads = 8;
constexpr double kLeastSpread = 0.05;     // of sizes: standard deviation over mean
constexpr double kMostSlopeError = 0.25;  // standard error over slope
constexpr double kSurely = 3;             // standard errors
constexpr double kNoiseAtHalf = 2;        // of it has to take an upload that counts half
constexpr int kMostRounds = 50;
constexpr double kSameLine = 1e-12;

/// Half of the values are below; reorders them.
double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

/// ms = at_zero + slope · bytes.
struct UploadLine {
  double at_zero = 0;
  double slope = 0;

  [[nodiscard]] double residual(const Upload& upload) const {
    return upload.took.count() - at_zero - slope * upload.size.value;
  }
};

/// Weighted least squares over uploads.
struct WeightedSums {
  double weight = 0;
  double mean_size = 0;
  double mean_time = 0;
  double size_size = 0;  // of deviations from the means
  double size_time = 0;
};

class Fitter {
 public:
  explicit Fitter(const std::vector<Upload>& uploads)
      : uploads_(uploads), weights_(uploads.size(), 1) {
    scratch_.reserve(uploads.size());
    // Far smaller residuals than the times themselves are rounding, and no scale for anything.
    for (const Upload& upload : uploads) scratch_.push_back(upload.took.count());
    least_scale_ = kSameLine * median(scratch_);
  }

  /// Line with both ends free; nothing where the uploads do not tell them apart.
  std::optional<UploadLine> free_line() {
    if (uploads_.size() < kLeastUploads) return std::nullopt;
    std::optional<UploadLine> line = repeated_median();
    if (!line) return std::nullopt;
    for (int round = 0; round < kMostRounds; ++round) {
      weigh(*line);
      const WeightedSums sums = weighted_sums();
      if (!(std::sqrt(sums.size_size / sums.weight) >= kLeastSpread * sums.mean_size)) {
        return std::nullopt;
      }
      const UploadLine before = *line;
      line->slope = sums.size_time / sums.size_size;
      line->at_zero = sums.mean_time - line->slope * sums.mean_size;
      if (!moved(before, *line)) break;
    }
    const double error = noise(*line) / std::sqrt(weighted_sums().size_size);
    if (!is_known(line->slope, error)) return std::nullopt;
    return line;
  }

  /// Line from a given latency; its slope is above 0 if more than half of the uploads took longer.
  UploadLine line_from(double latency) {
    scratch_.clear();
    for (const Upload& upload : uploads_) {
      scratch_.push_back((upload.took.count() - latency) / upload.size.value);
    }
    UploadLine line{latency, median(scratch_)};
    for (int round = 0; round < kMostRounds; ++round) {
      weigh(line);
      double size_size = 0;
      double size_time = 0;
      for (std::size_t i = 0; i < uploads_.size(); ++i) {
        const double size = uploads_[i].size.value;
        size_size += weights_[i] * size * size;
        size_time += weights_[i] * size * (uploads_[i].took.count() - latency);
      }
      const UploadLine before = line;
      line.slope = size_time / size_size;
      if (!moved(before, line)) break;
    }
    return line;
  }

  /// Whether the slope of a line from a given latency, the one made last, is known.
  bool tells_slope(const UploadLine& line) { return is_known(line.slope, error_of_slope(line)); }

  /// Whether it might as well be this one.
  bool allows(const UploadLine& line, double slope) {
    return std::abs(line.slope - slope) <= kSurely * error_of_slope(line);
  }

  /// The scale of the residuals: a standard deviation that outliers do not reach.
  double noise(const UploadLine& line) {
    scratch_.clear();
    for (const Upload& upload : uploads_) scratch_.push_back(std::abs(line.residual(upload)));
    return median(scratch_) / kMadOfNormal;
  }

 private:
  static bool is_known(double slope, double error) {
    return slope > 0 && error <= kMostSlopeError * slope;
  }

  double error_of_slope(const UploadLine& line) {
    double size_size = 0;
    for (std::size_t i = 0; i < uploads_.size(); ++i) {
      size_size += weights_[i] * uploads_[i].size.value * uploads_[i].size.value;
    }
    return noise(line) / std::sqrt(size_size);
  }

  /// Siegel's line: the median over points of the median slope to all others.
  std::optional<UploadLine> repeated_median() {
    std::vector<double> slopes;
    slopes.reserve(uploads_.size());
    for (const Upload& from : uploads_) {
      scratch_.clear();
      for (const Upload& to : uploads_) {
        if (to.size == from.size) continue;
        scratch_.push_back((to.took - from.took).count() / (to.size.value - from.size.value));
      }
      if (!scratch_.empty()) slopes.push_back(median(scratch_));
    }
    if (slopes.empty()) return std::nullopt;
    UploadLine line{0, median(slopes)};
    scratch_.clear();
    for (const Upload& upload : uploads_) scratch_.push_back(line.residual(upload));
    line.at_zero = median(scratch_);
    return line;
  }

  void weigh(const UploadLine& line) {
    const double reach = kTukey * std::max(noise(line), least_scale_);
    for (std::size_t i = 0; i < uploads_.size(); ++i) {
      const double share = line.residual(uploads_[i]) / reach;
      const double left = std::max(0.0, 1 - share * share);
      weights_[i] = left * left;
    }
  }

  [[nodiscard]] WeightedSums weighted_sums() const {
    WeightedSums sums;
    for (std::size_t i = 0; i < uploads_.size(); ++i) {
      sums.weight += weights_[i];
      sums.mean_size += weights_[i] * uploads_[i].size.value;
      sums.mean_time += weights_[i] * uploads_[i].took.count();
    }
    sums.mean_size /= sums.weight;
    sums.mean_time /= sums.weight;
    for (std::size_t i = 0; i < uploads_.size(); ++i) {
      const double deviation = uploads_[i].size.value - sums.mean_size;
      sums.size_size += weights_[i] * deviation * deviation;
      sums.size_time += weights_[i] * deviation * (uploads_[i].took.count() - sums.mean_time);
    }
    return sums;
  }

  [[nodiscard]] static bool moved(const UploadLine& before, const UploadLine& after) {
    const auto differs = [](double a, double b) {
      return std::abs(a - b) > kSameLine * std::max(std::abs(a), std::abs(b));
    };
    return differs(before.slope, after.slope) || differs(before.at_zero, after.at_zero);
  }

  const std::vector<Upload>& uploads_;
  std::vector<double> weights_;
  std::vector<double> scratch_;
  double least_scale_ = 0;
};

}  // namespace

TransferFit fit_uploads(const std::vector<Upload>& uploads, Milliseconds assumed_latency,
                        const TransferFit* known) {
  Fitter fitter(uploads);
  std::optional<UploadLine> line = fitter.free_line();
  const bool tells_latency = line.has_value();
  if (!line && known != nullptr) {
    const UploadLine before{known->latency.count(), 8 / (1000 * known->rate.value)};
    line = fitter.line_from(before.at_zero);
    if (!fitter.tells_slope(*line) && fitter.allows(*line, before.slope)) line = before;
    if (!(line->slope > 0)) line.reset();
  }
  if (!line) {
    line = fitter.line_from(assumed_latency.count());
    if (!(line->slope > 0)) line = fitter.line_from(0);
  } else if (line->at_zero < 0) {
    line = fitter.line_from(0);
  }
  return {Milliseconds(line->at_zero), Mbps{8 / (1000 * line->slope)}, tells_latency,
          Milliseconds(fitter.noise(*line))};
}

TransferWindow::TransferWindow(const TransferFitOptions& options) : options_(options) {
  uploads_.reserve(options.window);
}

Mbps TransferWindow::add(const Upload& upload) {
  if (uploads_.size() < options_.window) {
    uploads_.push_back(upload);
  } else {
    uploads_[next_] = upload;
    next_ = (next_ + 1) % uploads_.size();
  }
  fit_ = fit_uploads(uploads_, options_.latency, known_ ? &*known_ : nullptr);
  if (fit_.tells_latency) known_ = fit_;
  return rate_of(upload, fit_);
}

Mbps rate_of(const Upload& upload, const TransferFit& fit) {
  const double sending = (upload.took - fit.latency).count();
  if (!(sending > 0)) return fit.rate;
  const double expected = (upload.size / fit.rate).count();
  const double noise = fit.noise.count();
  const double told = std::max(sending, std::min(expected, noise));
  const double ratio = kNoiseAtHalf * noise / expected;
  return Mbps{fit.rate.value * std::pow(expected / told, 1 / (1 + ratio * ratio))};
}

}  // namespace popex
