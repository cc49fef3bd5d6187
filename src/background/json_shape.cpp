// SPDX-License-Identifier: MIT
#include "background/json_shape.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "background/problem_list.hpp"
#include "text/json_pointer.hpp"
#include "text/nearest_name.hpp"

namespace popex {

struct JsonShape::Node {
  std::function<void(std::string&)> take_text;
  std::function<void(double)> take_number;
  std::function<void(bool)> take_boolean;
  bool takes_null = false;
  Action take_null;  // may be none
  bool takes_object = false;
  bool takes_list = false;
  bool takes_anything = false;
  std::vector<Member> members;                       // of an object …
  bool takes_other_keys = false;                     // beside these
  std::function<void(const std::string&)> take_key;  // … or of a map
  std::shared_ptr<const Node> element;               // of a list or a map
  Action begin;                                      // of an object or a list
  Action begin_element;                              // of a list

  [[nodiscard]] std::string expected() const {
    std::vector<std::string_view> types;
    if (take_text) types.emplace_back("a string");
    if (take_number) types.emplace_back("a number");
    if (take_boolean) types.emplace_back("true or false");
    if (takes_null) types.emplace_back("null");
    if (takes_object) types.emplace_back("an object");
    if (takes_list) types.emplace_back("an array");
    return fmt::format("{}", fmt::join(types, " or "));
  }
};

JsonShape JsonShape::text(std::function<void(std::string&)> take) {
  Node node;
  node.take_text = std::move(take);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::number(std::function<void(double)> take) {
  Node node;
  node.take_number = std::move(take);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::boolean(std::function<void(bool)> take) {
  Node node;
  node.take_boolean = std::move(take);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::object(std::vector<Member> members) {
  Node node;
  node.takes_object = true;
  node.members = std::move(members);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::object_with(std::vector<Member> members) {
  Node node;
  node.takes_object = true;
  node.members = std::move(members);
  node.takes_other_keys = true;
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::map(std::function<void(const std::string&)> key, JsonShape value) {
  Node node;
  node.takes_object = true;
  node.take_key = std::move(key);
  node.element = std::move(value.node_);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::list(JsonShape element, Action begin_element) {
  Node node;
  node.takes_list = true;
  node.element = std::move(element.node_);
  node.begin_element = std::move(begin_element);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::either(const JsonShape& first, const JsonShape& second) {
  Node node = *first.node_;
  const Node& other = *second.node_;
  if (other.take_text) node.take_text = other.take_text;
  if (other.take_number) node.take_number = other.take_number;
  if (other.take_boolean) node.take_boolean = other.take_boolean;
  node.takes_null = node.takes_null || other.takes_null;
  if (other.take_null) node.take_null = other.take_null;
  if (other.takes_object || other.takes_list) {
    node.takes_object = other.takes_object;
    node.takes_list = other.takes_list;
    node.members = other.members;
    node.takes_other_keys = other.takes_other_keys;
    node.take_key = other.take_key;
    node.element = other.element;
    node.begin = other.begin;
    node.begin_element = other.begin_element;
  }
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::on_begin(Action begin) const {
  Node node = *node_;
  node.begin = std::move(begin);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::nothing(Action take) {
  Node node;
  node.takes_null = true;
  node.take_null = std::move(take);
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape JsonShape::anything() {
  Node node;
  node.takes_anything = true;
  return JsonShape(std::make_shared<const Node>(std::move(node)));
}

JsonShape::Member JsonShape::required(std::string key, JsonShape shape) {
  return {std::move(key), std::move(shape), true};
}

JsonShape::Member JsonShape::optional(std::string key, JsonShape shape) {
  return {std::move(key), std::move(shape), false};
}

/// Follows the parser's events through a shape.
class JsonShapeReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonShapeReader(std::string_view text, const JsonShape& shape)
      : text_(text), root_(shape.node_.get()) {
    frames_.reserve(8);
  }

  Problems take_problems() { return problems_.take(); }

  // The names and signatures of these are nlohmann/json's.
  bool null() override {
    return value("null", [](const Node& node) {
      if (node.take_null) node.take_null();
      return node.takes_null;
    });
  }
  bool boolean(bool truth) override {
    return value("true or false", [&](const Node& node) {
      if (node.take_boolean) node.take_boolean(truth);
      return static_cast<bool>(node.take_boolean);
    });
  }
  bool number_integer(std::int64_t number) override { return take(static_cast<double>(number)); }
  bool number_unsigned(std::uint64_t number) override { return take(static_cast<double>(number)); }
  bool number_float(double number, const std::string& /*digits*/) override { return take(number); }
  bool string(std::string& content) override {
    return value("a string", [&](const Node& node) {
      if (node.take_text) node.take_text(content);
      return static_cast<bool>(node.take_text);
    });
  }
  bool binary(nlohmann::json::binary_t& /*content*/) override { return true; }  // not in JSON text

  bool start_object(std::size_t /*count*/) override { return open(true); }
  bool end_object() override {
    const Frame& frame = frames_.back();
    if (frame.node != nullptr) {
      for (std::size_t i = 0; i < frame.node->members.size(); ++i) {
        const JsonShape::Member& member = frame.node->members[i];
        if (member.required && (frame.seen & bit(i)) == 0) {
          std::string where = pointer(frames_.size() - 1);
          text::append_pointer_token(where, member.key);
          report(std::move(where),
                 fmt::format("missing, expected {}", member.shape.node_->expected()));
        }
      }
    }
    return close();
  }
  bool start_array(std::size_t /*count*/) override { return open(false); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    Frame& frame = frames_.back();
    frame.key = name;
    frame.value = nullptr;
    if (frame.node == nullptr) return true;
    if (frame.node->take_key) {
      frame.node->take_key(name);
      frame.value = frame.node->element.get();
      return true;
    }
    const auto& members = frame.node->members;
    const auto member = std::find_if(members.begin(), members.end(),
                                     [&](const JsonShape::Member& m) { return m.key == name; });
    if (member == members.end()) {
      if (frame.node->takes_other_keys) return true;
      std::vector<std::string_view> known;
      known.reserve(members.size());
      for (const JsonShape::Member& m : members) known.emplace_back(m.key);
      report(pointer(frames_.size()),
             fmt::format("unknown key, expected one of {}{}", fmt::join(known, ", "),
                         text::did_you_mean(name, known)));
      return true;
    }
    const auto i = static_cast<std::size_t>(member - members.begin());
    if ((frame.seen & bit(i)) != 0) {
      report(pointer(frames_.size()), "given twice");
      return true;
    }
    frame.seen |= bit(i);
    frame.value = member->shape.node_.get();
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while …": the
    // place is said in our own way, so keep what comes after it.
    std::string_view message = error.what();
    for (const std::string_view mark : {"column ", "] "}) {
      const std::size_t at = message.find(mark);
      if (at == std::string_view::npos) continue;
      const std::size_t colon = mark == "] " ? at : message.find(": ", at);
      if (colon != std::string_view::npos) message.remove_prefix(colon + 2);
      break;
    }
    constexpr std::size_t longest = 300;  // it quotes what was read
    stop_at(position, fmt::format("not valid JSON: {}{}", message.substr(0, longest),
                                  message.size() > longest ? "…" : ""));
    return false;
  }

  /// Reports what ends the reading, at a place of the text.
  void stop_at(std::size_t position, std::string message) {
    const std::string_view before = text_.substr(0, std::min(position, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const std::size_t column = std::max<std::size_t>(1, before.size() - line_start);
    report(fmt::format(":{}:{}", line, column), std::move(message));
  }

 private:
  using Node = JsonShape::Node;

  struct Frame {
    const Node* node;  // nothing: the content is passed over
    bool is_object;
    std::size_t index;   // of the next element of an array
    std::string key;     // of the current member of an object
    const Node* value;   // the shape of that member
    std::uint64_t seen;  // members that have come, a bit each
  };

  static std::uint64_t bit(std::size_t member) { return std::uint64_t{1} << member; }

  bool take(double number) {
    return value("a number", [&](const Node& node) {
      if (node.take_number) node.take_number(number);
      return static_cast<bool>(node.take_number);
    });
  }

  /// The shape of the value that comes now; nothing where it is passed over.
  const Node* begin_value() {
    if (frames_.empty()) return root_;
    Frame& frame = frames_.back();
    if (frame.is_object) return frame.value;
    ++frame.index;
    if (frame.node == nullptr) return nullptr;
    if (frame.node->begin_element) frame.node->begin_element();
    return frame.node->element.get();
  }

  template <class Take>
  bool value(std::string_view type, Take take_it) {
    const Node* node = begin_value();
    if (node != nullptr && !node->takes_anything && !take_it(*node)) wrong_type(*node, type);
    return true;
  }

  void wrong_type(const Node& node, std::string_view type) {
    report(pointer(frames_.size()), fmt::format("{}, expected {}", type, node.expected()));
  }

  bool open(bool is_object) {
    const Node* node = begin_value();
    if (frames_.size() == JsonLimits::depth) {
      // Of the document as a whole: what comes after it is not read.
      report("", fmt::format("nested deeper than {} levels, at {}", JsonLimits::depth,
                             pointer(JsonLimits::depth)));
      return false;
    }
    if (node != nullptr && node->takes_anything) node = nullptr;
    if (node != nullptr && !(is_object ? node->takes_object : node->takes_list)) {
      wrong_type(*node, is_object ? "an object" : "an array");
      node = nullptr;
    }
    frames_.push_back({node, is_object, 0, {}, nullptr, 0});
    if (node != nullptr && node->begin) node->begin();
    return true;
  }

  bool close() {
    frames_.pop_back();
    return true;
  }

  /// Where the current value of the frame before `depth` is.
  [[nodiscard]] std::string pointer(std::size_t depth) const {
    std::string pointer;
    for (std::size_t i = 0; i < depth; ++i) {
      const Frame& frame = frames_[i];
      if (frame.is_object) {
        text::append_pointer_token(pointer, frame.key);
      } else {
        text::append_pointer_token(pointer, std::to_string(frame.index - 1));
      }
    }
    return pointer;
  }

  void report(std::string where, std::string message) {
    problems_.add({std::move(where), std::move(message)});
  }

  std::string_view text_;
  const Node* root_;
  std::vector<Frame> frames_;
  ProblemList problems_;
};

namespace {

/// The end of the first text or number that is longer than is read, or nothing. At anything else of
/// that length the parser stops at once.
std::optional<std::size_t> end_of_long_token(std::string_view text) {
  if (text.size() <= JsonLimits::token) return std::nullopt;
  std::size_t begin = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_kept =
        in_text || text[begin] == '-' || (text[begin] >= '0' && text[begin] <= '9');
    if (i - begin > JsonLimits::token && is_kept) return i;
    if (in_text) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_text = false;
        begin = i + 1;
      }
      continue;
    }
    switch (c) {
      case '"':
        in_text = true;
        [[fallthrough]];
      case ' ':
      case '\t':
      case '\n':
      case '\r':
      case ',':
      case ':':
      case '[':
      case ']':
      case '{':
      case '}':
        begin = i + 1;
        break;
      default:
        break;
    }
  }
  return std::nullopt;
}

}  // namespace

Problems read_json(std::string_view text, const JsonShape& shape) {
  if (text.size() > JsonLimits::bytes) {
    return {{"", fmt::format("{} bytes, expected at most {}", text.size(), JsonLimits::bytes)}};
  }
  JsonShapeReader reader(text, shape);
  if (const std::optional<std::size_t> end = end_of_long_token(text)) {
    reader.stop_at(*end,
                   fmt::format("a text or number of more than {} bytes, the most that is read",
                               JsonLimits::token));
    return reader.take_problems();
  }
  const bool is_read = nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  // The parser takes a NUL byte for the end of the text, whatever comes after it.
  if (const std::size_t nul = text.find('\0'); is_read && nul != std::string_view::npos) {
    reader.stop_at(nul + 1, "not valid JSON: a NUL byte");
  }
  return reader.take_problems();
}

}  // namespace popex
