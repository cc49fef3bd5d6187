// SPDX-License-Identifier: MIT
//
// popex-onnx: what popex runs to read and to measure ONNX models, as a program of its own, so that
// popex itself starts without loading the libraries, and a model that makes them fail takes nothing
// else down. It answers in JSON, for popex alone:
//
//     popex-onnx describe MODEL [--input [NAME=]1x3x224x224]…      one OnnxGraph; open sizes stay
//                                  open
//     popex-onnx run MODEL [--input …] [--runs N] [--warmup N] [--threads N] [--from TENSOR]
//                [--to TENSOR]     {"nodes": […], "output_bytes": […], "library": "…"}, then a line
//                a run:
//                                  {"total_ms": 1.5, "node_ms": […]}
//     popex-onnx split MODEL --at TENSOR --to TENSOR --link MS [--runs N] …
//                                  a line a run in two parts with a link between:
//                                  {"total_ms": 1.5}; at the input with --at "", on one side alone
//                                  with --at = --to
//
// On failure the last line is {"problems": [{"where": …, "message": …, "system": …}]}.

#include <charconv>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "background/onnx_graph.hpp"
#include "background/standard_streams.hpp"
#include "onnx/crash_report.hpp"
#include "onnx/cut_model.hpp"
#include "onnx/describe.hpp"
#include "onnx/model_file.hpp"
#ifdef POPEX_HAS_OPENCV
#include "onnx/runner.hpp"
#endif
#include "text/json_writer.hpp"

namespace popex {
namespace {

struct Words {
  std::string verb;
  std::string model;
  InputShapes shapes;
  std::size_t runs = 50;
  std::size_t warmup = 10;
  int threads = 1;
  std::string from;
  std::string to;
  double link_ms = 0;
};

/// popex has checked what people wrote; here it is taken apart.
Words read_words(const std::vector<std::string>& words) {
  Words read;
  if (words.size() > 1) {
    read.verb = words[0];
    read.model = words[1];
  }
  for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
    const std::string& value = words[i + 1];
    if (words[i] == "--input") {
      const std::size_t equals = value.rfind('=');
      auto& [name, dims] = read.shapes.emplace_back();
      if (equals != std::string::npos) name = value.substr(0, equals);
      const char* at = value.data() + (equals == std::string::npos ? 0 : equals + 1);
      const char* end = value.data() + value.size();
      while (at < end) {
        std::int64_t dim = 0;
        at = std::from_chars(at, end, dim).ptr + 1;
        dims.push_back(dim);
      }
    }
    if (words[i] == "--runs") read.runs = std::stoul(value);
    if (words[i] == "--warmup") read.warmup = std::stoul(value);
    if (words[i] == "--threads") read.threads = std::stoi(value);
    if (words[i] == "--from" || words[i] == "--at") read.from = value;
    if (words[i] == "--link") read.link_ms = std::stod(value);
    if (words[i] == "--to") read.to = value;
  }
  return read;
}

int fail(const Problems& problems) {
  std::string out;
  text::JsonWriter json(out, text::Layout::inline_);
  json.begin_object().key("problems").begin_array();
  for (const Problem& problem : problems) {
    json.begin_object()
        .member("where", problem.where)
        .member("message", problem.message)
        .member("system", problem.cause == Problem::Cause::system)
        .end_object();
  }
  json.end_array().end_object();
  std::cout << out << '\n' << std::flush;
  return 2;
}

#ifdef POPEX_HAS_OPENCV
int run(const Words& words, onnx::ModelProto model) {
  const auto begin = [](const RunBegin& run) {
    std::string out;
    text::JsonWriter json(out, text::Layout::inline_);
    json.begin_object().key("nodes").begin_array();
    for (const std::string& node : run.nodes) json.value(node);
    json.end_array().key("output_bytes").begin_array();
    for (const double bytes : run.output_bytes) json.value(bytes);
    json.end_array().member("library", run.library).end_object();
    std::cout << out << '\n' << std::flush;
  };
  const auto on_run = [](const Run& run) {
    std::string out;
    text::JsonWriter json(out, text::Layout::inline_);
    json.begin_object().member("total_ms", run.total_ms);
    json.key("node_ms").begin_array();
    for (const double ms : run.node_ms) json.value(ms);
    json.end_array().end_object();
    std::cout << out << '\n' << std::flush;
  };
  const Problems problems =
      run_with_opencv(std::move(model), {words.runs, words.warmup, words.threads}, begin, on_run);
  return problems.empty() ? 0 : fail(problems);
}

int split(const Words& words, onnx::ModelProto model) {
  onnx::ModelProto edge;
  onnx::ModelProto cloud;
  Problems problems;
  const auto cut = [&](const std::string& from, const std::string& to, onnx::ModelProto& part) {
    Result<onnx::ModelProto> made = cut_model(model, from, to);
    if (made) {
      part = *std::move(made);
    } else {
      problems = made.problems();
    }
  };
  if (!words.from.empty()) cut("", words.from, edge);
  if (words.from != words.to) cut(words.from, words.to, cloud);
  if (!problems.empty()) return fail(problems);
  const auto on_run = [](double total_ms) {
    std::string out;
    text::JsonWriter(out, text::Layout::inline_)
        .begin_object()
        .member("total_ms", total_ms)
        .end_object();
    std::cout << out << '\n' << std::flush;
  };
  problems = run_in_two_parts(std::move(edge), std::move(cloud), words.link_ms,
                              {words.runs, words.warmup, words.threads}, on_run);
  return problems.empty() ? 0 : fail(problems);
}
#else
int run(const Words& /*words*/, const onnx::ModelProto& /*model*/) {
  return fail({{"measure",
                "this popex was built without OpenCV; install libopencv-dnn-dev and build it again",
                Problem::Cause::system}});
}

int split(const Words& words, const onnx::ModelProto& model) { return run(words, model); }
#endif

int answer(const Words& words) {
  Result<onnx::ModelProto> model = load_model(words.model, words.shapes);
  if (!model) return fail(model.problems());
  if (words.verb == "describe") {
    std::cout << write_onnx_graph(describe(*model)) << std::flush;
    return 0;
  }
  if (const Problems problems = open_shapes(*model); !problems.empty()) return fail(problems);
  if (words.verb == "split") return split(words, *std::move(model));
  if (words.from.empty() && words.to.empty()) return run(words, *std::move(model));
  Result<onnx::ModelProto> part = cut_model(*std::move(model), words.from, words.to);
  if (!part) return fail(part.problems());
  return run(words, *std::move(part));
}

}  // namespace
}  // namespace popex

int main(int argc, char** argv) {
  popex::secure_standard_streams();
  popex::report_crashes();
  try {
    return popex::answer(popex::read_words({argv + 1, argv + argc}));
  } catch (const std::bad_alloc&) {
    return popex::fail({{"", "needs more memory than there is", popex::Problem::Cause::system}});
  } catch (const std::exception& error) {
    return popex::fail({{"", std::string("makes a library fail: ") + error.what()}});
  }
}
