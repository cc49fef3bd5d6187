// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/result.hpp>

#include "report/plot/sweep.hpp"

/// What the points of a sweep are for a picture, from whatever format they come.
namespace popex::cli {

/// The parameter of a column: "rate_mbps", "rate_mbps_device-edge", "latency_ms", "gamma", "p_b1".
report::plot::SweepParameter parameter_of(const std::string& column);

/// What is drawn of the points: the energy where it was asked for, else the time.
std::string value_label(bool has_energy, bool has_waiting);

/// Where throughput is what counts, and not a load, nothing waits: then that is drawn instead of
/// the time. `samples`: carried per second in each row; empty: not known.
void show_throughput(report::plot::SweepData& data, std::vector<double> samples);

/// Rows with an empty split have no decision; the order along the network is that of the indices,
/// one a row.
void set_splits(report::plot::SweepData& data, report::plot::WordColumn split,
                const std::vector<double>& index);

/// Drops parameters that have no values and latencies that are 0, and returns why what is left
/// cannot be drawn.
Problems finish(report::plot::SweepData& data, const std::string& where);

}  // namespace popex::cli
