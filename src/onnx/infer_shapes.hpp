// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

namespace popex {

/// Puts the shapes of all tensors that follow from those of the inputs in place of what the file
/// says of them. Throws what libonnx throws, where types contradict each other.
void infer_shapes(onnx::ModelProto& model);

}  // namespace popex
