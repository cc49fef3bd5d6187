// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <popex/result.hpp>

#include "background/granularity.hpp"
#include "background/import.hpp"
#include "background/onnx_tool.hpp"

namespace popex {

struct MeasureRequest {
  std::string name;                                    ///< of the profile
  std::string machine;                                 ///< what the description says of it
  std::string tier = "edge";                           ///< that this machine is
  std::vector<std::string> tiers = {"edge", "cloud"};  ///< of the profile
  std::string main_output;                             ///< empty: the last
  std::size_t runs = 50;
  std::size_t warmup = 10;
  unsigned threads = 1;
  std::size_t repeats = 1;  ///< processes
  Granularity granularity = Granularity::operators;
  bool keep_samples = false;
  bool ranges = false;  ///< measure prefixes on the first tier, suffixes on the last, too
};

/// One measured time, for whoever wants more than medians.
struct Sample {
  std::size_t repeat;  ///< from 1
  std::size_t run;     ///< from 1
  std::string piece;   ///< a layer or branch as measured, or "" for the whole run
  double ms;
};

struct MeasureResult {
  Measured measured;
  Milliseconds whole{0};        ///< the median run, of one sample
  std::string main_output;      ///< the output that is the network's result
  std::vector<Sample> samples;  ///< where they were to be kept
};

/// `done` of `total` passes through the network.
using MeasureProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Runs an ONNX model and makes a profile of one tier of it: medians and interquartile ranges over
/// all runs of all repeats, sizes and inputs of the model, a branch for every output but the main
/// one. Where a run is of a batch, times and sizes are divided by it.
Result<MeasureResult> measure(const OnnxTool& tool, const MeasureRequest& request,
                              const MeasureProgress& progress);

}  // namespace popex
