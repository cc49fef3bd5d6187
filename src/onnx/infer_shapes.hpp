// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

namespace popex {

using TensorTypes = google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>;

/// Puts the shapes of all tensors that follow from those of the inputs in place of what the file
/// says of them. `said` counts for tensors alone of which nothing follows. Throws what libonnx
/// throws, where types contradict each other.
void infer_shapes(onnx::ModelProto& model, const TensorTypes& said);

}  // namespace popex
