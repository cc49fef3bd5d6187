// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "background/onnx_graph.hpp"

namespace popex::test {

/// A node that makes one tensor, of its own name with a ':' behind.
OnnxGraph::Node op(const std::string& name, const std::vector<std::string>& inputs);
/// A node that makes the tensors `outputs`.
OnnxGraph::Node op(const std::string& name, const std::vector<std::string>& inputs,
                   const std::vector<std::string>& outputs);

/// A graph of these nodes that reads "input", every tensor of 100 bytes.
OnnxGraph graph_of(const std::vector<OnnxGraph::Node>& nodes,
                   const std::vector<std::string>& outputs);

/// With a residual block and an exit:
///
///     input ─▸ conv ─▸ relu ─▸ left ─▸ right ─▸ add ─▸ head ─▸ main
///                       │└──────────────────────┘
///                       └▸ exit_head ─▸ exit
OnnxGraph small_graph();

}  // namespace popex::test
