// SPDX-License-Identifier: MIT
#include "report/junit.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "report/wording.hpp"
#include "text/printable.hpp"

namespace popex::report {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text::printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::size_t failures(const CheckedBaseline& baseline) {
  return static_cast<std::size_t>(
      std::count_if(baseline.cases.begin(), baseline.cases.end(),
                    [](const CheckCase& c) { return !c.differences.empty(); }));
}

}  // namespace

std::string render_junit(const std::vector<CheckedBaseline>& baselines) {
  std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                    "\n<testsuites>\n";
  for (const CheckedBaseline& baseline : baselines) {
    xml += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                       escaped(baseline.file), baseline.cases.size() + baseline.problems.size(),
                       failures(baseline), baseline.problems.size());
    for (const Problem& problem : baseline.problems) {
      xml += fmt::format(
          "    <testcase classname=\"{}\" name=\"{}\">\n      <error message=\"{}\"/>\n"
          "    </testcase>\n",
          escaped(baseline.file), escaped(problem.where), escaped(problem.message));
    }
    for (std::size_t i = 0; i < baseline.cases.size(); ++i) {
      const CheckCase& tested = baseline.cases[i];
      xml += fmt::format("    <testcase classname=\"{}\" name=\"case {}: {}\"",
                         escaped(baseline.profile), i + 1,
                         escaped(scenario_in_words(tested.scenario)));
      if (tested.differences.empty()) {
        xml += "/>\n";
        continue;
      }
      xml += fmt::format(">\n      <failure message=\"{}\"/>\n    </testcase>\n",
                         escaped(fmt::format("{}", fmt::join(tested.differences, "; "))));
    }
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace popex::report
