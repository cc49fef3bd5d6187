// SPDX-License-Identifier: MIT
#include "onnx/check_model.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <onnx/defs/schema.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "onnx/tensor_shape.hpp"

namespace popex {
namespace {

using Tensor = onnx::TensorProto;
using Attribute = onnx::AttributeProto;

std::string shown(const Tensor& tensor) {
  if (tensor.dims_size() == 0) return "one number";
  return fmt::format("{}", fmt::join(tensor.dims(), "x"));
}

/// Sizes of 2^60 and more are as good as infinite; nothing where one is below 0.
std::optional<double> count_of(const Tensor& tensor) {
  double count = 1;
  for (const std::int64_t size : tensor.dims()) {
    if (size < 0) return std::nullopt;
    count *= static_cast<double>(size);
  }
  return count;
}

/// How many numbers a tensor's own list of its type has, and how many make an element.
struct Held {
  double numbers = 0;
  double an_element = 1;
};

std::optional<Held> held_by(const Tensor& tensor) {
  const auto numbers = [](const auto& list) { return static_cast<double>(list.size()); };
  switch (tensor.data_type()) {
    case Tensor::FLOAT:
      return Held{numbers(tensor.float_data())};
    case Tensor::COMPLEX64:
      return Held{numbers(tensor.float_data()), 2};
    case Tensor::DOUBLE:
      return Held{numbers(tensor.double_data())};
    case Tensor::COMPLEX128:
      return Held{numbers(tensor.double_data()), 2};
    case Tensor::INT64:
      return Held{numbers(tensor.int64_data())};
    case Tensor::UINT32:
    case Tensor::UINT64:
      return Held{numbers(tensor.uint64_data())};
    case Tensor::STRING:
      return Held{numbers(tensor.string_data())};
    case Tensor::INT32:
    case Tensor::INT16:
    case Tensor::INT8:
    case Tensor::UINT16:
    case Tensor::UINT8:
    case Tensor::BOOL:
    case Tensor::FLOAT16:
    case Tensor::BFLOAT16:
      return Held{numbers(tensor.int32_data())};
    default:  // of a newer version of the format
      return std::nullopt;
  }
}

/// What an attribute may be, in every operator that has one of its name.
struct Bounds {
  std::string_view attribute;
  std::int64_t least;
};
constexpr Bounds kBounds[] = {{"kernel_shape", 1},
                              {"strides", 1},
                              {"dilations", 1},
                              {"group", 1},
                              {"pads", 0},
                              {"output_padding", 0},
                              {"blocksize", 1},
                              {"size", 1},
                              {"hidden_size", 1},
                              {"pooled_shape", 1},
                              {"output_height", 1},
                              {"output_width", 1},
                              {"p", 1},
                              {"num_outputs", 1}};
constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();

class Checker {
 public:
  explicit Checker(const onnx::ModelProto& model) {
    for (const onnx::OperatorSetIdProto& set : model.opset_import()) {
      if (is_standard(set.domain())) version_ = static_cast<int>(std::min(set.version(), kMost));
    }
    check(model.graph());
  }

  Problems take() { return std::move(problems_); }

 private:
  static bool is_standard(const std::string& domain) {
    return domain.empty() || domain == "ai.onnx";
  }

  void report(std::string message) { problems_.push_back({"", std::move(message)}); }

  using Weights = std::map<std::string_view, const Tensor*>;

  void check(const onnx::GraphProto& graph) {
    Weights weights;
    for (const Tensor& tensor : graph.initializer()) {
      weights[tensor.name()] = &tensor;
      check(tensor, fmt::format("weight '{}'", tensor.name()));
    }
    for (const onnx::NodeProto& node : graph.node()) check(node, weights);
  }

  void check(const Tensor& tensor, const std::string& name) {
    if (tensor.data_location() == Tensor::EXTERNAL) {
      if (!is_external_) {
        report(
            "keeps its weights in other files, expected them inside (export without external "
            "data)");
      }
      is_external_ = true;
      return;
    }
    const std::optional<double> count = count_of(tensor);
    if (!count) {
      report(fmt::format("{} is {}, expected no size below 0", name, shown(tensor)));
      return;
    }
    const std::optional<Held> held = held_by(tensor);
    if (!held) return;
    const std::optional<double> element = element_bytes(tensor.data_type());
    const bool is_raw = tensor.has_raw_data() && (!tensor.raw_data().empty() || held->numbers == 0);
    if (is_raw && element) {
      const auto bytes = static_cast<double>(tensor.raw_data().size());
      if (bytes != *count * *element) {
        report(fmt::format("{} is {}, which takes {} bytes, but has {}", name, shown(tensor),
                           *count * *element, bytes));
      }
    } else if (!is_raw && held->numbers != *count * held->an_element) {
      report(fmt::format("{} is {}, but has {} numbers of its type, expected {}", name,
                         shown(tensor), held->numbers, *count * held->an_element));
    }
  }

