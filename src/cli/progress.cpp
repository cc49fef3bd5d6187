// SPDX-License-Identifier: MIT
#include "cli/progress.hpp"

#include <string_view>

#include <fmt/format.h>

namespace popex::cli {

namespace {
constexpr std::string_view kEraseLine = "\r\x1b[K";
}

ProgressLine::~ProgressLine() {
  if (last_ != Clock::time_point{}) err_ << kEraseLine << std::flush;
}

void ProgressLine::update(std::size_t done) {
  if (!shown_) return;
  const Clock::time_point now = now_();
  using namespace std::chrono_literals;
  if (now - start_ < 1s || now - last_ < 100ms) return;
  last_ = now;
  const double share = static_cast<double>(done) / static_cast<double>(total_);
  const double passed = std::chrono::duration<double>(now - start_).count();
  err_ << kEraseLine
       << fmt::format("{}: {} of {} ({:.0f} %), {:.0f} s left", what_, done, total_, 100 * share,
                      share > 0 ? passed / share - passed : 0)
       << std::flush;
}

}  // namespace popex::cli
