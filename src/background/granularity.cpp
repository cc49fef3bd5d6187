// SPDX-License-Identifier: MIT
#include "background/granularity.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace popex {
namespace {

/// Operators that do little but for what is before them, in the spelling of ONNX, Caffe, OpenCV,
/// TensorFlow and OpenVINO; without case and underscores.
bool belongs_to_the_layer_before(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"relu",
                                                "relu6",
                                                "leakyrelu",
                                                "prelu",
                                                "elu",
                                                "selu",
                                                "clip",
                                                "sigmoid",
                                                "logistic",
                                                "hardsigmoid",
                                                "hardswish",
                                                "tanh",
                                                "softplus",
                                                "gelu",
                                                "swish",
                                                "mish",
                                                "softmax",
                                                "softmaxwithloss",
                                                "logsoftmax",
                                                "batchnormalization",
                                                "batchnorm",
                                                "scale",
                                                "lrn",
                                                "instancenormalization",
                                                "layernormalization",
                                                "maxpool",
                                                "averagepool",
                                                "globalaveragepool",
                                                "globalmaxpool",
                                                "pooling",
                                                "averagepool2d",
                                                "maxpool2d",
                                                "avgpool",
                                                "flatten",
                                                "reshape",
                                                "squeeze",
                                                "unsqueeze",
                                                "dropout",
                                                "split",
                                                "identity"};
  std::string plain;
  for (const char c : type) {
    if (c != '_') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return std::find(std::begin(kTypes), std::end(kTypes), plain) != std::end(kTypes);
}

std::vector<LayerGroup> groups_of_layers(const Profile& profile) {
  const std::vector<Layer>& layers = profile.layers();
  std::vector<std::size_t> readers(layers.size() + 1, 0);
  std::vector<bool> has_branch(layers.size() + 1, false);
  for (const Layer& layer : layers) {
    for (const std::size_t tensor : layer.inputs) ++readers[tensor];
  }
  for (const Branch& branch : profile.branches()) has_branch[branch.after] = true;
  std::vector<LayerGroup> groups;
  std::vector<std::size_t> group_of(layers.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::size_t read = layers[i].inputs.front();
    if (read > 0 && layers[i].inputs.size() == 1 && readers[read] == 1 && !has_branch[read] &&
        belongs_to_the_layer_before(layers[i].type)) {
      group_of[i] = group_of[read - 1];
      groups[group_of[i]].layers.push_back(i);
    } else {
      group_of[i] = groups.size();
      groups.push_back({{i}, i});
    }
  }
  return groups;
}

std::vector<LayerGroup> groups_of_blocks(const Profile& profile) {
  std::vector<LayerGroup> groups;
  auto block = profile.blocks()->begin();
  for (std::size_t i = 0; i < profile.layers().size();) {
    const bool wide = block != profile.blocks()->end() && block->begin == i;
    const std::size_t end = wide ? block->end : i + 1;
    LayerGroup& group = groups.emplace_back();
    for (; i < end; ++i) group.layers.push_back(i);
    group.named_after = end - 1;
    if (wide) ++block;
  }
  return groups;
}

template <class T>
void add(std::optional<T>& sum, const std::optional<T>& value) {
  if (!value) {
    sum.reset();
  } else if (sum) {
    *sum += *value;
  }
}

void add(std::optional<Bytes>& sum, const std::optional<Bytes>& value) {
  if (!value) {
    sum.reset();
  } else if (sum) {
    sum->value += value->value;
  }
}

/// Sums by tier; a tier that one of the two lacks is left out.
template <class T>
void add(ByTierName<T>& sums, const ByTierName<T>& values) {
  ByTierName<T> both;
  for (const auto& [tier, sum] : sums) {
    for (const auto& [name, value] : values) {
      if (name == tier) both.emplace_back(tier, sum + value);
    }
  }
  sums = std::move(both);
}

}  // namespace

std::vector<LayerGroup> group_layers(const Profile& profile, Granularity granularity) {
  switch (granularity) {
    case Granularity::layers:
      return groups_of_layers(profile);
    case Granularity::blocks:
      return groups_of_blocks(profile);
    case Granularity::operators:
      break;
  }
  std::vector<LayerGroup> groups;
  for (std::size_t i = 0; i < profile.layers().size(); ++i) groups.push_back({{i}, i});
  return groups;
}

Profile grouped(const Profile& profile, const std::vector<LayerGroup>& groups) {
  ProfileData data = data_of(profile);
  std::vector<ProfileData::Layer> made;
  std::vector<std::string> new_name(data.layers.size());
  for (const LayerGroup& group : groups) {
    ProfileData::Layer layer = data.layers[group.layers.front()];
    layer.name = data.layers[group.named_after].name;
    layer.type = data.layers[group.named_after].type;
    // All that enters a group enters at its first layer, or is what that one reads, too.
    layer.inputs->clear();
    for (const std::size_t tensor : profile.layers()[group.layers.front()].inputs) {
      layer.inputs->push_back(tensor == 0 ? "input" : new_name[tensor - 1]);
    }
    for (const std::size_t i : group.layers) {
      new_name[i] = layer.name;
      if (i == group.layers.front()) continue;
      const ProfileData::Layer& next = data.layers[i];
      add(layer.time, next.time);
      add(layer.energy_mj, next.energy_mj);
      add(layer.parameters, next.parameters);
      layer.output = next.output;
      layer.range = next.range;
      layer.time_iqr.clear();
    }
    made.push_back(std::move(layer));
  }
  for (std::size_t j = 0; j < data.branches.size(); ++j) {
    data.branches[j].after = new_name[profile.branches()[j].after - 1];
  }
  data.layers = std::move(made);
  return make_profile(std::move(data)).value();
}

}  // namespace popex
