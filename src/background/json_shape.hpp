// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

namespace popex {

/// What a JSON document must look like, with a callback wherever a value is taken. A shape is built
/// once and read with any number of documents; values go straight where they belong, so that a
/// large document never exists a second time as a tree.
class JsonShape {
 public:
  struct Member;
  using Action = std::function<void()>;

  /// A string.
  static JsonShape text(std::function<void(std::string&)> take);
  /// Any number, as a double.
  static JsonShape number(std::function<void(double)> take);
  static JsonShape boolean(std::function<void(bool)> take);
  /// An object with these keys; another key is a problem with the nearest known one as a hint.
  static JsonShape object(std::vector<Member> members);
  /// An object with these keys among others, which are passed over.
  static JsonShape object_with(std::vector<Member> members);
  /// An object whose keys are names: `key` is called before each value.
  static JsonShape map(std::function<void(const std::string&)> key, JsonShape value);
  /// An array: `begin_element` is called before each element, also before one of a wrong type.
  static JsonShape list(JsonShape element, Action begin_element = {});
  /// Either of two shapes of different types (a number or an object, say).
  static JsonShape either(const JsonShape& first, const JsonShape& second);
  /// null.
  static JsonShape nothing(Action take = {});
  /// Takes whatever there is and leaves it.
  static JsonShape anything();

  /// The same array or object, with an action before its content.
  [[nodiscard]] JsonShape on_begin(Action begin) const;

  /// A member of an object that has to be there.
  static Member required(std::string key, JsonShape shape);
  static Member optional(std::string key, JsonShape shape);

 private:
  friend class JsonShapeReader;
  struct Node;
  explicit JsonShape(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

struct JsonShape::Member {
  std::string key;
  JsonShape shape;
  bool required;
};

/// Bounds of what is read at all.
struct JsonLimits {
  static constexpr std::size_t bytes = 256U << 20U;  ///< a document's size
  static constexpr std::size_t token = 1U << 20U;    ///< a text's or a number's
  static constexpr std::size_t depth = 64;           ///< nested arrays and objects
  static constexpr std::size_t problems = 1000;      ///< listed one by one; then they are counted
};

/// Reads `text` as one JSON document of this shape. A shape's problems come with the JSON pointer
/// of their place and do not stop the reading, and the callbacks get what is right around them.
/// Text that is no JSON stops it: that place begins with ":LINE:COLUMN". So does text that is
/// nested too deep or has too many problems to list: that place is empty. Tokens that are longer
/// than any name stop it as well: the parser would keep several copies of them.
Problems read_json(std::string_view text, const JsonShape& shape);

}  // namespace popex
