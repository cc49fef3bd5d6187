// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

#include <popex/result.hpp>

namespace popex {

/// Everything in a model that libraries believe, and crash on or read past the end of memory with
/// where it is not so: how many numbers each tensor holds, how many inputs and which attributes a
/// node has, and what these may be. To be called before any library sees the model.
Problems check_model(const onnx::ModelProto& model);

/// The same of what follows from the shapes of tensors, once they are inferred.
Problems check_shapes(const onnx::ModelProto& model);

}  // namespace popex
