// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "report/plot/picture.hpp"

namespace popex::test {

using Strings = std::vector<std::string>;

/// What is not known, in columns of pictures.
inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Expects these parts of the script, in this order.
inline void expect_parts(const report::plot::Picture& picture, const Strings& parts) {
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = picture.script.find(part, at);
    EXPECT_NE(found, std::string::npos) << "no\n"
                                        << part << "\nin this order in\n"
                                        << picture.script;
    if (found != std::string::npos) at = found + part.size();
  }
}

inline bool has(const report::plot::Picture& picture, const std::string& part) {
  return picture.script.find(part) != std::string::npos;
}

}  // namespace popex::test
