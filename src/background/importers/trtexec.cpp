// SPDX-License-Identifier: MIT
//
// TensorRT's trtexec, with --exportProfile and --exportLayerInfo: what each layer of an engine
// took, and what the layers are. The two files are joined by the layers' names.
//
//     [{"count": 100}, {"name": "conv1 + relu1", "averageMs": 0.11, "medianMs": 0.11, …}, …]
//
//     {"Layers": [{"Name": "conv1 + relu1", "LayerType": "CaskConvolution",
//        "Inputs": [{"Name": "x", "Dimensions": [32, 3, 224, 224], "Format/Datatype": "… FP32"}],
//        "Outputs": […], "Weights": {"Type": "Half", "Count": 9408}, …}, …],
//      "Bindings": ["x", "y"]}
//
// Layers that only bring a tensor into another format, "Reformatting CopyNode for Input Tensor 0 to
// conv1 + relu1", are no layers of the network: their time is that of the layer they work for.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/importers/few_names.hpp"
#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/importers/side_heads.hpp"
#include "background/importers/trt_engine.hpp"

namespace popex {
namespace {

using EngineLayer = TrtEngine::Layer;
using Tensor = TrtEngine::Tensor;

/// More is no engine's network.
constexpr std::size_t kMostReads = 1U << 22U;

bool is_reformat(const EngineLayer& layer) {
  return layer.inputs.size() == 1 && layer.outputs.size() == 1 &&
         (layer.origin == "REFORMAT" || layer.name.starts_with("Reformatting CopyNode") ||
          (layer.type == "Reformat" && layer.origin.empty()));
}

/// Adds up, and is nothing where a part is not known.
void add(std::optional<Bytes>& sum, const std::optional<Bytes>& part) {
  if (sum && part) {
    sum->value += part->value;
  } else {
    sum.reset();
  }
}

/// Makes a network of an engine's layers.
class EngineNetwork {
 public:
  EngineNetwork(const TrtEngine& engine, std::string tier)
      : engine_(engine), tier_(std::move(tier)) {}

  Result<Imported> make() {
    for (const EngineLayer& layer : engine_.layers) {
      if (is_reformat(layer)) {
        reformats_.push_back(&layer);
      } else {
        add_layer(layer);
      }
    }
    see_through_reformats();
    for (std::size_t i = 0; i < layers_.size(); ++i) connect(i);
    if (reads_ > kMostReads) {
      return Problems{{engine_.layers_file,
                       fmt::format("layers read more than {} tensors in all", kMostReads)}};
    }
    add_times();
    describe_input();
    names_.note(made_.notes);
    const bool medians = engine_.rows.front().median_ms.has_value();
    made_.profile.description = fmt::format(
        "Profile of TensorRT by trtexec, {} of {} run{}; reformatting counts for the "
        "layer that it is done for",
        medians ? "medians" : "averages", engine_.runs, engine_.runs == 1 ? "" : "s");
    SideHeads heads = split_off_side_heads(made_.profile);
    made_.left_out += heads.left_out;
    std::move(heads.notes.begin(), heads.notes.end(), std::back_inserter(made_.notes));
    return std::move(made_);
  }

 private:
  std::vector<ProfileData::Layer>& made_layers() { return made_.profile.layers; }

  void add_layer(const EngineLayer& layer) {
    const std::size_t number = layers_.size();
    layers_.push_back(&layer);
    owners_.emplace(layer.name, number);
    ProfileData::Layer& made = made_layers().emplace_back();
    made.name = names_.add(layer.name);
    made.type = layer.type;
    made.inputs.emplace();
    made.output = Bytes{0};
    for (const Tensor& tensor : layer.outputs) {
      add(made.output, tensor.bytes());
      makers_[tensor.name].push_back(number);
    }
    made.parameters = layer.weights.bytes();
    add(made.parameters, layer.bias.bytes());
  }

  /// Finds what each reformatted tensor was before, and the layer that it is reformatted for.
  void see_through_reformats() {
    std::unordered_map<std::string_view, std::size_t> readers;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      for (const Tensor& tensor : layers_[i]->inputs) readers.emplace(tensor.name, i);
    }
    // Reformats stand in running order; what reads the last of several in a row reads the first.
    for (auto reformat = reformats_.rbegin(); reformat != reformats_.rend(); ++reformat) {
      const auto reader = readers.find((*reformat)->outputs.front().name);
      if (reader != readers.end()) {
        readers.emplace((*reformat)->inputs.front().name, reader->second);
      }
    }
    for (const EngineLayer* reformat : reformats_) {
      const Tensor& after = reformat->outputs.front();
      const Tensor& before = original(reformat->inputs.front());
      originals_.emplace(after.name, &before);
      const auto maker = makers_.find(before.name);
      const auto reader = readers.find(after.name);
      const bool for_maker = reformat->name.find("for Output Tensor") != std::string::npos;
      if (maker != makers_.end() && (for_maker || reader == readers.end())) {
        const std::size_t number = maker->second.front();
        owners_.emplace(reformat->name, number);
        if (layers_[number]->outputs.size() == 1) made_layers()[number].output = after.bytes();
      } else if (reader != readers.end()) {
        owners_.emplace(reformat->name, reader->second);
      }
    }
  }

