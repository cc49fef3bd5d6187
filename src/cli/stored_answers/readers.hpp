// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <popex/result.hpp>

#include "cli/stored_answers/csv_reader.hpp"
#include "report/plot/breakpoints.hpp"
#include "report/plot/calibration.hpp"
#include "report/plot/decisions.hpp"
#include "report/plot/exits.hpp"
#include "report/plot/replay.hpp"
#include "report/plot/sweep.hpp"
#include "report/plot/tune.hpp"

/// What a picture needs of each answer, one file an answer. The tables have the columns by which
/// they were found; problems of JSON have a pointer as their place.
namespace popex::cli {

Result<report::plot::SweepData> read_sweep(CsvReader& table);
Result<report::plot::SweepData> read_sweep(std::string_view json);
Result<report::plot::BreakpointsData> read_breakpoints(std::string_view json);
Result<report::plot::ExitsData> read_exits(CsvReader& table);
Result<report::plot::ExitsData> read_exits(std::string_view json);
Result<report::plot::CalibrationData> read_calibration(std::string_view json);
Result<report::plot::TuneData> read_tune(CsvReader& table);
Result<report::plot::TuneData> read_tune(std::string_view json);
Result<report::plot::ReplayData> read_replay(CsvReader& table);
Result<report::plot::ReplayData> read_replay(std::string_view json);
Result<report::plot::DecisionsData> read_decisions(std::string_view json);

}  // namespace popex::cli
