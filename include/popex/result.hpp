// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace popex {

/// One thing that is wrong with an input.
struct Problem {
  enum class Cause {
    input,       ///< what was given is wrong
    infeasible,  ///< no decision keeps to the bounds
    system       ///< the operating system refused: a file that cannot be opened, a full disk
  };
  std::string where;    ///< a file with a JSON pointer or a line, or an option
  std::string message;  ///< what is wrong and what was expected
  Cause cause = Cause::input;
  friend bool operator==(const Problem&, const Problem&) = default;
};

/// All that is wrong with an input, in the order of the input.
using Problems = std::vector<Problem>;

/// A valid value, or everything that keeps it from being one.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that a function returns either of the two as it is.
  Result(T value) : state_(std::move(value)) {}               // NOLINT(google-explicit-constructor)
  Result(Problems problems) : state_(std::move(problems)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return has_value(); }

  /// The value. Throws std::bad_variant_access when there are problems instead.
  [[nodiscard]] const T& value() const& { return std::get<T>(state_); }
  [[nodiscard]] T& value() & { return std::get<T>(state_); }
  [[nodiscard]] T&& value() && { return std::get<T>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  /// The problems. Throws std::bad_variant_access when there is a value instead.
  [[nodiscard]] const Problems& problems() const { return std::get<Problems>(state_); }

 private:
  std::variant<T, Problems> state_;
};

}  // namespace popex
