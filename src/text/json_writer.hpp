// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace popex::text {

/// How a JSON object or array is laid out: a member a line, or all on one line.
enum class Layout { lines, inline_ };

/// Writes JSON in one pass: keys in the order of the calls, shortest numbers, and a layout that
/// people can read (nlohmann/json prints objects either all on one line or all on many, and not
/// every number in its shortest form). Whoever calls it writes a key before each value of an
/// object.
class JsonWriter {
 public:
  /// Appends to `out`, at the latest when the outermost object or array ends. With
  /// `Layout::inline_` nothing that is written ever breaks the line.
  explicit JsonWriter(std::string& out, Layout layout = Layout::lines)
      : out_(out), outermost_(layout) {}
  ~JsonWriter() { flush(); }
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object(Layout layout = Layout::lines) { return begin('{', layout); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array(Layout layout = Layout::lines) { return begin('[', layout); }
  JsonWriter& end_array() { return end(']'); }

  JsonWriter& key(std::string_view name);
  /// A key that stands in the code needs no escapes, and most keys do.
  template <std::size_t N>
  JsonWriter& key(const char (&literal)[N]) {
    separate();
    put('"');
    put(std::string_view(literal, N - 1));
    put('"');
    end_key();
    return *this;
  }
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);  ///< null where it is not finite: JSON has no infinity
  JsonWriter& value(const std::optional<double>& number) {
    return number ? value(*number) : null();
  }
  JsonWriter& value(std::size_t number);
  JsonWriter& value(bool truth);
  JsonWriter& null();

  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  template <std::size_t N, class T>
  JsonWriter& member(const char (&literal)[N], const T& content) {
    return key(literal).value(content);
  }

 private:
  struct Level {
    bool lines = false;
    bool empty = true;
  };
  static constexpr std::size_t kDeepest = 16;  // no answer of ours nests deeper

  JsonWriter& begin(char bracket, Layout layout);
  JsonWriter& end(char bracket);
  void separate() {
    if (after_key_) {
      after_key_ = false;
    } else if (depth_ > 0) {
      separate_members(levels_[depth_ - 1]);
    }
  }
  void separate_members(Level& level) {
    if (!level.empty) put(',');
    if (level.lines) {
      break_line();
    } else if (!level.empty && outermost_ == Layout::lines) {
      put(' ');
    }
    level.empty = false;
  }
  void end_key() {
    put(':');
    if (outermost_ == Layout::lines) put(' ');
    after_key_ = true;
  }
  void break_line();
  void put_string(std::string_view text);
  template <class T>
  void put_number(T number);

  void put(char c) {
    if (used_ == buffer_.size()) flush();
    buffer_[used_++] = c;
  }
  void put(std::string_view text) {
    if (text.size() > buffer_.size() - used_) flush();
    if (text.size() > buffer_.size()) {
      out_.append(text);
      return;
    }
    std::memcpy(&buffer_[used_], text.data(), text.size());
    used_ += text.size();
  }
  void flush() {
    out_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string& out_;
  Layout outermost_;
  std::array<Level, kDeepest> levels_;
  std::size_t depth_ = 0;
  bool after_key_ = false;
  // An answer is many small pieces; std::string would look for room for each of them.
  std::array<char, 1024> buffer_;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  std::size_t used_ = 0;
};

/// Appends `text` in double quotes with JSON's escapes. What is not UTF-8 (the name of a file, a
/// piece of a broken input) becomes U+FFFD, so that the answer is JSON all the same.
void append_json_string(std::string& out, std::string_view text);

}  // namespace popex::text
