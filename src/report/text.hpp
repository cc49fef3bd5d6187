// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/answers.hpp"
#include "report/wording.hpp"

/// Answers for people to read.
namespace popex::report {

/// The decision, its parts, the runner-up and the interval in which it holds; with alternatives, a
/// table of them below.
std::string render_text(const SolveAnswer& answer, Page page = Page::endless);
std::string render_text(const BreakpointsAnswer& answer, Page page = Page::endless);
std::string render_text(const std::vector<CheckedBaseline>& baselines);
std::string render_text(const std::vector<ValidatedFile>& files);
std::string render_text(const std::vector<BundledProfile>& profiles, Page page = Page::endless);

}  // namespace popex::report
