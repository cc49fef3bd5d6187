// SPDX-License-Identifier: MIT
#pragma once

#include <onnx/onnx_pb.h>

#include <popex/result.hpp>

#include "onnx/model_file.hpp"

namespace popex::test {

/// The model as `load_model` reads it from a file.
Result<onnx::ModelProto> load(const onnx::ModelProto& model, const InputShapes& shapes = {});

/// The same where it has to be right.
onnx::ModelProto loaded(const onnx::ModelProto& model, const InputShapes& shapes = {});

}  // namespace popex::test
