// SPDX-License-Identifier: MIT
#include "cli/onnx_tool.hpp"

#include <filesystem>
#include <system_error>

#include "cli/failure.hpp"
#include "cli/processes/child_process.hpp"
#include "cli/surroundings.hpp"

namespace popex::cli {

OnnxTool onnx_tool(const std::string& command, const std::string& model,
                   const std::vector<std::string>& inputs) {
  const std::filesystem::path program = onnx_program();
  if (std::error_code error; !std::filesystem::exists(program, error)) {
    if (error) throw Failure(program.string(), error.message(), Problem::Cause::system);
    throw Failure(command,
                  "this popex was built without ONNX; install libonnx-dev, libprotobuf-dev and "
                  "libopencv-dnn-dev, and build it again",
                  Problem::Cause::system);
  }
  return {[program](const std::vector<std::string>& words, const auto& on_line) {
            return run_program(program, words, on_line);
          },
          model, inputs};
}

}  // namespace popex::cli
