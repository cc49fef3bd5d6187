// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>
#include <string>

#include <popex/result.hpp>

namespace popex {

/// The part of a model (from `load_model`) that leads from one tensor to another, as a model of its
/// own; `from` empty: from the inputs. Where that part asks for the shape of a tensor before it,
/// the shape becomes a constant. It is a problem where there is no such tensor, where the shape of
/// `from` is not known, where no node lies between the two, or where `to` needs more than `from`.
Result<onnx::ModelProto> cut_model(onnx::ModelProto model, const std::string& from,
                                   const std::string& to);

}  // namespace popex
