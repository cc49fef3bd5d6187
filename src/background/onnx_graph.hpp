// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>
#include <popex/units.hpp>

namespace popex {

/// A network as an ONNX file describes it: what depends on the network's inputs. Weights, and what
/// is worked out of weights and shapes alone, are left out.
struct OnnxGraph {
  struct Node {
    std::string name;                  ///< unique; of a node without one, "<operator>_<position>"
    std::string type;                  ///< the operator: "Conv"
    std::vector<std::string> inputs;   ///< tensors
    std::vector<std::string> outputs;  ///< tensors
    Bytes parameters;  ///< of the weights that the node reads and none before it does
  };
  struct Tensor {
    std::string name;
    std::optional<Bytes> bytes;  ///< nothing where the shape is not known
  };
  std::vector<std::string> inputs;   ///< tensors that are given
  std::vector<std::string> outputs;  ///< tensors: the exits, the main one last
  std::vector<Node> nodes;           ///< in the order of the file, in which they can run
  std::vector<Tensor> tensors;       ///< inputs, and outputs of the nodes
  double batch = 1;                  ///< samples that the tensors' sizes are of
};

/// The graph as one JSON document, and back.
std::string write_onnx_graph(const OnnxGraph& graph);
Result<OnnxGraph> read_onnx_graph(std::string_view json);

}  // namespace popex
