// SPDX-License-Identifier: MIT
#include "cli/rate_sources/interface.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex::cli {

Problems problems_of_interface(const std::string& name) {
  const std::filesystem::path interfaces = kInterfaces;
  std::error_code error;
  const bool is_name =
      !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
  if (is_name && std::filesystem::is_directory(interfaces / name, error)) return {};
  std::vector<std::string> known;
  for (auto entry = std::filesystem::directory_iterator(interfaces, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    known.push_back(entry->path().filename().string());
  }
  std::sort(known.begin(), known.end());
  const std::vector<std::string_view> names(known.begin(), known.end());
  return {{"--source",
           fmt::format("'interface:{}', expected the name of a network interface{}{}", name,
                       known.empty() ? ", but there is none" : ": ", fmt::join(known, ", ")) +
               text::did_you_mean(name, names)}};
}

Interface::Interface(const std::string& name, const RateSourceParts& parts)
    : name_(name),
      counter_(parts.interfaces / name / "statistics" / "tx_bytes"),
      clock_(parts.clock),
      period_s_(parts.period_s > 0 ? parts.period_s : kPeriod_s) {}

std::string Interface::caution() const {
  return fmt::format("rates are what {} sends, lower bounds of what the link can carry", name_);
}

void Interface::next(RateEvent& event) {
  while (clock_.wait_until(next_s_)) {
    const double now_s = clock_.now_s();
    const std::optional<double> bytes = sent_bytes();
    if (!bytes) {
      const double wait_s = retry_.wait_s();
      next_s_ = now_s + wait_s;
      before_bytes_.reset();
      event.kind = RateEvent::Kind::failed;
      event.where = name_;
      event.message = fmt::format("{} cannot be read; again in {} s", counter_.string(), wait_s);
      return;
    }
    retry_.succeeded();
    next_s_ = now_s + period_s_;
    const std::optional<double> before_bytes = std::exchange(before_bytes_, bytes);
    const double passed_s = now_s - std::exchange(before_s_, now_s);
    if (!before_bytes) continue;
    if (*bytes < *before_bytes) {
      event.kind = RateEvent::Kind::failed;
      event.where = name_;
      event.message = "its counter went back: the interface was made anew";
      return;
    }
    if (*bytes == *before_bytes || !(passed_s > 0)) continue;
    event.kind = RateEvent::Kind::sample;
    event.time_s = now_s;
    event.rate =
        Mbps{std::min(8 * (*bytes - *before_bytes) / (1e6 * passed_s), ProfileLimits::rate_mbps)};
    return;
  }
  event.kind = RateEvent::Kind::end;
}

std::optional<double> Interface::sent_bytes() const {
  std::ifstream in(counter_);
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  return text::parse_number(line);
}

}  // namespace popex::cli
