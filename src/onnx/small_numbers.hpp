// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

namespace popex {

/// Works out the short lists of numbers that a network makes of shapes, weights and constants, most
/// often to hand them to Reshape, Slice or Resize: libonnx does so for few operators, and below
/// opset 13 for fewer. Puts each that is new among the weights, under its tensor's name; says
/// whether any was. Shapes of tensors are what `value_info` and the inputs say.
bool add_small_numbers(onnx::GraphProto& graph);

}  // namespace popex
