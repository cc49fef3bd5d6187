// SPDX-License-Identifier: MIT
//
// The profile that ONNX Runtime writes where a session's profiling is enabled: a trace in JSON, an
// event a line.
//
//     [
//     {"cat": "Session", "dur": 4313, "ts": 3, "name": "model_loading_uri", "args": {}},
//     {"cat": "Node", "dur": 379, "ts": 16383, "name": "conv1_kernel_time", "args": {
//       "op_name": "Conv", "output_size": "131072", "activation_size": "12288", …}},
//     {"cat": "Session", "dur": 2633, "ts": 16370, "name": "model_run", "args": {}}
//     ]
//
// It says what each node took in each run, and sizes, but not what reads what. The parts:
// ort_trace reads events, ort_runs makes runs of them, and here they become layers.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/importers/few_names.hpp"
#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/importers/ort_runs.hpp"
#include "background/importers/ort_trace.hpp"
#include "background/onnx_layers.hpp"
#include "background/text_file.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

/// Runs whose middle half differs by more of their median were disturbed.
constexpr double kSteady = 0.2;

/// As ONNX Runtime itself names nodes without a name: Conv_17.
std::string name_of(const OrtRuns::Node& node) {
  if (!node.event.name.empty()) return node.event.name;
  std::string name = node.event.type;
  if (node.event.index) {
    name += '_';
    text::append_number(name, *node.event.index);
  }
  return name;
}

std::string description_of(const OrtRuns& runs) {
  std::vector<std::string> providers;
  for (const OrtRuns::Node* node : runs.nodes()) {
    const std::string& provider = node->event.provider;
    if (provider.empty() ||
        std::find(providers.begin(), providers.end(), provider) != providers.end()) {
      continue;
    }
    providers.push_back(provider);
  }
  std::string text = "Profile of ONNX Runtime";
  if (!providers.empty()) text += fmt::format(" ({})", fmt::join(providers, ", "));
  const std::size_t count = runs.runs().count();
  text += count == 1 ? ", one run" : fmt::format(", medians of {} runs", count);
  if (runs.had_warm_up()) text += " after one for warm-up";
  if (runs.are_marked() && runs.runs().median().count() > 0) {
    text += fmt::format("; nodes take {:.1f} % of a run", 100 * runs.share_of_nodes());
  }
  return text;
}

template <class Piece>
void add_time(Piece& piece, const Durations& times, const std::string& tier) {
  piece.time = {{tier, times.median()}};
  if (times.count() > 1) piece.time_iqr = {{tier, times.iqr()}};
}

void add_notes(Imported& made, const OrtRuns& runs) {
  const Durations& times = runs.runs();
  if (!runs.are_marked()) {
    made.notes.emplace_back("no model_run event: all nodes are taken for those of one run");
  } else if (times.iqr() > kSteady * times.median()) {
    made.notes.push_back(
        fmt::format("unsteady: half of the runs took {:.4g} to {:.4g} ms, so that the medians of "
                    "the layers need "
                    "not add up to that of the runs",
                    times.quantile(0.25).count(), times.quantile(0.75).count()));
  }
  if (!runs.had_warm_up()) {
    made.notes.emplace_back("one run alone: its times may have warm-up in them");
  }
  if (runs.events_outside() > 0) {
    made.notes.push_back(
        fmt::format("events of nodes in no whole run, left out: {}", runs.events_outside()));
  }
  const std::vector<const OrtRuns::Node*> nodes = runs.nodes();
  const std::vector<const OrtRuns::Node*> others = runs.other_nodes();
  const auto note_those = [&](const auto& list, std::string_view what, auto are_so) {
    std::vector<std::string> names;
    for (const OrtRuns::Node* node : list) {
      if (are_so(*node)) names.push_back(name_of(*node));
    }
    if (names.empty()) return;
    made.notes.push_back(fmt::format("{} of {} nodes {}: {}", names.size(),
                                     nodes.size() + others.size(), what, few_names(names)));
  };
  using Node = OrtRuns::Node;
  note_those(nodes, "ran in some of the runs only, their times are medians of these",
             [&times](const Node& node) { return node.times.count() < times.count(); });
  note_those(nodes, "changed the size of their output, the first one counts",
             [](const Node& node) { return node.changes_output; });
  note_those(others, "ran inside an If, Loop or Scan, whose time has theirs in it",
             [](const Node& node) { return node.is_part; });
  note_those(others, "ran in no run that counts, and were left out",
             [](const Node& node) { return !node.is_part; });
}

