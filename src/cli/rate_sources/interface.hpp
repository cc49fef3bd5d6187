// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <popex/result.hpp>

#include "cli/rate_sources/parts.hpp"
#include "cli/rate_sources/rate_source.hpp"
#include "cli/rate_sources/retry.hpp"

namespace popex::cli {

/// Whether there is a network interface of that name; a problem of --source names those that are.
Problems problems_of_interface(const std::string& name);

/// What a network interface sends, by the kernel's counter. That is a lower bound of the rate: the
/// link may carry more than anybody wants to send. A period in which nothing was sent says nothing
/// and is no sample.
class Interface : public RateSource {
 public:
  static constexpr double kPeriod_s = 1;

  Interface(const std::string& name, const RateSourceParts& parts);
  void next(RateEvent& event) override;
  [[nodiscard]] std::string caution() const override;

 private:
  /// Nothing where the kernel has none.
  [[nodiscard]] std::optional<double> sent_bytes() const;

  std::string name_;
  std::filesystem::path counter_;
  Clock& clock_;
  double period_s_;
  Retry retry_;
  double next_s_ = 0;
  std::optional<double> before_bytes_;  // at before_s_
  double before_s_ = 0;
};

}  // namespace popex::cli
