// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <popex/units.hpp>

namespace popex {

/// A network as an ONNX file describes it, weights left out.
struct OnnxGraph {
  struct Node {
    std::string name;                  ///< unique; for nodes without one, as the runtimes call them
    std::string type;                  ///< the operator: "Conv"
    std::vector<std::string> inputs;   ///< tensors, weights and constants left out
    std::vector<std::string> outputs;  ///< tensors
    Bytes parameters;  ///< of the weights it reads; shared ones count where first read
  };
  struct Tensor {
    std::string name;
    std::vector<std::size_t> shape;  ///< empty where unknown or scalar
    std::optional<Bytes> bytes;      ///< nothing where the shape is not known
  };
  std::string name;
  std::vector<Node> nodes;           ///< in the order of the file, which is a running order
  std::vector<std::string> inputs;   ///< tensors that are given
  std::vector<std::string> outputs;  ///< tensors: the exits, the main one last
  std::vector<Tensor> tensors;       ///< of all inputs and outputs of nodes
};

}  // namespace popex
