// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <onnx/onnx_pb.h>
#include <string>
#include <vector>

#include <popex/result.hpp>

namespace popex {

struct RunSettings {
  std::size_t runs = 50;
  std::size_t warmup = 10;  ///< runs before, which are reported, too
  int threads = 1;
};

/// One pass through the network.
struct Run {
  double total_ms = 0;                 ///< by the clock, from the input to all outputs
  const std::vector<double>& node_ms;  ///< in the order of the names
};

/// What runs, before it does.
struct RunBegin {
  std::vector<std::string> nodes;    ///< in running order
  std::vector<double> output_bytes;  ///< of each node; 0 where it is not one tensor alone
  std::string library;               ///< that runs them
};

/// Runs a model with OpenCV's dnn module on random input (whole numbers are 0), layers not fused.
/// `begin` is called before the first run, `on_run` after every run, warm-up first. What OpenCV
/// does beside the nodes (a copy, a flattening) counts for the node before. A problem names the
/// operator that OpenCV cannot run, and why.
Problems run_with_opencv(onnx::ModelProto model, const RunSettings& settings,
                         const std::function<void(const RunBegin&)>& begin,
                         const std::function<void(const Run&)>& on_run);

/// Runs a model in two parts, as if the second were behind a link: the first, a pause of `link_ms`,
/// then the second on what the first made. `on_run` gets what each pass took in all. A part that is
/// not there (no nodes) takes nothing.
Problems run_in_two_parts(onnx::ModelProto first, onnx::ModelProto second, double link_ms,
                          const RunSettings& settings,
                          const std::function<void(double total_ms)>& on_run);

}  // namespace popex
