// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace popex {

/// The lines of a trace that say something: without comments (from # on), ends and blanks around.
class TraceLines {
 public:
  explicit TraceLines(std::string_view text) : rest_(text) {}

  /// The next one, or nothing at the end.
  std::optional<std::string_view> next();

  [[nodiscard]] std::size_t number() const { return number_; }  ///< of the line, from 1

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

}  // namespace popex
