// SPDX-License-Identifier: MIT
#include "onnx/prune.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "onnx/node_reads.hpp"

namespace popex {

std::vector<std::string> prune(onnx::GraphProto& graph) {
  using Names = std::unordered_set<std::string>;
  Names given;
  for (const auto& input : graph.input()) given.insert(input.name());
  for (const auto& tensor : graph.initializer()) given.insert(tensor.name());
  Names read;
  for (const auto& output : graph.output()) read.insert(output.name());

  std::unordered_set<const onnx::NodeProto*> kept;
  Names made;
  for (int i = graph.node_size() - 1; i >= 0; --i) {
    const onnx::NodeProto& node = graph.node(i);
    const auto is_needed = [&](const std::string& output) {
      return read.contains(output) && !given.contains(output);
    };
    if (std::none_of(node.output().begin(), node.output().end(), is_needed)) continue;
    kept.insert(&node);
    for (const std::string& output : node.output()) made.insert(output);
    for (std::string& tensor : tensors_read_by(node)) read.insert(std::move(tensor));
  }
  google::protobuf::RepeatedPtrField<onnx::NodeProto> nodes;
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    if (kept.contains(&node)) nodes.Add(std::move(node));
  }
  graph.mutable_node()->Swap(&nodes);
  auto& weights = *graph.mutable_initializer();
  weights.erase(std::remove_if(
                    weights.begin(), weights.end(),
                    [&](const onnx::TensorProto& weight) { return !read.contains(weight.name()); }),
                weights.end());

  std::vector<std::string> missing;
  for (const std::string& tensor : read) {
    if (!given.contains(tensor) && !made.contains(tensor)) missing.push_back(tensor);
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

}  // namespace popex
