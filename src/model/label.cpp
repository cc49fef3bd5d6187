// SPDX-License-Identifier: MIT
#include <string_view>

#include <popex/label.hpp>

#include "model/topology.hpp"
#include "text/json_writer.hpp"

namespace popex {
namespace {

void append_name(std::string& label, std::string_view name) {
  if (!name.empty() && name.find_first_of(" \t\n\r\f\v+|~:\"'") == std::string_view::npos) {
    label += name;
  } else {
    text::append_json_string(label, name);
  }
}

void append_crossing(std::string& label, const Profile& profile, const Handover& handover) {
  const std::size_t layers = profile.layers().size();
  if (handover.layers == layers) {
    label += "output";
    return;
  }
  if (handover.is_inside_block()) {
    const auto tensors = tensors_across(*profile.blocks(), handover, layers);
    for (const std::size_t tensor : tensors) {
      if (tensor != tensors.front()) label += " + ";
      append_name(label, profile.tensor_name(tensor));
    }
    return;  // inside a block there is no split layer
  }
  append_name(label, profile.tensor_name(handover.layers));
  // Branches are in the order of the network: those of the split layer are the last that have run.
  const auto& branches = profile.branches();
  std::size_t first = handover.branches;
  while (first > 0 && branches[first - 1].after == handover.layers) --first;
  for (std::size_t j = first; j < handover.branches; ++j) {
    label += " +";
    append_name(label, branches[j].name);
  }
}

}  // namespace

std::string label_of(const Profile& profile, const Placement& placement) {
  std::string label;
  for (const Handover& handover : placement) {
    if (&handover != &placement.front()) label += " | ";
    append_crossing(label, profile, handover);
  }
  return label;
}

}  // namespace popex
