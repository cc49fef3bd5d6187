// SPDX-License-Identifier: MIT
#include "onnx/tensor_shape.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace popex {
namespace {

bool is_known(const onnx::TensorShapeProto::Dimension& dim) {
  return dim.has_dim_value() && dim.dim_value() >= 0;
}

}  // namespace

std::optional<double> element_bytes(int type) {
  using T = onnx::TensorProto;
  switch (type) {
    case T::FLOAT:
    case T::INT32:
    case T::UINT32:
      return 4;
    case T::DOUBLE:
    case T::INT64:
    case T::UINT64:
    case T::COMPLEX64:
      return 8;
    case T::FLOAT16:
    case T::BFLOAT16:
    case T::INT16:
    case T::UINT16:
      return 2;
    case T::INT8:
    case T::UINT8:
    case T::BOOL:
      return 1;
    default:  // not an enumerator for certain: files can hold any number
      return std::nullopt;
  }
}

bool has_known_shape(const onnx::TypeProto& type) {
  if (!type.has_tensor_type() || !type.tensor_type().has_shape()) return false;
  const auto& dims = type.tensor_type().shape().dim();
  return std::all_of(dims.begin(), dims.end(), is_known);
}

std::string shown_shape(const onnx::TypeProto& type) {
  std::vector<std::string> dims;
  for (const auto& dim : type.tensor_type().shape().dim()) {
    if (is_known(dim)) {
      dims.push_back(std::to_string(dim.dim_value()));
    } else {
      dims.push_back(dim.dim_param().empty() ? "?" : dim.dim_param());
    }
  }
  return fmt::format("{}", fmt::join(dims, "x"));
}

const onnx::TypeProto* find_type(const onnx::GraphProto& graph, const std::string& tensor) {
  for (const auto* list : {&graph.value_info(), &graph.output(), &graph.input()}) {
    for (const onnx::ValueInfoProto& info : *list) {
      if (info.name() == tensor) return &info.type();
    }
  }
  return nullptr;
}

}  // namespace popex
