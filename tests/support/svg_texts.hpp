// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace popex::test {

/// The texts of an SVG, in order.
inline std::vector<std::string> texts_of(const std::string& svg) {
  std::vector<std::string> texts;
  const std::string begin = "<text>";
  const std::string end = "</text>";
  for (std::size_t at = svg.find(begin); at != std::string::npos; at = svg.find(begin, at)) {
    at += begin.size();
    const std::size_t stop = svg.find(end, at);
    texts.push_back(svg.substr(at, stop - at));
  }
  return texts;
}

inline void expect_texts(const std::string& svg, const std::vector<std::string>& wanted) {
  const std::vector<std::string> texts = texts_of(svg);
  for (const std::string& text : wanted) {
    EXPECT_NE(std::find(texts.begin(), texts.end(), text), texts.end())
        << "no '" << text << "' among " << testing::PrintToString(texts);
  }
}

}  // namespace popex::test