/// Without the model: all that the profile says.
void make_chain(Imported& made, const std::vector<const OrtRuns::Node*>& nodes,
                const std::string& tier) {
  LayerNames names;
  for (const OrtRuns::Node* node : nodes) {
    ProfileData::Layer& layer = made.profile.layers.emplace_back();
    layer.name = names.add(name_of(*node));
    layer.type = node->event.type;
    layer.output = node->event.output;
    layer.parameters = node->event.parameters;
    add_time(layer, node->times, tier);
  }
  names.note(made.notes);
  // What has no input of its own, such as a constant, says 0.
  made.profile.input = nodes.front()->event.input;
  if (made.profile.input == Bytes{0}) made.profile.input.reset();
  made.profile.description +=
      "; a chain in the order in which nodes ran, the input is what the first one reads";
  made.notes.emplace_back(
      "taken for a chain in the order in which nodes ran; give the model with --model for the "
      "graph");
}

/// With the model: its graph with the times of the profile, joined by the nodes' names.
Problems make_network(Imported& made, const std::vector<const OrtRuns::Node*>& nodes,
                      const ImportSettings& settings, const std::string& file) {
  const OnnxGraph& model = *settings.model;
  Result<OnnxLayers> read = layers_of(model, "");
  if (!read) return in_file("--model", read.problems());
  OnnxLayers layers = *std::move(read);
  std::unordered_map<std::string, const OrtRuns::Node*> by_name;
  for (const OrtRuns::Node* node : nodes) by_name.emplace(name_of(*node), node);
  std::set<const OrtRuns::Node*> used;
  const auto times_of = [&](std::size_t number) -> const Durations* {
    const auto found = by_name.find(model.nodes[number].name);
    if (found == by_name.end()) return nullptr;
    used.insert(found->second);
    return &found->second->times;
  };
  for (std::size_t i = 0; i < layers.layer_nodes.size(); ++i) {
    const Durations* times = times_of(layers.layer_nodes[i]);
    if (times != nullptr) add_time(layers.profile.layers[i], *times, settings.tier);
  }
  for (std::size_t j = 0; j < layers.branch_nodes.size(); ++j) {
    ProfileData::Branch& branch = layers.profile.branches[j];
    double sum_us = 0;
    std::vector<std::string> timeless;
    for (const std::size_t number : layers.branch_nodes[j]) {
      if (const Durations* times = times_of(number); times == nullptr) {
        timeless.push_back(model.nodes[number].name);
      } else {
        sum_us += times->median_us();
      }
    }
    const Milliseconds sum(sum_us / 1000);
    if (timeless.empty()) {
      branch.time = {{settings.tier, sum}};
    } else {
      made.left_out += sum;
      layers.notes.push_back(
          fmt::format("no time for exit '{}', as {} of its {} nodes have none: {}", branch.name,
                      timeless.size(), layers.branch_nodes[j].size(), few_names(timeless)));
    }
  }
  std::vector<std::string> strangers;
  for (const OrtRuns::Node* node : nodes) {
    if (used.contains(node)) continue;
    strangers.push_back(name_of(*node));
    made.left_out += node->times.median();
  }
  constexpr std::string_view hint =
      "ONNX Runtime merges and renames nodes, unless it is told ORT_DISABLE_ALL";
  if (used.empty()) {
    return {{file, fmt::format("none of the {} nodes that it times is in the model, expected the "
                               "profile of that model; {}",
                               nodes.size(), hint)}};
  }
  if (!strangers.empty()) {
    made.notes.push_back(
        fmt::format("{} of {} nodes are in no layer or exit of the model, and were "
                    "left out: {}; {}",
                    strangers.size(), nodes.size(), few_names(strangers), hint));
  }
  std::move(layers.notes.begin(), layers.notes.end(), std::back_inserter(made.notes));
  layers.profile.description = made.profile.description + "; the graph is the model's";
  made.profile = std::move(layers.profile);
  made.batch = model.batch;
  return {};
}

Result<Imported> read_ort(std::span<const ImportFile> files, const ImportSettings& settings) {
  const std::string& file = files.front().name;
  OrtRuns runs;
  Problems problems =
      read_ort_trace(files.front(), [&runs](const OrtEvent& event) { return runs.add(event); });
  if (!problems.empty()) return problems;
  runs.end();
  const std::vector<const OrtRuns::Node*> nodes = runs.nodes();
  if (nodes.empty()) {
    return Problems{{file,
                     "no times of nodes, expected events of category Node whose names end in "
                     "_kernel_time"}};
  }
  Imported made;
  add_notes(made, runs);
  if (runs.are_marked()) made.total = runs.runs().median();
  made.profile.description = description_of(runs);
  if (settings.model == nullptr) {
    make_chain(made, nodes, settings.tier);
  } else {
    problems = make_network(made, nodes, settings, file);
  }
  if (!problems.empty()) return problems;
  return made;
}

bool is_ort(std::string_view head) {
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && head[begin] == '[' &&
         head.find("\"cat\"") != std::string_view::npos &&
         (head.find("\"Session\"") != std::string_view::npos ||
          head.find(kOrtKernel) != std::string_view::npos);
}

}  // namespace

const Importer kOrtImporter = {"ort", "a profile of ONNX Runtime", 1, false, is_ort, read_ort};

}  // namespace popex
