// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <onnx/onnx_pb.h>
#include <string>
#include <vector>

namespace popex::test {

/// A network that runs in microseconds, with a residual block and two exits, as ONNX (opset 13).
/// Nodes are called as here, and what each makes as the node with a ':' behind, "conv1:", but for
/// the outputs; weights as the node with their kind behind, "conv1.w", "conv1.b":
///
///     input ─▸ conv1 ─▸ relu1 ─▸ pool1 ─▸ conv2 ─▸ relu2 ─▸ add ─▸ pool2 ─▸ flatten ─▸ gemm ─▸
///     main 1x2x8x8                      │└────────────────────────┘ │
///                                  │                           └▸ gap2 ─▸ flat2 ─▸ fc2 ─▸ exit2
///                                  └▸ gap1 ─▸ flat1 ─▸ fc1 ─▸ exit1
///
/// In the file, an exit's nodes stand behind what they leave from.
onnx::ModelProto tiny_model();

/// What the tests change of it.
onnx::NodeProto& node_named(onnx::ModelProto& model, const std::string& name);
/// Puts a node before the one called `before`, or at the end.
onnx::NodeProto& add_node(onnx::ModelProto& model, const std::string& name, const std::string& type,
                          const std::vector<std::string>& inputs,
                          const std::vector<std::string>& outputs, const std::string& before = "");
void set_inputs(onnx::NodeProto& node, const std::vector<std::string>& inputs);
void set_attribute(onnx::NodeProto& node, const std::string& name,
                   const std::vector<std::int64_t>& values);
void set_attribute(onnx::NodeProto& node, const std::string& name, std::int64_t value);
/// Weights of these sizes: small numbers, each time the same ones.
onnx::TensorProto& add_weight(onnx::ModelProto& model, const std::string& name,
                              const std::vector<std::int64_t>& sizes);
void add_scalar(onnx::ModelProto& model, const std::string& name, float value);
void add_whole_numbers(onnx::ModelProto& model, const std::string& name,
                       const std::vector<std::int64_t>& values);
/// Sizes below 0 are open, and have a name of their own.
void add_input(onnx::ModelProto& model, const std::string& name,
               const std::vector<std::int64_t>& sizes);
void add_output(onnx::ModelProto& model, const std::string& name);  ///< of unknown shape, the first
void set_input_sizes(onnx::ModelProto& model, const std::vector<std::int64_t>& sizes);
/// Everything that is called `from` is called `to`: a node, a tensor, a weight.
void rename(onnx::ModelProto& model, const std::string& from, const std::string& to);

}  // namespace popex::test
