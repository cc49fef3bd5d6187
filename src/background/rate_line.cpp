// SPDX-License-Identifier: MIT
#include "background/rate_line.hpp"

namespace popex {

RateLineReader::RateLineReader()
    : shape_(JsonShape::object(
          {JsonShape::optional("time_s", JsonShape::number([this](double v) { line_.time_s = v; })),
           JsonShape::required("rate_mbps",
                               JsonShape::number([this](double v) { line_.rate_mbps = v; }))})) {}

Result<RateLine> RateLineReader::read(std::string_view json) {
  line_ = {};
  Problems problems = read_json(json, shape_);
  if (!problems.empty()) return problems;
  return line_;
}

}  // namespace popex
