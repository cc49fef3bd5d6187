// SPDX-License-Identifier: MIT
#include "background/measured_ranges.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "background/spread.hpp"
#include "model/topology.hpp"

namespace popex {
namespace {

/// Up to this share of the whole network is put down to noise.
constexpr double kRangesMove = 0.05;

}  // namespace

MeasuredRanges::MeasuredRanges(const OnnxTool& tool, const MeasureRequest& request,
                               const OnnxGraph& graph, const OnnxLayers& layers,
                               const Profile& profile, const std::vector<LayerGroup>& groups)
    : tool_(tool), request_(request), graph_(graph), layers_(layers), groups_(groups) {
  LayerInputs inputs;
  for (const Layer& layer : profile.layers()) inputs.push_back(layer.inputs);
  const std::vector<bool> is_cut = cut_vertices(inputs);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    // A cut vertex that hands on one tensor, or the last, which is the whole network.
    const bool is_end = g + 1 == groups.size();
    if (is_end || (is_cut[groups[g].layers.back()] && !tensor_after(g).empty())) cuts_.push_back(g);
  }
}

/// What a group hands on; empty where that is more than one tensor.
std::string MeasuredRanges::tensor_after(std::size_t group) const {
  std::string found;
  const std::size_t last = layers_.layer_nodes[groups_[group].layers.back()];
  for (const std::string& tensor : graph_.nodes[last].outputs) {
    const bool is_read =
        std::any_of(graph_.nodes.begin(), graph_.nodes.end(), [&](const OnnxGraph::Node& node) {
          return std::find(node.inputs.begin(), node.inputs.end(), tensor) != node.inputs.end();
        });
    if (!is_read) continue;
    if (!found.empty()) return "";
    found = tensor;
  }
  return found;
}

Problems MeasuredRanges::measure(const std::function<void()>& on_run, ProfileData& data) {
  const std::string& main =
      request_.main_output.empty() ? graph_.outputs.back() : request_.main_output;
  std::vector<Range> ranges;
  for (std::size_t i = 0; i < cuts_.size(); ++i) {
    OnnxTool::RunRequest part{request_.runs, request_.warmup, request_.threads, "", main};
    if (is_first_tier()) {
      if (i + 1 < cuts_.size()) part.to = tensor_after(cuts_[i]);
    } else if (i > 0) {  // from the input, then from each cut but the last
      part.from = tensor_after(cuts_[i - 1]);
    }
    const Result<OnnxTool::Runs> runs = tool_.run(part, on_run);
    if (runs) {
      ranges.push_back({i, spread_of(runs->total_ms).median.count()});
    } else if (runs.problems().front().cause == Problem::Cause::system) {
      return runs.problems();
    } else if (notes_.empty()) {
      notes_.push_back(
          fmt::format("not every range could be measured, the first that was not is {} "
                      "'{}': {}",
                      part.from.empty() ? "up to" : "from", part.from.empty() ? part.to : part.from,
                      runs.problems().front().message));
    }
  }
  if (!ranges.empty()) put(std::move(ranges), data);
  return {};
}

void MeasuredRanges::put(std::vector<Range> ranges, ProfileData& data) {
  if (!is_first_tier()) std::reverse(ranges.begin(), ranges.end());
  std::vector<double> medians;
  medians.reserve(ranges.size());
  for (const Range& range : ranges) medians.push_back(range.ms);
  const std::vector<double> rising = made_rising(medians);
  double moved = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    moved = std::max(moved, std::abs(rising[i] - medians[i]));
    ByTierName<Milliseconds> range{{request_.tier, to_nanosecond(Milliseconds(rising[i]))}};
    const std::size_t cut = ranges[i].cut;
    if (is_first_tier()) {
      data.layers[cuts_[cut]].range = std::move(range);
    } else if (cut == 0) {
      data.input_range = std::move(range);
    } else {
      data.layers[cuts_[cut - 1]].range = std::move(range);
    }
  }
  said_ = fmt::format(
      "; {} ranges measured as networks of their own, moved by at most {:.2g} ms so that longer "
      "ones take no less",
      rising.size(), moved);
  if (moved > kRangesMove * rising.back()) {
    notes_.push_back(
        fmt::format("ranges had to be moved by up to {:.3g} ms of {:.4g} so that longer ones take "
                    "no less than shorter ones: processes differ by that much here",
                    moved, rising.back()));
  }
}

}  // namespace popex
