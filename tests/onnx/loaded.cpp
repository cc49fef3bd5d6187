// SPDX-License-Identifier: MIT
#include "onnx/loaded.hpp"

#include <stdexcept>

#include "support/program.hpp"

namespace popex::test {

Result<onnx::ModelProto> load(const onnx::ModelProto& model, const InputShapes& shapes) {
  const TemporaryFolder folder;
  return load_model(folder.write("model.onnx", model.SerializeAsString()), shapes);
}

onnx::ModelProto loaded(const onnx::ModelProto& model, const InputShapes& shapes) {
  Result<onnx::ModelProto> read = load(model, shapes);
  if (!read) throw std::invalid_argument(read.problems().front().message);
  return *read;
}

}  // namespace popex::test
