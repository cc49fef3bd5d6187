// SPDX-License-Identifier: MIT
#include "background/onnx_graph.hpp"

#include <utility>

#include "background/json_shape.hpp"
#include "text/json_writer.hpp"

namespace popex {
namespace {

void write_names(text::JsonWriter& json, std::string_view key,
                 const std::vector<std::string>& names) {
  json.key(key).begin_array(text::Layout::inline_);
  for (const std::string& name : names) json.value(name);
  json.end_array();
}

template <class Names>
JsonShape names(Names list) {
  return JsonShape::list(
      JsonShape::text([list](std::string& name) { list().push_back(std::move(name)); }));
}

}  // namespace

std::string write_onnx_graph(const OnnxGraph& graph) {
  std::string out;
  text::JsonWriter json(out);
  json.begin_object();
  write_names(json, "inputs", graph.inputs);
  write_names(json, "outputs", graph.outputs);
  json.key("nodes").begin_array();
  for (const OnnxGraph::Node& node : graph.nodes) {
    json.begin_object(text::Layout::inline_).member("name", node.name).member("type", node.type);
    write_names(json, "inputs", node.inputs);
    write_names(json, "outputs", node.outputs);
    json.member("parameter_bytes", node.parameters.value).end_object();
  }
  json.end_array();
  json.key("tensors").begin_array();
  for (const OnnxGraph::Tensor& tensor : graph.tensors) {
    json.begin_object(text::Layout::inline_).member("name", tensor.name);
    if (tensor.bytes) json.member("bytes", tensor.bytes->value);
    json.end_object();
  }
  json.end_array();
  json.member("batch", graph.batch);
  json.end_object();
  return out;
}

Result<OnnxGraph> read_onnx_graph(std::string_view json) {
  using S = JsonShape;
  OnnxGraph graph;
  const auto node = [&graph]() -> OnnxGraph::Node& { return graph.nodes.back(); };
  const auto tensor = [&graph]() -> OnnxGraph::Tensor& { return graph.tensors.back(); };
  const JsonShape shape = S::object({
      S::required("inputs", names([&graph]() -> auto& { return graph.inputs; })),
      S::required("outputs", names([&graph]() -> auto& { return graph.outputs; })),
      S::required(
          "nodes",
          S::list(S::object({
                      S::required("name", S::text([node](std::string& t) { node().name = t; })),
                      S::required("type", S::text([node](std::string& t) { node().type = t; })),
                      S::required("inputs", names([node]() -> auto& { return node().inputs; })),
                      S::required("outputs", names([node]() -> auto& { return node().outputs; })),
                      S::required("parameter_bytes",
                                  S::number([node](double v) { node().parameters = Bytes{v}; })),
                  }),
                  [&graph] { graph.nodes.emplace_back(); })),
      S::required(
          "tensors",
          S::list(S::object({
                      S::required("name", S::text([tensor](std::string& t) { tensor().name = t; })),
                      S::optional("bytes",
                                  S::number([tensor](double v) { tensor().bytes = Bytes{v}; })),
                  }),
                  [&graph] { graph.tensors.emplace_back(); })),
      S::required("batch", S::number([&graph](double v) { graph.batch = v; })),
  });
  Problems problems = read_json(json, shape);
  if (!problems.empty()) return problems;
  return graph;
}

}  // namespace popex
