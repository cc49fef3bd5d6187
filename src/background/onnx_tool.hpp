// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <popex/result.hpp>

#include "background/onnx_graph.hpp"

namespace popex {

/// What reads and runs ONNX models: the program popex-onnx (src/onnx), or what a test puts in its
/// place.
class OnnxTool {
 public:
  /// Runs the program with these arguments and calls `on_line` with every line that it writes. The
  /// problems are the system's: it is not there, or it was ended by a signal; or the model's, at
  /// which it crashed.
  using Program = std::function<Problems(const std::vector<std::string>& arguments,
                                         const std::function<void(std::string_view)>& on_line)>;

  /// `model`: the file; `inputs`: as --input has them, "1x3x224x224" or "NAME=1x3x224x224".
  OnnxTool(Program program, std::string model, std::vector<std::string> inputs)
      : program_(std::move(program)), model_(std::move(model)), inputs_(std::move(inputs)) {}

  [[nodiscard]] const std::string& model() const { return model_; }

  /// Sizes that the model leaves open and `inputs` do not give stay unknown. Problems, here and
  /// below, have the place that a message should begin with.
  [[nodiscard]] Result<OnnxGraph> describe() const;

  struct RunRequest {
    std::size_t runs = 50;
    std::size_t warmup = 10;
    unsigned threads = 1;
    std::string from;  ///< a tensor, and `to`, too; empty: the inputs
    std::string to;    ///< a tensor; empty: every output
  };
  struct Runs {
    std::string library;                       ///< "OpenCV 4.6.0 dnn"
    std::vector<std::string> nodes;            ///< that ran
    std::vector<double> output_bytes;          ///< of each; 0 where it is not known
    std::vector<double> total_ms;              ///< by run
    std::vector<std::vector<double>> node_ms;  ///< by run, then as `nodes`
  };
  /// Runs in a process of their own. `on_run` is called after each, warm-up too.
  [[nodiscard]] Result<Runs> run(const RunRequest& request,
                                 const std::function<void()>& on_run) const;

 private:
  Problems call(std::vector<std::string> words,
                const std::function<void(std::string_view)>& on_line) const;
  [[nodiscard]] Problems placed(Problems problems) const;

  Program program_;
  std::string model_;
  std::vector<std::string> inputs_;
};

}  // namespace popex
