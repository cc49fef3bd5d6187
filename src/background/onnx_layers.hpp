// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>

#include "background/onnx_graph.hpp"

namespace popex {

/// A network of an ONNX file as a profile without times, and which node became what.
struct OnnxLayers {
  /// The main network's nodes as layers in running order. An output other than the main one is a
  /// branch of its name: the nodes that lead to it alone, after the cut vertex that they leave
  /// from.
  ProfileData profile;
  std::string main_output;
  std::vector<std::size_t> layer_nodes;                ///< the node of each layer
  std::vector<std::vector<std::size_t>> branch_nodes;  ///< the nodes of each branch
  /// Sentences: branches that could not be placed exactly where they leave, and dead nodes.
  std::vector<std::string> notes;
};

/// `main_output`: the tensor that is the network's result; empty for the last one.
Result<OnnxLayers> layers_of(const OnnxGraph& graph, const std::string& main_output);

}  // namespace popex
