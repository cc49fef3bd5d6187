// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <onnx/onnx_pb.h>
#include <string>
#include <utility>
#include <vector>

#include <popex/result.hpp>

namespace popex {

/// Sizes for inputs whose shape the model leaves open: by the input's name, or "" for the only one.
using InputShapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

/// An ONNX file, weights and all, made ready to be described: every node has a name of its own
/// (where the file gives none, "<operator>_<position>", as ONNX Runtime calls it), inputs have the
/// shapes that were asked for, an open first size is a batch of 1, weights are no inputs, and the
/// shapes of all tensors are inferred. Problems have the place that a message should begin with, or
/// an empty one for the model.
Result<onnx::ModelProto> load_model(const std::filesystem::path& file, const InputShapes& shapes);

/// What keeps a model from being run: inputs whose shapes are still open.
Problems open_shapes(const onnx::ModelProto& model);

}  // namespace popex
