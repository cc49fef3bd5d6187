// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <popex/units.hpp>

namespace popex::cli {

/// The next thing that a source of rates has to say.
struct RateEvent {
  enum class Kind {
    sample,
    bad_line,  ///< `message` says what is wrong at `where`; the line is passed over
    failed,    ///< nothing was measured this time, as `message` says; the source tries again
    end
  };
  Kind kind = Kind::end;
  double time_s = 0;  ///< of a sample; never less than that of the one before
  Mbps rate;          ///< within 0 … ProfileLimits::rate_mbps
  /// The latency of the link by now, where the source finds it out.
  std::optional<Milliseconds> latency;
  std::string where;
  std::string message;
};

/// Where the rates of a link come from: measured, told, or worked out. Whoever follows them asks
/// for one after the other, and the source waits as long as it has to.
class RateSource {
 public:
  RateSource() = default;
  virtual ~RateSource() = default;
  RateSource(const RateSource&) = delete;
  RateSource& operator=(const RateSource&) = delete;

  /// Fills in what belongs to the kind of event. Throws a Failure where there is no use in trying
  /// again.
  virtual void next(RateEvent& event) = 0;

  /// What the rates are, where that is not the rate of the link.
  [[nodiscard]] virtual std::string caution() const { return ""; }
};

}  // namespace popex::cli
