// SPDX-License-Identifier: MIT
#include "background/onnx_tool.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "background/json_shape.hpp"

namespace popex {
namespace {

/// Another program failed: that is the system's.
Problem failed(std::string message) { return {"", std::move(message), Problem::Cause::system}; }

Problem no_answer(std::string_view text) {
  constexpr std::size_t most_shown = 60;
  if (text.empty()) return failed("popex-onnx ended without an answer");
  const std::string_view begin = text.substr(0, std::min(most_shown, text.find('\n')));
  return failed(fmt::format("popex-onnx gave no answer that popex knows: {}{}", begin,
                            begin.size() < text.size() ? " …" : ""));
}

JsonShape problems_shape(Problems& problems) {
  using S = JsonShape;
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
  using S = JsonShape;

 public:
  explicit RunReader(OnnxTool::Runs& runs)
      : runs_(runs),
        shape_(S::object({
            S::optional("nodes", S::list(S::text([this](std::string& name) {
                          runs_.nodes.push_back(std::move(name));
                        }))),
            S::optional("output_bytes",
                        S::list(S::number([this](double v) { runs_.output_bytes.push_back(v); }))),
            S::optional("library", S::text([this](std::string& t) { runs_.library = t; })),
            S::optional("total_ms", S::number([this](double v) { runs_.total_ms.push_back(v); })),
            S::optional("node_ms", S::list(S::number([this](double v) {
                                     runs_.node_ms.back().push_back(v);
                                   })).on_begin([this] { runs_.node_ms.emplace_back(); })),
            S::optional("problems", problems_shape(problems)),
        })) {}

  void read(std::string_view line) {
    if (is_broken_) return;  // one such line says it all
    const std::size_t before = problems.size();
    if (read_json(line, shape_).empty()) return;
    is_broken_ = true;
    problems.resize(before);
    problems.push_back(no_answer(line));
  }

  Problems problems;

 private:
  OnnxTool::Runs& runs_;
  JsonShape shape_;
  bool is_broken_ = false;
};

/// What is wrong with the runs, or nothing.
std::string fault_of(const OnnxTool::Runs& runs, std::size_t passes) {
  if (runs.total_ms.size() < passes) {
    return fmt::format("popex-onnx ended after {} of {} runs", runs.total_ms.size(), passes);
  }
  const bool says_all = runs.output_bytes.size() == runs.nodes.size() &&
                        runs.total_ms.size() == passes && runs.node_ms.size() == passes &&
                        std::all_of(runs.node_ms.begin(), runs.node_ms.end(),
                                    [&](const auto& ms) { return ms.size() == runs.nodes.size(); });
  return says_all ? "" : "popex-onnx does not say for every run what each node took";
}

}  // namespace

Problems OnnxTool::placed(Problems problems) const {
  for (Problem& problem : problems) {
    if (problem.where.empty()) problem.where = model_;
  }
  return problems;
}

Problems OnnxTool::call(std::vector<std::string> words,
                        const std::function<void(std::string_view)>& on_line) const {
  words.insert(words.begin() + 1, model_);
  for (const std::string& input : inputs_) {
    words.emplace_back("--input");
    words.push_back(input);
  }
  Problems problems = program_(words, on_line);
  for (Problem& problem : problems) {
    if (problem.cause == Problem::Cause::system) {
      problem.message += fmt::format(", for {}", model_);
    } else {
      problem = {"", fmt::format("makes popex-onnx crash: it {}", problem.message)};
    }
  }
  return placed(std::move(problems));
}

Result<OnnxGraph> OnnxTool::describe() const {
  std::string text;
  Problems problems = call({"describe"}, [&](std::string_view line) {
    text += line;
    text += '\n';
  });
  if (!problems.empty()) return problems;
  if (text.starts_with(R"({"problems")")) {
    const Problems broken = read_json(
        text, JsonShape::object({JsonShape::required("problems", problems_shape(problems))}));
    if (broken.empty() && !problems.empty()) return placed(std::move(problems));
  }
  Result<OnnxGraph> graph = read_onnx_graph(text);
  if (!graph) return placed({no_answer(text)});
  return graph;
}

Result<OnnxTool::Runs> OnnxTool::run(const RunRequest& request,
                                     const std::function<void()>& on_run) const {
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
  if (problems.empty()) {
    if (std::string fault = fault_of(runs, request.warmup + request.runs); !fault.empty()) {
      problems.push_back(failed(std::move(fault)));
    }
  }
  if (!problems.empty()) return placed(std::move(problems));
  const auto warmup = static_cast<std::ptrdiff_t>(request.warmup);
  runs.total_ms.erase(runs.total_ms.begin(), runs.total_ms.begin() + warmup);
  runs.node_ms.erase(runs.node_ms.begin(), runs.node_ms.begin() + warmup);
  return runs;
}

}  // namespace popex
