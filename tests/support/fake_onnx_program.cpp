// SPDX-License-Identifier: MIT
#include "support/fake_onnx_program.hpp"

#include <algorithm>
#include <sstream>

#include "text/json_writer.hpp"

namespace popex::test {

void FakeOnnxProgram::add_process(const std::vector<std::string>& nodes,
                                  const std::vector<Run>& runs,
                                  const std::vector<double>& output_bytes) {
  std::vector<std::string>& lines = processes.emplace_back();
  const auto add_line = [&](const auto& write) {
    std::string line;
    {
      text::JsonWriter json(line, text::Layout::inline_);
      json.begin_object();
      write(json);
      json.end_object();
    }
    lines.push_back(line);
  };
  add_line([&](text::JsonWriter& json) {
    json.key("nodes").begin_array();
    for (const std::string& node : nodes) json.value(node);
    json.end_array().key("output_bytes").begin_array();
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      json.value(n < output_bytes.size() ? output_bytes[n] : 0);
    }
    json.end_array().member("library", "Fake 1.0");
  });
  for (const Run& run : runs) {
    add_line([&](text::JsonWriter& json) {
      json.member("total_ms", run.total_ms).key("node_ms").begin_array();
      for (const double ms : run.node_ms) json.value(ms);
      json.end_array();
    });
  }
}

OnnxTool FakeOnnxProgram::tool(const std::string& model, const std::vector<std::string>& inputs) {
  return {[this](const std::vector<std::string>& arguments, const auto& on_line) {
            return answer(arguments, on_line);
          },
          model, inputs};
}

Problems FakeOnnxProgram::answer(const std::vector<std::string>& arguments,
                                 const std::function<void(std::string_view)>& on_line) {
  std::string call;
  for (const std::string& argument : arguments) call += (call.empty() ? "" : " ") + argument;
  calls.push_back(call);
  if (arguments.front() == "describe") {
    std::istringstream lines(description);
    for (std::string line; std::getline(lines, line);) on_line(line);
  } else if (!processes.empty()) {
    for (const std::string& line : processes[std::min(runs_++, processes.size() - 1)])
      on_line(line);
  }
  return system_problems;
}

}  // namespace popex::test
