// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <utility>

#include <popex/result.hpp>

namespace popex::cli {

inline void append(Problems& problems, const Problems& more) {
  problems.insert(problems.end(), more.begin(), more.end());
}

/// So many bad lines of a stream are reported one by one.
constexpr std::size_t kMostReported = 100;

/// Ends a command with everything that is wrong. Only `run` catches it.
class Failure : public std::exception {
 public:
  explicit Failure(Problems problems) : problems_(std::move(problems)) {}
  Failure(std::string where, std::string message, Problem::Cause cause = Problem::Cause::input)
      : problems_{{std::move(where), std::move(message), cause}} {}

  [[nodiscard]] const Problems& problems() const { return problems_; }
  [[nodiscard]] const char* what() const noexcept override { return "the command failed"; }

 private:
  Problems problems_;
};

/// Ends a command without a word: whoever read the answer has had enough of it ("popex … | head").
class ReaderGone : public std::exception {};

/// The value, or a Failure with the problems.
template <class T>
T value_or_fail(Result<T> result) {
  if (!result) throw Failure(result.problems());
  return *std::move(result);
}

/// Called where an exception is caught: what it means for who asked, in words of popex's own. What
/// a library calls its errors is for those who mend popex, not for those who use it.
Problems problems_of_exception();

}  // namespace popex::cli
