// SPDX-License-Identifier: MIT
#include "onnx/model_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <onnx/common/version.h>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "onnx/check_model.hpp"
#include "onnx/crash_report.hpp"
#include "onnx/infer_shapes.hpp"
#include "onnx/tensor_shape.hpp"
#include "text/nearest_name.hpp"

namespace popex {
namespace {

/// As ONNX Runtime calls them, which makes weights of Constants before it counts.
void name_nodes(onnx::GraphProto& graph) {
  std::unordered_set<std::string> given;
  for (const onnx::NodeProto& node : graph.node()) given.insert(node.name());
  std::unordered_set<std::string> taken;
  std::unordered_map<std::string, std::size_t> copies;
  std::size_t place = 0;
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    const std::string wanted =
        node.name().empty() ? fmt::format("{}_{}", node.op_type(), place) : node.name();
    if (node.op_type() != "Constant") ++place;
    std::string name = wanted;
    while ((name != node.name() && given.contains(name)) || !taken.insert(name).second) {
      name = fmt::format("{}_{}", wanted, ++copies[wanted] + 1);
    }
    node.set_name(name);
  }
}

/// Files older than version 4 of the format list their weights among the inputs.
void drop_weights_from_inputs(onnx::ModelProto& model) {
  if (model.ir_version() < 4) model.set_ir_version(4);
  onnx::GraphProto& graph = *model.mutable_graph();
  std::unordered_set<std::string> weights;
  for (const onnx::TensorProto& tensor : graph.initializer()) weights.insert(tensor.name());
  auto& inputs = *graph.mutable_input();
  inputs.erase(std::remove_if(inputs.begin(), inputs.end(),
                              [&](const onnx::ValueInfoProto& input) {
                                return weights.contains(input.name());
                              }),
               inputs.end());
}

void set_shape(onnx::ValueInfoProto& input, const std::vector<std::int64_t>& wanted,
               Problems& problems) {
  const auto& said = input.type().tensor_type().shape();
  bool fits = !input.type().tensor_type().has_shape() ||
              static_cast<std::size_t>(said.dim_size()) == wanted.size();
  for (int d = 1; fits && d < said.dim_size(); ++d) {  // the batch is free, whatever the file says
    fits = !said.dim(d).has_dim_value() ||
           said.dim(d).dim_value() == wanted[static_cast<std::size_t>(d)];
  }
  if (!fits) {
    problems.push_back(
        {"--input", fmt::format("{}, but input '{}' of the model is {}", fmt::join(wanted, "x"),
                                input.name(), shown_shape(input.type()))});
    return;
  }
  auto& shape = *input.mutable_type()->mutable_tensor_type()->mutable_shape();
  shape.clear_dim();
  for (const std::int64_t size : wanted) shape.add_dim()->set_dim_value(size);
}

void set_shapes(onnx::GraphProto& graph, const InputShapes& shapes, Problems& problems) {
  std::vector<std::string_view> names;
  for (const onnx::ValueInfoProto& input : graph.input()) names.push_back(input.name());
  std::set<std::string> set;
  for (const auto& [name, sizes] : shapes) {
    if (name.empty() && names.size() > 1) {
      problems.push_back(
          {"--input", fmt::format("{}, but the model has several inputs, expected NAME=SHAPE with "
                                  "one of {}",
                                  fmt::join(sizes, "x"), fmt::join(names, ", "))});
      continue;
    }
    const auto found = name.empty() ? names.begin()
                                    : std::find(names.begin(), names.end(), std::string_view(name));
    if (found == names.end()) {
      problems.push_back(
          {"--input", fmt::format("'{}' is not an input of the model, expected one of {}{}", name,
                                  fmt::join(names, ", "), text::did_you_mean(name, names))});
    } else if (!set.insert(std::string(*found)).second) {
      problems.push_back({"--input", fmt::format("given twice for '{}'", *found)});
    } else {
      set_shape(*graph.mutable_input(static_cast<int>(found - names.begin())), sizes, problems);
    }
  }
}

/// Some files write an open size as 0 or -1, others as a name or not at all.
void open_sizes(onnx::GraphProto& graph) {
  for (onnx::ValueInfoProto& input : *graph.mutable_input()) {
    if (!input.type().tensor_type().has_shape()) continue;
    for (auto& dim : *input.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim()) {
      if (dim.has_dim_value() && dim.dim_value() <= 0) dim.clear_value();
    }
  }
}

void set_open_batches(onnx::GraphProto& graph) {
  for (onnx::ValueInfoProto& input : *graph.mutable_input()) {
    if (input.type().tensor_type().shape().dim_size() == 0) continue;
    auto& batch = *input.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim(0);
    if (!batch.has_dim_value()) batch.set_dim_value(1);
  }
}

/// What the file says of the tensors between, with the sizes that its inputs have by now. Nothing
/// where they were given others than the file says.
TensorTypes said_of_tensors(const onnx::GraphProto& file, const onnx::GraphProto& graph) {
  std::unordered_map<std::string, std::int64_t> sizes;  // by the name that the file gives them
  for (int i = 0; i < file.input_size(); ++i) {
    const auto& said = file.input(i).type().tensor_type().shape();
    const auto& now = graph.input(i).type().tensor_type().shape();
    for (int d = 0; d < std::min(said.dim_size(), now.dim_size()); ++d) {
      if (said.dim(d).has_dim_value() && said.dim(d).dim_value() != now.dim(d).dim_value()) {
        return {};
      }
      if (now.dim(d).has_dim_value()) sizes[said.dim(d).dim_param()] = now.dim(d).dim_value();
    }
  }
  sizes.erase("");
  TensorTypes types = file.value_info();
  types.MergeFrom(file.output());
  for (onnx::ValueInfoProto& info : types) {
    if (!info.type().tensor_type().has_shape()) continue;
    for (auto& dim : *info.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim()) {
      const auto size = sizes.find(dim.dim_param());
      if (size != sizes.end()) dim.set_dim_value(size->second);
    }
  }
  return types;
}

Result<onnx::ModelProto> parse(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Problems{
        {"", fmt::format("cannot be read: {}", std::strerror(errno)), Problem::Cause::system}};
  }
  std::error_code error;
  if (std::filesystem::file_size(file, error) > std::numeric_limits<std::int32_t>::max() &&
      !error) {
    return Problems{{"", "is larger than 2 GiB, the most that is read"}};
  }
  onnx::ModelProto model;
  if (!model.ParseFromIstream(&in) || !model.has_graph() || model.graph().node_size() == 0) {
    return Problems{{"", "is no ONNX model, or not all of one"}};
  }
  return model;
}

}  // namespace

