// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

#include "background/onnx_graph.hpp"

namespace popex {

/// What depends on the inputs of a model that `load_model` made ready. The shape of a tensor whose
/// sizes are all known is a constant, and so is everything that only such shapes, weights and
/// constants lead to.
OnnxGraph describe(const onnx::ModelProto& model);

}  // namespace popex
