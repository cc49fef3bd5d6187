// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

namespace popex {

/// Changes a model in memory, without changing what it computes, where OpenCV 4.6 is known to
/// refuse it: the bounds of a Clip that are constants become attributes, an Identity of a weight
/// (how torch shares equal weights) becomes a weight, and what leads to no output is dropped, as
/// are inferred shapes.
void cure_for_opencv(onnx::ModelProto& model);

}  // namespace popex