  static std::string called(const onnx::NodeProto& node) {
    return fmt::format("{} '{}'", node.op_type(), node.name());
  }

  void check(const onnx::NodeProto& node, const Weights& weights) {
    const std::size_t before = problems_.size();
    for (const Attribute& attribute : node.attribute()) {
      const std::string name = fmt::format("{}: {}", called(node), attribute.name());
      if (attribute.has_t()) check(attribute.t(), name);
      for (const Tensor& tensor : attribute.tensors()) check(tensor, name);
      // Protobuf reads no file whose graphs are nested so deep that this could not follow.
      if (attribute.has_g()) check(attribute.g());
      for (const onnx::GraphProto& inner : attribute.graphs()) check(inner);
    }
    if (!is_standard(node.domain())) return;
    check_schema(node);
    if (problems_.size() > before) return;
    check_bounds(node);
    if (problems_.size() > before) return;
    check_window(node, weights);
    check_order(node);
  }

  /// What the format says of the operator, where it has it.
  void check_schema(const onnx::NodeProto& node) {
    const onnx::OpSchema* schema =
        onnx::OpSchemaRegistry::Schema(node.op_type(), version_, node.domain());
    if (schema == nullptr) return;
    const auto check_count = [&](std::string_view what, int count, int least, int most) {
      if (count >= least && count <= most) return;
      const std::string expected = least == most ? fmt::format("{}", least)
                                   : most == std::numeric_limits<int>::max()
                                       ? fmt::format("at least {}", least)
                                       : fmt::format("{} to {}", least, most);
      report(fmt::format("{} has {} {}, expected {}", called(node), count, what, expected));
    };
    check_count("inputs", node.input_size(), schema->min_input(), schema->max_input());
    check_count("outputs", node.output_size(), schema->min_output(), schema->max_output());
    for (const auto& [key, expected] : schema->attributes()) {
      const std::string& name = key;
      const auto given =
          std::find_if(node.attribute().begin(), node.attribute().end(),
                       [&](const Attribute& attribute) { return attribute.name() == name; });
      if (given == node.attribute().end()) {
        if (expected.required) report(fmt::format("{} has no {}", called(node), name));
        continue;
      }
      // Old files do not say the type.
      if (given->type() == Attribute::UNDEFINED || given->type() == expected.type) continue;
      report(fmt::format("{}: {} is of type {}, expected {}", called(node), name,
                         Attribute::AttributeType_Name(given->type()),
                         Attribute::AttributeType_Name(expected.type)));
    }
  }

  void check_bounds(const onnx::NodeProto& node) {
    for (const Attribute& attribute : node.attribute()) {
      const auto* const bounds =
          std::find_if(std::begin(kBounds), std::end(kBounds),
                       [&](const Bounds& known) { return known.attribute == attribute.name(); });
      // A Pad may cut off, which is a pad below 0.
      if (bounds == std::end(kBounds) || (node.op_type() == "Pad" && attribute.name() == "pads")) {
        continue;
      }
      std::vector<std::int64_t> values(attribute.ints().begin(), attribute.ints().end());
      if (attribute.type() == Attribute::INT) values = {attribute.i()};
      if (std::all_of(values.begin(), values.end(), [&](std::int64_t value) {
            return value >= bounds->least && value <= kMost;
          })) {
        continue;
      }
      report(fmt::format("{}: {} {}, must be at least {} and at most {}", called(node),
                         attribute.name(), fmt::join(values, "x"), bounds->least, kMost));
    }
  }

  static const Attribute* find(const onnx::NodeProto& node, std::string_view name) {
    for (const Attribute& attribute : node.attribute()) {
      if (attribute.name() == name) return &attribute;
    }
    return nullptr;
  }

