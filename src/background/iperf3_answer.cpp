// SPDX-License-Identifier: MIT
#include "background/iperf3_answer.hpp"

#include <optional>
#include <utility>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"

namespace popex {

Result<Mbps> read_iperf3_answer(std::string_view text, const std::string& name) {
  using S = JsonShape;
  std::string error;
  std::optional<double> bits_per_second;
  const S rate = S::object_with(
      {S::optional("bits_per_second", S::number([&](double value) { bits_per_second = value; }))});
  const S shape = S::object_with(
      {S::optional("error", S::text([&](std::string& said) { error = std::move(said); })),
       S::optional("end", S::object_with({S::optional("sum_received", rate)}))});
  Problems problems = read_json(text, shape);
  if (!error.empty()) return Problems{{name, error}};
  if (!problems.empty()) return in_file(name, std::move(problems));
  if (!bits_per_second) {
    return Problems{{name, "no /end/sum_received/bits_per_second, expected the report of a test"}};
  }
  return Mbps{*bits_per_second / 1e6};
}

}  // namespace popex
