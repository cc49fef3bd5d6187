// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>
#include <string>

#include <popex/result.hpp>

namespace popex {

/// The part of a model (from `load_model`) that leads from one tensor to another, as a model of its
/// own; `from` empty: from the inputs. It is a problem where there is no such tensor, where its
/// shape is not known, or where `to` needs more than `from`.
Result<onnx::ModelProto> cut_model(onnx::ModelProto model, const std::string& from,
                                   const std::string& to);

}  // namespace popex
