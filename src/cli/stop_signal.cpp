// SPDX-License-Identifier: MIT
#include "cli/stop_signal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/failure.hpp"

namespace popex::cli {
namespace {

constexpr std::array<int, 2> kSignals{SIGINT, SIGTERM};

// A handler gets nothing but what is global, and may do little more than write to a pipe.
volatile std::sig_atomic_t raised = 0;
std::array<int, 2> ends{-1, -1};
std::array<struct sigaction, kSignals.size()> actions_before;

void raise_it(int /*signal*/) {
  const int error = errno;
  raised = 1;
  [[maybe_unused]] const ssize_t count = write(ends[1], "", 1);
  errno = error;
}

}  // namespace

StopSignal::StopSignal() {
  raised = 0;
  if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    throw Failure("signals", fmt::format("cannot be waited for: {}", std::strerror(errno)),
                  Problem::Cause::system);
  }
  struct sigaction action {};
  action.sa_handler = raise_it;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &actions_before[i]);
    if (actions_before[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);
  }
}

StopSignal::~StopSignal() {
  for (std::size_t i = 0; i < kSignals.size(); ++i)
    sigaction(kSignals[i], &actions_before[i], nullptr);
  for (int& end : ends) {
    close(end);
    end = -1;
  }
}

// Signals are the process's, but mean nothing before there is a StopSignal.
// NOLINTBEGIN(readability-convert-member-functions-to-static)
bool StopSignal::is_raised() const { return raised != 0; }

int StopSignal::descriptor() const { return ends[0]; }
// NOLINTEND(readability-convert-member-functions-to-static)

bool StopSignal::wait(int input, double seconds) const {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  for (;;) {
    constexpr double longest_s = 1e6;
    int most_ms = -1;
    if (seconds >= 0) {
      const std::chrono::duration<double> passed = Clock::now() - begin;
      const double left_s = std::clamp(seconds - passed.count(), 0.0, longest_s);
      most_ms = static_cast<int>(std::ceil(left_s * 1000));
    }
    std::array<pollfd, 2> descriptors{{{ends[0], POLLIN, 0}, {input, POLLIN, 0}}};
    const int ready = poll(descriptors.data(), descriptors.size(), most_ms);
    if (is_raised()) return false;
    if (ready > 0 || most_ms == 0) return true;
    if (ready < 0 && errno != EINTR) return true;  // reading will say what is wrong
  }
}

}  // namespace popex::cli
