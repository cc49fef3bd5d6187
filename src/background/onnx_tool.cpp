// SPDX-License-Identifier: MIT
#include "background/onnx_tool.hpp"

#include <utility>

#include "background/json_shape.hpp"

namespace popex {
namespace {

using S = JsonShape;

JsonShape problems_shape(Problems& problems) {
  return S::list(
      S::object({
          S::required("where", S::text([&](std::string& t) { problems.back().where = t; })),
          S::required("message", S::text([&](std::string& t) { problems.back().message = t; })),
          S::required("system", S::boolean([&](bool is) {
                        if (is) problems.back().cause = Problem::Cause::system;
                      })),
      }),
      [&] { problems.emplace_back(); });
}

/// A line of `popex-onnx run`: which nodes run, what one run took, or what went wrong.
class RunReader {
 public:
  explicit RunReader(OnnxTool::Runs& runs)
      : runs_(runs),
        shape_(S::object({
            S::optional("nodes", S::list(S::text([this](std::string& name) {
                          runs_.nodes.push_back(std::move(name));
                        }))),
            S::optional("library", S::text([this](std::string& t) { runs_.library = t; })),
            S::optional("total_ms", S::number([this](double v) { runs_.total_ms.push_back(v); })),
            S::optional("node_ms", S::list(S::number([this](double v) {
                                     runs_.node_ms.back().push_back(v);
                                   })).on_begin([this] { runs_.node_ms.emplace_back(); })),
            S::optional("problems", problems_shape(problems)),
        })) {}

  void read(std::string_view line) {
    const Problems broken = read_json(line, shape_);
    problems.insert(problems.end(), broken.begin(), broken.end());
  }

  Problems problems;

 private:
  OnnxTool::Runs& runs_;
  JsonShape shape_;
};

}  // namespace

Problems OnnxTool::call(std::vector<std::string> words,
                        const std::function<void(std::string_view)>& on_line) {
  words.insert(words.begin() + 1, model_);
  for (const std::string& input : inputs_) {
    words.emplace_back("--input");
    words.push_back(input);
  }
  return program_(words, on_line);
}

Result<OnnxGraph> OnnxTool::describe() {
  std::string text;
  Problems problems = call({"describe"}, [&](std::string_view line) {
    text += line;
    text += '\n';
  });
  if (!problems.empty()) return problems;
  if (text.starts_with(R"({"problems")")) {
    Problems said;
    problems = read_json(text, S::object({S::required("problems", problems_shape(said))}));
    problems.insert(problems.begin(), said.begin(), said.end());
  }
  if (!problems.empty()) return problems;
  return read_onnx_graph(text);
}

Result<OnnxTool::Runs> OnnxTool::run(const RunRequest& request,
                                     const std::function<void()>& on_run) {
  std::vector<std::string> words{"run",
                                 "--runs",
                                 std::to_string(request.runs),
                                 "--warmup",
                                 std::to_string(request.warmup),
                                 "--threads",
                                 std::to_string(request.threads)};
  if (!request.from.empty()) words.insert(words.end(), {"--from", request.from});
  if (!request.to.empty()) words.insert(words.end(), {"--to", request.to});
  Runs runs;
  RunReader reader(runs);
  std::size_t passes = 0;
  Problems problems = call(words, [&](std::string_view line) {
    reader.read(line);
    if (runs.total_ms.size() == passes) return;
    ++passes;
    on_run();
  });
  problems.insert(problems.begin(), reader.problems.begin(), reader.problems.end());
  if (problems.empty() && runs.total_ms.size() != request.warmup + request.runs) {
    problems.push_back({"", "the model stopped running before the last run"});
  }
  for (const std::vector<double>& times : runs.node_ms) {
    if (problems.empty() && times.size() != runs.nodes.size()) {
      problems.push_back({"", "a run does not say what each node took"});
    }
  }
  if (!problems.empty()) return problems;
  const auto warmup = static_cast<std::ptrdiff_t>(request.warmup);
  runs.total_ms.erase(runs.total_ms.begin(), runs.total_ms.begin() + warmup);
  runs.node_ms.erase(runs.node_ms.begin(), runs.node_ms.begin() + warmup);
  return runs;
}

}  // namespace popex
