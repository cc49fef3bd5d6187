// SPDX-License-Identifier: MIT
#include "onnx/small_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "onnx/tensor_shape.hpp"

namespace popex {
namespace {

using Type = onnx::TensorProto;

/// Shapes have few entries; what is longer is data.
constexpr std::size_t kMost = 1024;

/// A number, or a list of them, as a tensor holds it.
struct Numbers {
  int type = Type::INT64;
  bool is_scalar = false;
  std::vector<double> values;

  [[nodiscard]] bool is_whole() const { return type != Type::FLOAT && type != Type::DOUBLE; }
};

using Known = std::unordered_map<std::string, Numbers>;
using Made = std::optional<Numbers>;

template <class Number>
std::vector<double> raw_values(const std::string& raw) {
  std::vector<double> values;
  for (std::size_t at = 0; at + sizeof(Number) <= raw.size(); at += sizeof(Number)) {
    Number value{};
    std::memcpy(&value, raw.data() + at, sizeof value);
    values.push_back(static_cast<double>(value));
  }
  return values;
}

template <class Number, class List>
std::vector<double> values_of(const onnx::TensorProto& tensor, const List& typed) {
  if (tensor.has_raw_data()) return raw_values<Number>(tensor.raw_data());
  std::vector<double> values;
  for (const auto value : typed) values.push_back(static_cast<double>(value));
  return values;
}

Made numbers_of(const onnx::TensorProto& tensor) {
  if (tensor.dims_size() > 1 || tensor.data_location() == Type::EXTERNAL) return std::nullopt;
  const std::int64_t count = tensor.dims_size() == 0 ? 1 : tensor.dims(0);
  if (count < 0 || count > static_cast<std::int64_t>(kMost)) return std::nullopt;
  Numbers made{tensor.data_type(), tensor.dims_size() == 0, {}};
  switch (tensor.data_type()) {
    case Type::INT64:
      made.values = values_of<std::int64_t>(tensor, tensor.int64_data());
      break;
    case Type::INT32:
      made.values = values_of<std::int32_t>(tensor, tensor.int32_data());
      break;
    case Type::BOOL:
      made.values = values_of<std::uint8_t>(tensor, tensor.int32_data());
      break;
    case Type::FLOAT:
      made.values = values_of<float>(tensor, tensor.float_data());
      break;
    case Type::DOUBLE:
      made.values = values_of<double>(tensor, tensor.double_data());
      break;
    default:
      return std::nullopt;
  }
  if (made.values.size() != static_cast<std::size_t>(count)) return std::nullopt;
  return made;
}

template <class Whole>
Whole whole(double value) {
  // "To the end" is the largest number that there is, which no double is.
  if (value >= static_cast<double>(std::numeric_limits<Whole>::max())) {
    return std::numeric_limits<Whole>::max();
  }
  if (value <= static_cast<double>(std::numeric_limits<Whole>::min())) {
    return std::numeric_limits<Whole>::min();
  }
  return std::isnan(value) ? 0 : static_cast<Whole>(value);
}

void write(const Numbers& numbers, const std::string& name, onnx::TensorProto& tensor) {
  tensor.set_name(name);
  tensor.set_data_type(numbers.type);
  if (!numbers.is_scalar) tensor.add_dims(static_cast<std::int64_t>(numbers.values.size()));
  for (const double value : numbers.values) {
    switch (numbers.type) {
      case Type::INT64:
        tensor.add_int64_data(whole<std::int64_t>(value));
        break;
      case Type::DOUBLE:
        tensor.add_double_data(value);
        break;
      case Type::FLOAT:
        tensor.add_float_data(static_cast<float>(value));
        break;
      default:
        tensor.add_int32_data(whole<std::int32_t>(value));
    }
  }
}

double divided(const Numbers& by, double a, double b) {
  return by.is_whole() ? std::trunc(a / b) : a / b;
}

/// The operators with two operands, of which one may be a single number.
using Binary = double (*)(const Numbers& operand, double a, double b);
const std::map<std::string_view, Binary>& binary_operators() {
  using N = Numbers;
  static const std::map<std::string_view, Binary> operators = {
      {"Add", [](const N&, double a, double b) { return a + b; }},
      {"Sub", [](const N&, double a, double b) { return a - b; }},
      {"Mul", [](const N&, double a, double b) { return a * b; }},
      {"Div", divided},
      {"Mod", [](const N&, double a, double b) { return a - b * std::floor(a / b); }},
      {"Pow", [](const N&, double a, double b) { return std::pow(a, b); }},
      {"Min", [](const N&, double a, double b) { return std::min(a, b); }},
      {"Max", [](const N&, double a, double b) { return std::max(a, b); }},
      {"Equal", [](const N&, double a, double b) { return a == b ? 1.0 : 0.0; }},
      {"Less", [](const N&, double a, double b) { return a < b ? 1.0 : 0.0; }},
      {"Greater", [](const N&, double a, double b) { return a > b ? 1.0 : 0.0; }},
      {"LessOrEqual", [](const N&, double a, double b) { return a <= b ? 1.0 : 0.0; }},
      {"GreaterOrEqual", [](const N&, double a, double b) { return a >= b ? 1.0 : 0.0; }},
      {"And", [](const N&, double a, double b) { return a != 0 && b != 0 ? 1.0 : 0.0; }},
      {"Or", [](const N&, double a, double b) { return a != 0 || b != 0 ? 1.0 : 0.0; }},
  };
  return operators;
}

bool makes_truth(std::string_view type) {
  return type == "Equal" || type == "And" || type == "Or" || type.starts_with("Less") ||
         type.starts_with("Greater");
}

using Unary = double (*)(double);
const std::map<std::string_view, Unary>& unary_operators() {
  static const std::map<std::string_view, Unary> operators = {
      {"Floor", [](double a) { return std::floor(a); }},
      {"Ceil", [](double a) { return std::ceil(a); }},
      {"Round", [](double a) { return std::nearbyint(a); }},
      {"Neg", [](double a) { return -a; }},
      {"Abs", [](double a) { return std::abs(a); }},
      {"Sqrt", [](double a) { return std::sqrt(a); }},
      {"Not", [](double a) { return a == 0 ? 1.0 : 0.0; }},
  };
  return operators;
}

/// One node, whose inputs are known numbers.
class Folded {
 public:
  Folded(const onnx::NodeProto& node, const Known& known) : node_(node), known_(known) {}

