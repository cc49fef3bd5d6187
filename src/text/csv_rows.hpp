// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "text/number.hpp"
#include "text/printable.hpp"

namespace popex::text {

/// Appends CSV (RFC 4180), one row after another. Fields with commas or quotes are quoted, breaks
/// of lines are escaped, so that a row is a line, and numbers read back bit by bit.
class CsvRows {
 public:
  explicit CsvRows(std::string& out) : out_(out) {}

  CsvRows& field(std::string_view text) {
    separate();
    if (text.find_first_of("\t\n\r") != std::string_view::npos) return put(printable(text));
    return put(text);
  }
  CsvRows& field(double number) {
    separate();
    append_number(out_, number);
    return *this;
  }
  /// Empty where there is none.
  CsvRows& field(const std::optional<double>& number) {
    return number ? field(*number) : field(std::string_view());
  }
  CsvRows& field(std::size_t number) {
    separate();
    append_number(out_, number);
    return *this;
  }
  void end_row() {
    out_ += '\n';
    fields_ = 0;
  }
  /// Of this row, so far.
  [[nodiscard]] std::size_t fields() const { return fields_; }

 private:
  CsvRows& put(std::string_view text) {
    if (text.find_first_of(",\"") == std::string_view::npos) {
      out_ += text;
      return *this;
    }
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
    return *this;
  }
  void separate() {
    if (fields_++ > 0) out_ += ',';
  }
  std::string& out_;
  std::size_t fields_ = 0;
};

}  // namespace popex::text
