// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "background/onnx_tool.hpp"

namespace popex::test {

/// In place of popex-onnx: says what it was told to say, and keeps what it was asked.
class FakeOnnxProgram {
 public:
  /// What `describe` answers.
  std::string description;
  /// The lines of each `run`, the first process first; the last one again for those after it.
  std::vector<std::vector<std::string>> processes;
  /// What the system says at the end of each call.
  Problems system_problems;

  /// The arguments of every call, a line each.
  std::vector<std::string> calls;

  /// A process of `nodes` with a line for each of `runs`: what each node took, and the whole.
  struct Run {
    double total_ms;
    std::vector<double> node_ms;
  };
  void add_process(const std::vector<std::string>& nodes, const std::vector<Run>& runs,
                   const std::vector<double>& output_bytes = {});

  OnnxTool tool(const std::string& model = "net.onnx", const std::vector<std::string>& inputs = {});

 private:
  Problems answer(const std::vector<std::string>& arguments,
                  const std::function<void(std::string_view)>& on_line);
  std::size_t runs_ = 0;
};

}  // namespace popex::test