  [[nodiscard]] Made numbers() const {
    const std::string& type = node_.op_type();
    if (type == "Constant") return constant();
    const Numbers* first = input(0);
    if (first == nullptr) return std::nullopt;
    if (type == "Identity") return *first;
    if (type == "Cast") return cast(*first);
    if (type == "Unsqueeze") return first->is_scalar ? as_list(*first) : std::nullopt;
    if (type == "Squeeze") return first->values.size() == 1 ? as_scalar(*first) : std::nullopt;
    if (type == "Reshape") return reshape(*first);
    if (type == "Gather") return gather(*first);
    if (type == "Concat") return concat();
    if (type == "Slice") return slice(*first);
    if (type == "Where") return where(*first);
    if (type == "ConstantOfShape") return constant_of_shape(*first);
    if (type == "Range") return range(*first);
    if (type.starts_with("Reduce")) return reduce(*first, type.substr(6));
    if (const auto unary = unary_operators().find(type); unary != unary_operators().end()) {
      Numbers made = *first;
      for (double& value : made.values) value = unary->second(value);
      return made;
    }
    const auto binary = binary_operators().find(type);
    return binary == binary_operators().end() ? std::nullopt : of_all(binary->second);
  }

 private:
  [[nodiscard]] const Numbers* input(int i) const {
    if (i >= node_.input_size()) return nullptr;
    const auto found = known_.find(node_.input(i));
    return found == known_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] const onnx::AttributeProto* attribute(std::string_view name) const {
    for (const onnx::AttributeProto& attribute : node_.attribute()) {
      if (attribute.name() == name) return &attribute;
    }
    return nullptr;
  }

