// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>
#include <string>
#include <vector>

namespace popex {

/// The tensors that a node reads, its own inputs and what the graphs inside it (of If and Loop)
/// read from around them.
std::vector<std::string> tensors_read_by(const onnx::NodeProto& node);

}  // namespace popex
