// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>
#include <optional>
#include <string>

namespace popex {

/// What an element of a tensor takes; nothing for strings and types that ONNX does not have.
std::optional<double> element_bytes(int type);

/// Whether a tensor's rank and all its sizes are known.
bool has_known_shape(const onnx::TypeProto& type);

/// "1x3xheightx?"; empty where not even the rank is known.
std::string shown_shape(const onnx::TypeProto& type);

/// How a tensor is described in the graph, or nullptr.
const onnx::TypeProto* find_type(const onnx::GraphProto& graph, const std::string& tensor);

}  // namespace popex