  [[nodiscard]] std::int64_t whole_attribute(std::string_view name, std::int64_t otherwise) const {
    const onnx::AttributeProto* found = attribute(name);
    return found == nullptr ? otherwise : found->i();
  }

  /// A list that is an attribute in older versions of an operator, an input in newer ones; nothing
  /// where it is neither, or not known.
  [[nodiscard]] std::optional<std::vector<double>> list(std::string_view name, int i) const {
    if (const onnx::AttributeProto* found = attribute(name)) {
      std::vector<double> values;
      for (const std::int64_t value : found->ints()) values.push_back(static_cast<double>(value));
      return values;
    }
    const Numbers* given = input(i);
    return given == nullptr ? std::nullopt : std::optional(given->values);
  }

  static Made as_list(Numbers numbers) {
    numbers.is_scalar = false;
    return numbers;
  }
  static Made as_scalar(Numbers numbers) {
    numbers.is_scalar = true;
    return numbers;
  }

  [[nodiscard]] Made constant() const {
    Numbers made;
    for (const onnx::AttributeProto& attribute : node_.attribute()) {
      if (attribute.name() == "value" && attribute.has_t()) return numbers_of(attribute.t());
      made.is_scalar = attribute.name() == "value_int" || attribute.name() == "value_float";
      if (attribute.name() == "value_int") made.values = {static_cast<double>(attribute.i())};
      if (attribute.name() == "value_ints") {
        made.values.assign(attribute.ints().begin(), attribute.ints().end());
      }
      if (attribute.name() == "value_float") made.values = {static_cast<double>(attribute.f())};
      if (attribute.name() == "value_floats") {
        made.values.assign(attribute.floats().begin(), attribute.floats().end());
      }
      if (attribute.name().starts_with("value_float")) made.type = Type::FLOAT;
      if (attribute.name().starts_with("value_")) return made;
    }
    return std::nullopt;
  }

  [[nodiscard]] Made cast(Numbers numbers) const {
    numbers.type = static_cast<int>(whole_attribute("to", 0));
    switch (numbers.type) {
      case Type::INT64:
      case Type::INT32:
        for (double& value : numbers.values) value = std::trunc(value);
        return numbers;
      case Type::BOOL:
        for (double& value : numbers.values) value = value == 0 ? 0 : 1;
        return numbers;
      case Type::FLOAT:
      case Type::DOUBLE:
        return numbers;
      default:
        return std::nullopt;
    }
  }

  [[nodiscard]] Made reshape(const Numbers& numbers) const {
    const std::optional<std::vector<double>> shape = list("shape", 1);
    if (!shape || shape->size() > 1) return std::nullopt;
    return shape->empty() ? as_scalar(numbers) : as_list(numbers);
  }

  [[nodiscard]] Made gather(const Numbers& from) const {
    const Numbers* which = input(1);
    if (which == nullptr || from.is_scalar || whole_attribute("axis", 0) != 0) return std::nullopt;
    Numbers made{from.type, which->is_scalar, {}};
    for (double place : which->values) {
      if (place < 0) place += static_cast<double>(from.values.size());
      if (place < 0 || place >= static_cast<double>(from.values.size())) return std::nullopt;
      made.values.push_back(from.values[static_cast<std::size_t>(place)]);
    }
    return made;
  }

  [[nodiscard]] Made concat() const {
    Numbers made;
    for (int i = 0; i < node_.input_size(); ++i) {
      const Numbers* part = input(i);
      if (part == nullptr || part->is_scalar) return std::nullopt;
      made.type = part->type;
      made.values.insert(made.values.end(), part->values.begin(), part->values.end());
    }
    return made;
  }

