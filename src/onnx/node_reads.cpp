// SPDX-License-Identifier: MIT
#include "onnx/node_reads.hpp"

#include <unordered_set>
#include <utility>

namespace popex {

std::vector<std::string> tensors_read_by(const onnx::NodeProto& node) {
  // Protobuf reads no file whose graphs are nested so deep that this could not follow.
  std::vector<std::string> tensors;
  for (const std::string& input : node.input()) {
    if (!input.empty()) tensors.push_back(input);
  }
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    if (!attribute.has_g()) continue;
    const onnx::GraphProto& graph = attribute.g();
    std::unordered_set<std::string> inner;
    for (const auto& input : graph.input()) inner.insert(input.name());
    for (const auto& tensor : graph.initializer()) inner.insert(tensor.name());
    std::vector<std::string> read;
    for (const onnx::NodeProto& child : graph.node()) {
      for (std::string& tensor : tensors_read_by(child)) read.push_back(std::move(tensor));
      for (const std::string& output : child.output()) inner.insert(output);
    }
    for (const auto& output : graph.output()) read.push_back(output.name());
    for (std::string& tensor : read) {
      if (!inner.contains(tensor)) tensors.push_back(std::move(tensor));
    }
  }
  return tensors;
}

}  // namespace popex