  /// The lists of a convolution or pooling have an entry a direction, pads two.
  void check_window(const onnx::NodeProto& node, const Weights& weights) {
    const bool is_convolution = node.op_type() == "Conv" || node.op_type() == "ConvTranspose";
    const Attribute* kernel = find(node, "kernel_shape");
    std::vector<std::int64_t> window;
    std::string_view from = "kernel_shape";
    if (kernel != nullptr) window.assign(kernel->ints().begin(), kernel->ints().end());
    const auto found = is_convolution ? weights.find(node.input(1)) : weights.end();
    if (found != weights.end()) {
      const Tensor& weight = *found->second;
      if (weight.dims_size() < 3) {
        report(fmt::format("{}: weight '{}' is {}, expected three sizes or more", called(node),
                           weight.name(), shown(weight)));
        return;
      }
      const std::vector<std::int64_t> own(weight.dims().begin() + 2, weight.dims().end());
      if (kernel != nullptr && window != own) {
        report(fmt::format("{}: kernel_shape {}, but weight '{}' is {}", called(node),
                           fmt::join(window, "x"), weight.name(), shown(weight)));
        return;
      }
      window = own;
      from = "the weight";
    }
    if (window.empty()) return;
    for (const auto& [name, entries] : {std::pair<std::string_view, std::size_t>("strides", 1),
                                        {"dilations", 1},
                                        {"output_padding", 1},
                                        {"pads", 2}}) {
      const Attribute* given = find(node, name);
      if (given == nullptr || given->ints().empty()) continue;
      const std::size_t expected = entries * window.size();
      if (static_cast<std::size_t>(given->ints_size()) == expected) continue;
      report(fmt::format("{}: {} {}, expected {} numbers, as {} is {}", called(node), name,
                         fmt::join(given->ints(), "x"), expected, from, fmt::join(window, "x")));
    }
  }

  void check_order(const onnx::NodeProto& node) {
    const Attribute* order = node.op_type() == "Transpose" ? find(node, "perm") : nullptr;
    if (order == nullptr) return;
    std::vector<std::int64_t> axes(order->ints().begin(), order->ints().end());
    std::sort(axes.begin(), axes.end());
    for (std::size_t i = 0; i < axes.size(); ++i) {
      if (axes[i] == static_cast<std::int64_t>(i)) continue;
      report(fmt::format("{}: perm {}, expected each of 0 to {} once", called(node),
                         fmt::join(order->ints(), ","), axes.size() - 1));
      return;
    }
  }

  int version_ = 1;
  bool is_external_ = false;
  Problems problems_;
};

using Sizes = std::vector<std::optional<std::int64_t>>;

/// The shapes that are known, of tensors and weights.
class ShapeChecker {
 public:
  explicit ShapeChecker(const onnx::GraphProto& graph) {
    for (const auto* list : {&graph.value_info(), &graph.output(), &graph.input()}) {
      for (const onnx::ValueInfoProto& info : *list) add(info);
    }
    for (const Tensor& weight : graph.initializer()) {
      shapes_[weight.name()] = Sizes(weight.dims().begin(), weight.dims().end());
    }
    for (const onnx::NodeProto& node : graph.node()) check(node);
  }

  Problems take() { return std::move(problems_); }

 private:
  void add(const onnx::ValueInfoProto& info) {
    if (!info.type().tensor_type().has_shape()) return;
    Sizes sizes;
    for (const auto& dim : info.type().tensor_type().shape().dim()) {
      sizes.push_back(dim.has_dim_value() ? std::optional(dim.dim_value()) : std::nullopt);
    }
    shapes_.emplace(info.name(), std::move(sizes));
  }

  static std::string shown(const Sizes& sizes) {
    std::vector<std::string> words;
    for (const auto& size : sizes) words.push_back(size ? std::to_string(*size) : "?");
    return fmt::format("{}", fmt::join(words, "x"));
  }

  void report(const onnx::NodeProto& node, const std::string& message) {
    problems_.push_back({"", fmt::format("{} '{}': {}", node.op_type(), node.name(), message)});
  }

  const Sizes* shape_of(const std::string& tensor) const {
    const auto found = shapes_.find(tensor);
    return found == shapes_.end() ? nullptr : &found->second;
  }
  const Sizes* input(const onnx::NodeProto& node, int i) const {
    return i < node.input_size() ? shape_of(node.input(i)) : nullptr;
  }

  static std::int64_t number(const onnx::NodeProto& node, std::string_view name,
                             std::int64_t otherwise) {
    for (const Attribute& attribute : node.attribute()) {
      if (attribute.name() == name) return attribute.i();
    }
    return otherwise;
  }

