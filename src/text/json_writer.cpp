// SPDX-License-Identifier: MIT
#include "text/json_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "text/number.hpp"
#include "text/printable.hpp"
#include "text/utf8.hpp"

namespace popex::text {

namespace {

/// Which bytes a JSON string cannot hold as they are, or only in the company of others.
constexpr std::array<bool, 256> must_be_looked_at() {
  std::array<bool, 256> must{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) must.at(byte) = true;
  must.at('"') = true;
  must.at('\\') = true;
  for (std::size_t byte = 0x7f; byte < must.size(); ++byte) must.at(byte) = true;
  return must;
}

constexpr std::array<bool, 256> kMustBeLookedAt = must_be_looked_at();

void append_escape(std::string& out, unsigned character) {
  switch (character) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", character);
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view rest = text.substr(i);
    std::size_t length = !kMustBeLookedAt[byte] ? 1 : byte < 0x80 ? 0 : printable_length(rest);
    if (length > 0) {
      i += length;
      continue;
    }
    out.append(text, written, i - written);
    length = utf8_length(rest);
    if (length > 0) {
      append_escape(out, code_point(rest, length));
    } else {
      length = 1;
      out += replacement;
    }
    i += length;
    written = i;
  }
  out.append(text, written);
  out += '"';
}

void JsonWriter::put_string(std::string_view text) {
  if (std::none_of(text.begin(), text.end(),
                   [](char c) { return kMustBeLookedAt[static_cast<unsigned char>(c)]; })) {
    put('"');
    put(text);
    put('"');
    return;
  }
  flush();
  append_json_string(out_, text);
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  put_string(name);
  end_key();
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  put_string(text);
  return *this;
}

template <class T>
void JsonWriter::put_number(T number) {
  separate();
  if (buffer_.size() - used_ < kLongestNumber) flush();
  char* const here = &buffer_[used_];
  used_ += static_cast<std::size_t>(write_number(here, number) - here);
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  put_number(number);
  return *this;
}

JsonWriter& JsonWriter::value(std::size_t number) {
  put_number(number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  separate();
  put(truth ? std::string_view("true") : std::string_view("false"));
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  put(std::string_view("null"));
  return *this;
}

JsonWriter& JsonWriter::begin(char bracket, Layout layout) {
  separate();
  put(bracket);
  const Layout around = depth_ == 0 || levels_.at(depth_ - 1).lines ? outermost_ : Layout::inline_;
  levels_.at(depth_++) = {layout == Layout::lines && around == Layout::lines, true};
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  const Level level = levels_.at(--depth_);
  if (level.lines && !level.empty) break_line();
  put(bracket);
  if (depth_ > 0) return *this;
  if (outermost_ == Layout::lines) put('\n');
  flush();
  return *this;
}

void JsonWriter::break_line() {
  put('\n');
  for (std::size_t i = 0; i < 2 * depth_; ++i) put(' ');
}

}  // namespace popex::text
