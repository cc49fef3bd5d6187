// SPDX-License-Identifier: MIT
#include "text/json_writer.hpp"

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
  static constexpr std::array<bool, 256> kMustBeLookedAt = must_be_looked_at();
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

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_.pop_back();
  end_key();
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  append_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(std::size_t number) {
  separate();
  append_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  separate();
  out_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::begin(char bracket, Layout layout) {
  separate();
  out_ += bracket;
  const Layout around = depth_ == 0 || levels_.at(depth_ - 1).lines ? outermost_ : Layout::inline_;
  levels_.at(depth_++) = {layout == Layout::lines && around == Layout::lines, true};
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  const Level level = levels_.at(--depth_);
  if (level.lines && !level.empty) break_line();
  out_ += bracket;
  if (depth_ == 0 && outermost_ == Layout::lines) out_ += '\n';
  return *this;
}

void JsonWriter::separate_members(Level& level) {
  if (!level.empty) out_ += ',';
  if (level.lines) {
    break_line();
  } else if (!level.empty && outermost_ == Layout::lines) {
    out_ += ' ';
  }
  level.empty = false;
}

void JsonWriter::end_key() {
  out_ += '"';
  out_ += ':';
  if (outermost_ == Layout::lines) out_ += ' ';
  after_key_ = true;
}

void JsonWriter::break_line() {
  out_ += '\n';
  out_.append(2 * depth_, ' ');
}

}  // namespace popex::text
