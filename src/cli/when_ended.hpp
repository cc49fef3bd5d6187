// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <sys/types.h>

/// What is done first when a signal ends the program: a handler gets nothing but what is global.
namespace popex::cli {

/// A file that is removed then.
class RemovedWhenEnded {
 public:
  RemovedWhenEnded() = default;
  ~RemovedWhenEnded() { clear(); }
  RemovedWhenEnded(const RemovedWhenEnded&) = delete;
  RemovedWhenEnded& operator=(const RemovedWhenEnded&) = delete;

  static constexpr std::size_t kNameSize = 32;
  /// The name, with a zero at its end, in a folder that is open until this is cleared. To be said
  /// before the file is made: then a signal comes before or after, never between. False where there
  /// are too many.
  [[nodiscard]] bool set(int folder, const std::array<char, kNameSize>& name);
  void clear();

 private:
  std::size_t slot_ = 0;  // counted from 1; 0: none
};

/// A group of processes that gets SIGTERM then; there is one at a time.
class GroupEndedWithUs {
 public:
  explicit GroupEndedWithUs(pid_t group);
  ~GroupEndedWithUs();
  GroupEndedWithUs(const GroupEndedWithUs&) = delete;
  GroupEndedWithUs& operator=(const GroupEndedWithUs&) = delete;
};

}  // namespace popex::cli
