// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/result.hpp>

#include "background/json_shape.hpp"

namespace popex {

/// What is wrong with a file; from the thousand-and-first problem on they are only counted.
class ProblemList {
 public:
  explicit ProblemList(std::string file = "") : file_(std::move(file)) {}

  void add(Problem problem) {
    if (problems_.size() < JsonLimits::problems) {
      problems_.push_back(std::move(problem));
    } else {
      ++uncounted_;
    }
  }
  void at_line(std::size_t line, std::string message) {
    add({fmt::format("{}:{}", file_, line), std::move(message)});
  }
  void of_file(std::string message) { problems_.push_back({file_, std::move(message)}); }

  [[nodiscard]] std::size_t count() const { return problems_.size() + uncounted_; }
  [[nodiscard]] bool empty() const { return problems_.empty(); }

  [[nodiscard]] Problems take() {
    if (uncounted_ > 0) {
      problems_.push_back({file_, fmt::format("and {} more problems", uncounted_)});
    }
    return std::move(problems_);
  }

 private:
  std::string file_;
  Problems problems_;
  std::size_t uncounted_ = 0;
};

}  // namespace popex
