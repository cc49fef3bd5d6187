// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include <popex/result.hpp>
#include <popex/units.hpp>

#include "background/importers/importer.hpp"

namespace popex {

/// An engine of TensorRT as trtexec describes and times it.
struct TrtEngine {
  struct Tensor {
    std::string name;
    std::vector<double> shape;
    std::string format;  ///< and type: "Channel major FP16 format where channel % 8 == 0", "Half"
    [[nodiscard]] std::optional<Bytes> bytes() const;
  };
  struct Weights {
    std::string type;
    double count = 0;
    [[nodiscard]] std::optional<Bytes> bytes() const;
  };
  struct Layer {
    std::string name;
    std::string type;
    std::string origin;
    std::vector<Tensor> inputs;
    std::vector<Tensor> outputs;
    Weights weights;
    Weights bias;
  };
  struct Row {
    std::string name;
    std::optional<double> median_ms;  ///< newer versions have it
    std::optional<double> average_ms;
  };

  std::vector<Layer> layers;
  std::unordered_set<std::string> bindings;  ///< the network's inputs and outputs
  std::vector<Row> rows;
  double runs = 0;
  std::string layers_file;  ///< what problems of the layers' are of
};

/// Reads the file of --exportProfile and that of --exportLayerInfo, which may come in any order.
Result<TrtEngine> read_trt_engine(std::span<const ImportFile> files);

}  // namespace popex
