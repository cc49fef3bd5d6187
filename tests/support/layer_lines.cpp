// SPDX-License-Identifier: MIT
#include "support/layer_lines.hpp"

#include <fmt/format.h>

namespace popex::test {
namespace {

template <class T>
std::string by_tier(std::string_view what, const ByTierName<T>& values) {
  std::string text;
  for (const auto& [tier, value] : values) {
    double number = 0;
    if constexpr (std::is_same_v<T, Milliseconds>) {
      number = value.count();
    } else {
      number = value;
    }
    text += fmt::format("{}{} {:.10g}", text.empty() ? what : ", ", tier, number);
  }
  return text;
}

}  // namespace

Lines layer_lines(const ProfileData& data) {
  Lines lines;
  if (data.input) lines.push_back(fmt::format("input: {:.10g} B", data.input->value));
  for (const ProfileData::Layer& layer : data.layers) {
    std::string line = layer.name;
    if (!layer.type.empty()) line += fmt::format(" [{}]", layer.type);
    if (layer.inputs) line += fmt::format(" < {}", fmt::join(*layer.inputs, ", "));
    line += by_tier(": ", layer.time) + by_tier("; iqr ", layer.time_iqr) +
            by_tier("; mJ ", layer.energy_mj);
    if (layer.output) line += fmt::format("; {:.10g} B", layer.output->value);
    if (layer.parameters) line += fmt::format("; {:.10g} B of parameters", layer.parameters->value);
    lines.push_back(line);
  }
  for (const ProfileData::Branch& branch : data.branches) {
    std::string line = fmt::format("{} > {}", branch.name, branch.after);
    line += by_tier(": ", branch.time) + by_tier("; iqr ", branch.time_iqr) +
            by_tier("; mJ ", branch.energy_mj);
    if (branch.exit_probability) line += fmt::format("; p = {}", branch.exit_probability->value);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace popex::test
