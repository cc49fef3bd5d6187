// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

#include "background/json_shape.hpp"
#include "background/rate_traces.hpp"
#include "text/quantity.hpp"

namespace popex {

/// One sample of a link's rate, as programs tell it: the time where they have one.
struct RateLine {
  std::optional<double> time_s;
  double rate_mbps = 0;
  bool has_unit = false;  ///< of the rate
};

/// The quantities of lines without a heading, "5.5", "20 Mbits/sec", "12.5 5.5Mbps", "0,5.5":
/// between blanks, tabs, commas or semicolons. A comma between digits separates as soon as one line
/// shows that it does, or has two columns without one.
class RateFields {
 public:
  explicit RateFields(RateColumns columns = RateColumns::found) : columns_(columns) {}

  /// The quantities of a line; they point into it, or into this object until the next call. Nothing
  /// where the line can be read in two ways, which `readings()` then says.
  const std::vector<std::string_view>* split(std::string_view line);

  /// "may be 5.5 Mbps (a decimal comma) or 5 s and 5 Mbps (two columns)".
  [[nodiscard]] const std::string& readings() const { return readings_; }

 private:
  enum class Comma { unknown, separates, is_point };
  Comma meaning(std::string_view line);
  void set_points();

  RateColumns columns_;
  bool separates_ = false;  // as a line has shown
  std::string pointed_;
  std::string readings_;
  std::vector<std::string_view> fields_;
};

/// Reads such lines, and those of JSON, {"time_s": 12.5, "rate_mbps": 5.5}, one after another.
class RateLineReader {
 public:
  explicit RateLineReader(RateColumns columns = RateColumns::found, text::Scale time_unit = {},
                          text::Scale rate_unit = {});
  RateLineReader(const RateLineReader&) = delete;  // the shape points into this object
  RateLineReader& operator=(const RateLineReader&) = delete;

  /// Problems have no place but a JSON pointer. Where the line can be read in two ways the problem
  /// says both; the option that decides comes behind it.
  Result<RateLine> read(std::string_view line);

  /// Whether the line that was read last can be read in two ways.
  [[nodiscard]] bool is_unclear() const { return is_unclear_; }

 private:
  Result<RateLine> read_json_line(std::string_view json);

  RateColumns columns_;
  text::Scale time_unit_;
  text::Scale rate_unit_;
  RateFields fields_;
  bool is_unclear_ = false;
  RateLine line_;
  JsonShape shape_;
};

}  // namespace popex