  [[nodiscard]] Made slice(const Numbers& from) const {
    const std::optional<std::vector<double>> starts = list("starts", 1);
    const std::optional<std::vector<double>> ends = list("ends", 2);
    if (from.is_scalar || !starts || !ends || starts->size() != 1 || ends->size() != 1) {
      return std::nullopt;
    }
    double step = 1;
    if (node_.input_size() > 4 && !node_.input(4).empty()) {
      const Numbers* steps = input(4);
      if (steps == nullptr || steps->values.size() != 1) return std::nullopt;
      step = steps->values.front();
    }
    if (step == 0) return std::nullopt;
    const auto size = static_cast<double>(from.values.size());
    const auto placed = [&](double at) {
      if (at < 0) at += size;
      return step > 0 ? std::clamp(at, 0.0, size) : std::clamp(at, -1.0, size - 1);
    };
    Numbers made{from.type, false, {}};
    const double end = placed(ends->front());
    for (double at = placed(starts->front()); step > 0 ? at < end : at > end; at += step) {
      made.values.push_back(from.values[static_cast<std::size_t>(at)]);
    }
    return made;
  }

  [[nodiscard]] Made where(const Numbers& truth) const {
    const Numbers* yes = input(1);
    const Numbers* no = input(2);
    if (yes == nullptr || no == nullptr) return std::nullopt;
    const auto size = common_size({&truth, yes, no});
    if (!size) return std::nullopt;
    Numbers made{yes->type, truth.is_scalar && yes->is_scalar && no->is_scalar, {}};
    for (std::size_t i = 0; i < *size; ++i) {
      made.values.push_back(at(at(truth, i) != 0 ? *yes : *no, i));
    }
    return made;
  }

  [[nodiscard]] Made constant_of_shape(const Numbers& shape) const {
    if (shape.values.size() > 1) return std::nullopt;
    const double count = shape.values.empty() ? 1 : shape.values.front();
    if (count < 0 || count > static_cast<double>(kMost)) return std::nullopt;
    Made value = Numbers{Type::FLOAT, true, {0}};
    if (const onnx::AttributeProto* given = attribute("value")) value = numbers_of(given->t());
    if (!value || value->values.size() != 1) return std::nullopt;
    value->values.resize(static_cast<std::size_t>(count), value->values.front());
    value->is_scalar = shape.values.empty();
    return value;
  }

  [[nodiscard]] Made range(const Numbers& start) const {
    const Numbers* limit = input(1);
    const Numbers* delta = input(2);
    for (const Numbers* given : {&start, limit, delta}) {
      if (given == nullptr || given->values.size() != 1) return std::nullopt;
    }
    const double step = delta->values.front();
    const double count = std::ceil((limit->values.front() - start.values.front()) / step);
    if (!(count <= static_cast<double>(kMost))) return std::nullopt;
    Numbers made{start.type, false, {}};
    made.values.resize(static_cast<std::size_t>(std::max(count, 0.0)));
    for (std::size_t i = 0; i < made.values.size(); ++i) {
      made.values[i] = start.values.front() + static_cast<double>(i) * step;
    }
    return made;
  }

  /// Over all of them: a list has one axis.
  [[nodiscard]] Made reduce(const Numbers& numbers, const std::string& how) const {
    if (numbers.is_scalar || numbers.values.empty()) return std::nullopt;
    Numbers made{numbers.type, whole_attribute("keepdims", 1) == 0, {}};
    const std::vector<double>& values = numbers.values;
    double result = values.front();
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (how == "Prod") {
        result *= values[i];
      } else if (how == "Sum" || how == "Mean") {
        result += values[i];
      } else if (how == "Max") {
        result = std::max(result, values[i]);
      } else if (how == "Min") {
        result = std::min(result, values[i]);
      } else {
        return std::nullopt;
      }
    }
    if (how == "Mean") result = divided(numbers, result, static_cast<double>(values.size()));
    made.values = {result};
    return made;
  }