  void check(const onnx::NodeProto& node) {
    if (!node.domain().empty() && node.domain() != "ai.onnx") return;
    // What slides over the input makes at least one number; others may make none.
    const bool slides = node.op_type().starts_with("Conv") || node.op_type().ends_with("Pool");
    const std::int64_t least = slides ? 1 : 0;
    for (const std::string& output : node.output()) {
      const Sizes* made = shape_of(output);
      if (made == nullptr || std::none_of(made->begin(), made->end(), [&](const auto& size) {
            return size && *size < least;
          })) {
        continue;
      }
      report(node, fmt::format("would make {}, expected no size below {}; is what it reads too "
                               "small?",
                               shown(*made), least));
      return;
    }
    const Sizes* first = input(node, 0);
    if (first == nullptr) return;
    check_axes(node, *first);
    const Sizes* second = input(node, 1);
    if (second != nullptr) check_operands(node, *first, *second);
  }

  void check_axes(const onnx::NodeProto& node, const Sizes& sizes) {
    static constexpr std::string_view kByAxis[] = {
        "Softmax", "LogSoftmax",     "Hardmax",           "Concat", "Split",
        "Gather",  "GatherElements", "Flatten",           "ArgMax", "ArgMin",
        "TopK",    "Squeeze",        "LayerNormalization"};
    const std::string& type = node.op_type();
    if (std::find(std::begin(kByAxis), std::end(kByAxis), type) == std::end(kByAxis) &&
        !type.starts_with("Reduce")) {
      return;
    }
    const auto rank = static_cast<std::int64_t>(sizes.size());
    // An axis behind the last one: everything is before it.
    const std::int64_t most = type == "Flatten" || type.ends_with("max") ? rank : rank - 1;
    for (const Attribute& attribute : node.attribute()) {
      std::vector<std::int64_t> axes;
      if (attribute.name() == "axis") axes = {attribute.i()};
      if (attribute.name() == "axes") axes.assign(attribute.ints().begin(), attribute.ints().end());
      for (const std::int64_t axis : axes) {
        if (axis >= -rank && axis <= most) continue;
        report(node, fmt::format("axis {}, must be between {} and {}, as it reads {}", axis, -rank,
                                 most, shown(sizes)));
      }
    }
  }

  void expect_equal(const onnx::NodeProto& node, std::optional<std::int64_t> one,
                    std::optional<std::int64_t> other, const Sizes& first, const Sizes& second) {
    if (!one || !other || *one == *other) return;
    report(node, fmt::format("reads {} and {}, which do not fit: {} is not {}", shown(first),
                             shown(second), *one, *other));
  }

  /// How many numbers of the one are taken with those of the other.
  void check_operands(const onnx::NodeProto& node, const Sizes& first, const Sizes& second) {
    const std::string& type = node.op_type();
    if (type == "MatMul" && !first.empty() && !second.empty()) {
      expect_equal(node, first.back(), second[second.size() < 2 ? 0 : second.size() - 2], first,
                   second);
    }
    if (type == "Gemm" && first.size() == 2 && second.size() == 2) {
      expect_equal(node, first[number(node, "transA", 0) != 0 ? 0 : 1],
                   second[number(node, "transB", 0) != 0 ? 1 : 0], first, second);
    }
    if ((type == "Conv" || type == "ConvTranspose") && first.size() > 2) {
      if (first.size() != second.size()) {
        report(node, fmt::format("reads {} with a weight of {}, expected as many sizes",
                                 shown(first), shown(second)));
        return;
      }
      std::optional<std::int64_t> channels = second[type == "Conv" ? 1 : 0];
      if (channels && type == "Conv") *channels *= number(node, "group", 1);
      expect_equal(node, first[1], channels, first, second);
    }
    if (type == "BatchNormalization" && first.size() > 1) {
      for (int i = 1; i < std::min(node.input_size(), 5); ++i) {
        const Sizes* of_channels = input(node, i);
        if (of_channels == nullptr || of_channels->size() != 1) continue;
        expect_equal(node, first[1], of_channels->front(), first, *of_channels);
      }
    }
  }

  std::map<std::string, Sizes> shapes_;
  Problems problems_;
};

}  // namespace

Problems check_model(const onnx::ModelProto& model) { return Checker(model).take(); }

Problems check_shapes(const onnx::ModelProto& model) { return ShapeChecker(model.graph()).take(); }

}  // namespace popex
