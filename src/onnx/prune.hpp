// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>
#include <string>
#include <vector>

namespace popex {

/// Drops the nodes that lead to no output of the graph, and the weights that nobody reads. Returns
/// the tensors that are read but that neither a node nor an input nor a weight gives.
std::vector<std::string> prune(onnx::GraphProto& graph);

}  // namespace popex
