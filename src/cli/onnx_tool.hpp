// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "background/onnx_tool.hpp"

namespace popex::cli {

/// What reads and runs this model, by the popex-onnx beside this program. Fails where popex was
/// built without it; `command` is what that message calls the wish.
OnnxTool onnx_tool(const std::string& command, const std::string& model,
                   const std::vector<std::string>& inputs = {});

}  // namespace popex::cli
