// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/result.hpp>

#include "decision_maker/sweep.hpp"
#include "report/answers.hpp"
#include "report/drawing.hpp"
#include "text/json_writer.hpp"

/// Answers as JSON: fixed keys in a fixed order, units in the keys, numbers that read back bit by
/// bit.
namespace popex::report {

/// Appends, so that a long run of answers does not allocate: inline for one answer a line.
void append_json(std::string& out, const SolveAnswer& answer,
                 text::Layout layout = text::Layout::lines);

std::string render_json(const BreakpointsAnswer& answer);
std::string render_json(const std::vector<CheckedBaseline>& baselines);
/// The good files, then the bad ones. Where there are some, `error` has `code` and all problems, as
/// every failure in JSON has.
std::string render_json(const std::vector<ValidatedFile>& valid,
                        const std::vector<InvalidFile>& invalid, int code);
std::string render_json(const std::vector<BundledProfile>& profiles);
std::string render_json(const Drawing& drawing);
std::string render_completion_json(const std::string& shell, const std::string& script);

/// The opening of a sweep's answer, the points one by one, and its end.
std::string sweep_json_begin(const Profile& profile, const Goal& goal);
void append_sweep_json(std::string& out, const Profile& profile, const Goal& goal,
                       const SweepPoint& point, bool first);
std::string sweep_json_end();

/// {"error": {"code": 2, "problems": [...]}}
void append_error_json(std::string& out, int code, const Problems& problems,
                       text::Layout layout = text::Layout::lines);

}  // namespace popex::report