Result<onnx::ModelProto> load_model(const std::filesystem::path& file, const InputShapes& shapes) {
  Result<onnx::ModelProto> model = parse(file);
  if (!model) return model;
  onnx::GraphProto& graph = *model->mutable_graph();
  name_nodes(graph);
  if (Problems wrong = check_model(*model); !wrong.empty()) return wrong;
  drop_weights_from_inputs(*model);
  open_sizes(graph);
  onnx::GraphProto said;
  *said.mutable_input() = graph.input();
  *said.mutable_value_info() = graph.value_info();
  *said.mutable_output() = graph.output();
  Problems problems;
  set_shapes(graph, shapes, problems);
  if (!problems.empty()) return problems;
  set_open_batches(graph);
  set_running(std::string("libonnx ") + onnx::LAST_RELEASE_VERSION, "infers its shapes");
  try {
    infer_shapes(*model, said_of_tensors(said, graph));
  } catch (const std::exception& error) {
    return Problems{{"", fmt::format("its shapes contradict each other: {}", error.what())}};
  }
  set_running_nothing();
  if (Problems wrong = check_shapes(*model); !wrong.empty()) return wrong;
  return model;
}

Problems open_shapes(const onnx::ModelProto& model) {
  Problems problems;
  for (const onnx::ValueInfoProto& input : model.graph().input()) {
    if (has_known_shape(input.type())) continue;
    const std::string said = shown_shape(input.type());
    problems.push_back({"--input", fmt::format("missing, expected the shape of input '{}', which "
                                               "the model leaves open{}{}",
                                               input.name(), said.empty() ? "" : " as ", said)});
  }
  return problems;
}

}  // namespace popex