  [[nodiscard]] const Tensor& original(const Tensor& tensor) const {
    const auto found = originals_.find(tensor.name);
    return found == originals_.end() ? tensor : *found->second;
  }

  void connect(std::size_t number) {
    std::vector<std::string>& inputs = *made_layers()[number].inputs;
    for (const Tensor& tensor : layers_[number]->inputs) {
      const Tensor& read = original(tensor);
      if (const auto makers = makers_.find(read.name); makers != makers_.end()) {
        reads_ += makers->second.size();
        if (reads_ > kMostReads) return;
        for (const std::size_t maker : makers->second) inputs.push_back(made_layers()[maker].name);
      } else if (engine_.bindings.empty() || engine_.bindings.contains(read.name)) {
        inputs.emplace_back("input");
        given_.emplace(read.name, &read);
      }
    }
    if (!inputs.empty()) return;
    inputs.emplace_back("input");
    idle_.push_back(made_layers()[number].name);
  }

  void add_times() {
    std::vector<Milliseconds> times(layers_.size());
    std::vector<bool> has_row(layers_.size(), false);
    std::vector<std::string> strangers;
    for (const TrtEngine::Row& row : engine_.rows) {
      const std::optional<double> ms = row.median_ms ? row.median_ms : row.average_ms;
      if (!ms) continue;
      if (const auto owner = owners_.find(row.name); owner != owners_.end()) {
        const std::size_t number = owner->second;
        times[number] += Milliseconds(*ms);
        has_row[number] = has_row[number] || layers_[number]->name == row.name;
      } else {
        strangers.push_back(row.name);
        made_.left_out += Milliseconds(*ms);
      }
    }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      if (has_row[i]) {
        made_layers()[i].time = {{tier_, times[i]}};
      } else {
        made_.left_out += times[i];
      }
    }
    if (!strangers.empty()) {
      made_.notes.push_back(
          fmt::format("{} of {} rows of the profile are of no layer, and were left out: {}",
                      strangers.size(), engine_.rows.size(), few_names(strangers)));
    }
    if (!idle_.empty()) {
      made_.notes.push_back(fmt::format(
          "{} of {} layers read nothing that other layers make, taken to read the network's input: "
          "{}",
          idle_.size(), layers_.size(), few_names(idle_)));
    }
  }

  /// Its size, and how many samples it is of.
  void describe_input() {
    std::optional<Bytes> size = Bytes{0};
    std::optional<double> batch;
    for (const auto& [name, tensor] : given_) {
      add(size, tensor->bytes());
      const double first = tensor->shape.empty() ? 1 : tensor->shape.front();
      batch = batch.value_or(first) == first ? first : 1;
    }
    if (!given_.empty()) made_.profile.input = size;
    if (!batch || *batch <= 1 || *batch != std::floor(*batch)) return;
    made_.batch = *batch;
    made_.batch_note =
        fmt::format("taken for a batch of {}, the first dimension of the network's input '{}'",
                    *batch, given_.begin()->first);
  }

  const TrtEngine& engine_;
  std::string tier_;
  std::vector<const EngineLayer*> layers_;  // as in the profile
  std::vector<const EngineLayer*> reformats_;
  std::unordered_map<std::string_view, std::size_t> owners_;  // layers, by the names of rows
  std::unordered_map<std::string_view, std::vector<std::size_t>> makers_;  // of tensors
  std::unordered_map<std::string_view, const Tensor*> originals_;          // of reformatted tensors
  std::map<std::string_view, const Tensor*> given_;                        // to the network
  std::vector<std::string> idle_;  // layers that read nothing
  std::size_t reads_ = 0;
  LayerNames names_;
  Imported made_;
};

bool is_trtexec(std::string_view head) {
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  const auto has = [head](std::string_view key) {
    return head.find(key) != std::string_view::npos;
  };
  return (head.starts_with('[') && (has("\"averageMs\"") || has("\"medianMs\""))) ||
         (head.starts_with('{') && has("\"Layers\""));
}

Result<Imported> read_trtexec(std::span<const ImportFile> files, const ImportSettings& settings) {
  const Result<TrtEngine> engine = read_trt_engine(files);
  if (!engine) return engine.problems();
  return EngineNetwork(*engine, settings.tier).make();
}

}  // namespace

const Importer kTrtexecImporter = {
    "trtexec",   "trtexec --exportProfile and --exportLayerInfo of TensorRT", 2, false, is_trtexec,
    read_trtexec};

}  // namespace popex
