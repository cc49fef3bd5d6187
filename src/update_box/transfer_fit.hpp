// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/units.hpp>

namespace popex {

/// An upload that was seen: more than 0 bytes in more than 0 ms.
struct Upload {
  Bytes size;
  Milliseconds took;
};

struct TransferFitOptions {
  std::size_t window = 64;  ///< of how many of the newest uploads, at least 1
  Milliseconds latency{0};  ///< assumed as long as the uploads do not tell it
};

/// A link as its uploads show it: each took latency + 8 · bytes / (1000 · rate), in ms and Mbps.
struct TransferFit {
  Milliseconds latency{};
  Mbps rate;
  /// Whether the latency was told apart from the rate. Otherwise it is the assumed one.
  bool tells_latency = false;
  Milliseconds noise{};  ///< standard deviation of what the line does not explain
};

/// Fits a line to uploads, robustly.
///
/// The start is Siegel's repeated median line (Biometrika 1982), which half of the uploads may be
/// wrong for. From there least squares with Tukey's biweights, again and again (Holland & Welsch,
/// Communications in Statistics 1977): the weight of a residual r is (1 − (r / 4.685 s)²)², 0
/// beyond, with s = median |r| / 0.6745. So what took ten times as long as it should counts
/// nothing. A latency below 0 becomes 0, and the slope is fitted again.
///
/// Latency and rate cannot be told apart from fewer than eight uploads, nor where sizes hardly
/// differ (weighted standard deviation below a twentieth of the mean), nor where the slope is not
/// above 0 or is known to no better than a quarter of itself (one standard error). Then the slope
/// alone is fitted, in the same way, for the latency of `known`, a fit of earlier uploads that told
/// it. Where the uploads are so small that they do not tell the slope either (again to a quarter),
/// and the known one is within three standard errors, `known` stays. Without it, or where most
/// uploads took less, the slope is fitted for the assumed latency, or for none where most uploads
/// took less than that, too.
TransferFit fit_uploads(const std::vector<Upload>& uploads, Milliseconds assumed_latency,
                        const TransferFit* known = nullptr);

/// The rate of one upload. It counts by what it says about the rate, that is, by the time e that
/// the fit expects for its bytes against the noise s:
///
///     rate = fit^(1 − w) · own^w,    w = e² / (e² + 4 s²),    own = 8 · bytes / (1000 · sending)
///
/// with its sending time = took − latency, or the lesser of e and s where that is more: no upload
/// tells a time better than the noise lets it. So a tiny upload says nothing, whatever it took, and
/// a large one counts in full. (So a Bayesian weighs a rate that usually changes by a half.) One
/// that took no longer than the latency says nothing either.
Mbps rate_of(const Upload& upload, const TransferFit& fit);

/// The newest uploads of a link, and what they say. Each takes a new fit, which is quadratic in the
/// window.
class TransferWindow {
 public:
  explicit TransferWindow(const TransferFitOptions& options);

  /// Takes an upload in and returns its rate, by the new fit.
  Mbps add(const Upload& upload);

  /// There is at least one upload.
  [[nodiscard]] const TransferFit& fit() const { return fit_; }

 private:
  TransferFitOptions options_;
  std::vector<Upload> uploads_;  // a ring
  std::size_t next_ = 0;
  TransferFit fit_;
  std::optional<TransferFit> known_;  // the last one that told the latency
};

}  // namespace popex
