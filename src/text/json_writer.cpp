// SPDX-License-Identifier: MIT
#include "text/json_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "text/number.hpp"

namespace popex::text {

namespace {

/// Which bytes a JSON string cannot hold as they are, or only in the company of others.
constexpr std::array<bool, 256> must_be_looked_at() {
  std::array<bool, 256> must{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) must.at(byte) = true;
  must.at('"') = true;
  must.at('\\') = true;
  for (std::size_t byte = 0x80; byte < must.size(); ++byte) must.at(byte) = true;
  return must;
}

constexpr std::array<bool, 256> kMustBeLookedAt = must_be_looked_at();

/// How many bytes the well-formed UTF-8 character at the start of `text` has (RFC 3629); 0 where
/// there is none. For bytes from 0x80 on.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (!continues(1)) return 0;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (!continues(2)) return 0;
  if (first == 0xe0) return second >= 0xa0 ? 3 : 0;  // not in a longer form than needed
  if (first == 0xed) return second < 0xa0 ? 3 : 0;   // no surrogates
  if (first > 0xe0 && first <= 0xef) return 3;
  if (!continues(3)) return 0;
  if (first == 0xf0) return second >= 0x90 ? 4 : 0;
  if (first == 0xf4) return second < 0x90 ? 4 : 0;  // up to U+10FFFF
  return first > 0xf0 && first < 0xf4 ? 4 : 0;
}

void append_escape(std::string& out, unsigned char byte) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (byte) {
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
      out += "\\u00";
      out += hex[byte >> 4U];
      out += hex[byte & 0xfU];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!kMustBeLookedAt[byte]) continue;
    const std::size_t character = byte < 0x80 ? 0 : character_length(text.substr(i));
    if (character > 0) {
      i += character - 1;
      continue;
    }
    out.append(text, written, i - written);
    if (byte < 0x80) {
      append_escape(out, byte);
    } else {
      out += replacement;
    }
    written = i + 1;
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