  [[nodiscard]] Made of_all(Binary operation) const {
    const Numbers* first = input(0);
    Numbers sum = *first;
    for (int i = 1; i < node_.input_size(); ++i) {
      const Numbers* next = input(i);
      if (next == nullptr) return std::nullopt;
      const auto size = common_size({&sum, next});
      if (!size) return std::nullopt;
      Numbers made{sum.type, sum.is_scalar && next->is_scalar, {}};
      for (std::size_t k = 0; k < *size; ++k) {
        made.values.push_back(operation(sum, at(sum, k), at(*next, k)));
      }
      sum = std::move(made);
    }
    if (makes_truth(node_.op_type())) sum.type = Type::BOOL;
    return sum;
  }

  static double at(const Numbers& numbers, std::size_t i) {
    return numbers.values[numbers.values.size() == 1 ? 0 : i];
  }

  /// That of all operands that are not single numbers, which have to be equal.
  static std::optional<std::size_t> common_size(std::initializer_list<const Numbers*> operands) {
    std::size_t size = 1;
    for (const Numbers* operand : operands) {
      const std::size_t here = operand->values.size();
      if (here == 1) continue;
      if (size != 1 && size != here) return std::nullopt;
      size = here;
    }
    return size;
  }

  const onnx::NodeProto& node_;
  const Known& known_;
};

/// Shape and Size of a tensor that is known in full; from opset 15 on, of a part of its sizes.
Made sizes_of(const onnx::NodeProto& node, const onnx::TypeProto& type) {
  if (!has_known_shape(type)) return std::nullopt;
  Numbers sizes;
  for (const auto& dim : type.tensor_type().shape().dim()) {
    sizes.values.push_back(static_cast<double>(dim.dim_value()));
  }
  if (node.op_type() == "Size") {
    double count = 1;
    for (const double size : sizes.values) count *= size;
    return Numbers{Type::INT64, true, {count}};
  }
  const auto rank = static_cast<std::int64_t>(sizes.values.size());
  std::int64_t from = 0;
  std::int64_t to = rank;
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    const std::int64_t place = std::clamp(attribute.i(), -rank, rank);
    const std::int64_t axis = place < 0 ? place + rank : place;
    if (attribute.name() == "start") from = axis;
    if (attribute.name() == "end") to = axis;
  }
  const auto begin = sizes.values.begin();
  sizes.values = from < to ? std::vector<double>(begin + from, begin + to) : std::vector<double>();
  return sizes;
}

bool is_small(const Numbers& numbers) {
  return numbers.values.size() <= kMost &&
         std::all_of(numbers.values.begin(), numbers.values.end(),
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

bool add_small_numbers(onnx::GraphProto& graph) {
  Known known;
  std::unordered_map<std::string, const onnx::TypeProto*> types;
  for (const onnx::ValueInfoProto& info : graph.value_info()) types[info.name()] = &info.type();
  for (const onnx::ValueInfoProto& info : graph.input()) types[info.name()] = &info.type();
  for (const onnx::TensorProto& weight : graph.initializer()) {
    if (Made made = numbers_of(weight); made && is_small(*made)) {
      known[weight.name()] = *std::move(made);
    }
  }
  bool is_any_new = false;
  for (const onnx::NodeProto& node : graph.node()) {
    if (node.output_size() != 1 || known.contains(node.output(0))) continue;
    if (!node.domain().empty() && node.domain() != "ai.onnx") continue;
    Made made;
    if (node.op_type() == "Shape" || node.op_type() == "Size") {
      const auto type = node.input_size() == 1 ? types.find(node.input(0)) : types.end();
      if (type != types.end()) made = sizes_of(node, *type->second);
    } else {
      made = Folded(node, known).numbers();
    }
    if (!made || !is_small(*made)) continue;
    if (node.op_type() != "Constant") {
      write(*made, node.output(0), *graph.add_initializer());
      is_any_new = true;
    }
    known[node.output(0)] = *std::move(made);
  }
  return is_any_new;
}

}  // namespace popex
