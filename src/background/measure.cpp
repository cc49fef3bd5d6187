// SPDX-License-Identifier: MIT
#include "background/measure.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "background/batch.hpp"
#include "background/import_notes.hpp"
#include "background/measured_ranges.hpp"
#include "background/onnx_layers.hpp"
#include "background/spread.hpp"

namespace popex {
namespace {

/// Whole runs and the sum of the layers should agree like this …
constexpr double kLayersAgree = 0.05;
/// … and separate processes, which differ by up to 20 % on a quiet machine, like this.
constexpr double kRepeatsAgree = 0.1;

double median_of(std::vector<double> samples) {
  return spread_of(std::move(samples)).median.count();
}

class Measurer {
 public:
  Measurer(const OnnxTool& tool, const MeasureRequest& request, const MeasureProgress& progress)
      : tool_(tool), request_(request), progress_(progress) {}

  Result<MeasureResult> measure() {
    if (Problems problems = describe(); !problems.empty()) return problems;
    std::optional<MeasuredRanges> ranges;
    if (request_.ranges) ranges.emplace(tool_, request_, graph_, layers_, *skeleton_, groups_);
    passes_ =
        (request_.runs + request_.warmup) * (request_.repeats + (ranges ? ranges->count() : 0));
    for (std::size_t repeat = 1; repeat <= request_.repeats; ++repeat) {
      if (Problems problems = run(repeat); !problems.empty()) return problems;
    }
    ProfileData data = data_of(grouped(*skeleton_, groups_));
    data.name = request_.name;
    set_times(data);
    set_missing_sizes(data);
    compare_with_whole_runs();
    compare_repeats();
    if (ranges) {
      if (Problems problems = ranges->measure([this] { passed(); }, data); !problems.empty()) {
        return problems;
      }
      notes_.insert(notes_.end(), ranges->notes().begin(), ranges->notes().end());
    }
    data.description = description() + (ranges ? ranges->said() : "");
    Result<Profile> profile = make_profile(std::move(data));
    if (!profile) return in_model(profile.problems());
    for (std::string& note : missing_sizes(*profile)) notes_.push_back(std::move(note));
    Measured made{*std::move(profile), std::move(notes_)};
    if (graph_.batch > 1) made.profile = per_sample(made.profile, graph_.batch);
    return MeasureResult{std::move(made), Milliseconds(whole_ / graph_.batch), layers_.main_output,
                         std::move(samples_)};
  }

 private:
  Problems describe() {
    Result<OnnxGraph> graph = tool_.describe();
    if (!graph) return graph.problems();
    graph_ = *std::move(graph);
    Result<OnnxLayers> layers = layers_of(graph_, request_.main_output);
    if (!layers) return in_model(layers.problems());
    layers_ = *std::move(layers);
    notes_ = layers_.notes;
    ProfileData data = layers_.profile;
    data.tiers = request_.tiers;
    Result<Profile> skeleton = make_profile(std::move(data));
    if (!skeleton) return in_model(skeleton.problems());
    skeleton_ = *std::move(skeleton);
    groups_ = group_layers(*skeleton_, request_.granularity);
    for (std::size_t i = 0; i < layers_.layer_nodes.size(); ++i) {
      piece_of_.emplace(graph_.nodes[layers_.layer_nodes[i]].name, i);
    }
    for (std::size_t j = 0; j < layers_.branch_nodes.size(); ++j) {
      for (const std::size_t node : layers_.branch_nodes[j]) {
        piece_of_.emplace(graph_.nodes[node].name, layers_.layer_nodes.size() + j);
      }
    }
    return {};
  }

  /// With the model's name before the places in its profile.
  [[nodiscard]] Problems in_model(Problems problems) const {
    for (Problem& problem : problems) {
      if (problem.where.starts_with("--")) continue;
      if (problem.where.empty()) {
        problem.where = tool_.model();
      } else if (problem.where.starts_with("/tiers")) {
        problem.where = "--tiers";
      } else {
        problem.where = fmt::format("{}: {}", tool_.model(), problem.where);
      }
    }
    return problems;
  }

  void passed() { progress_(++passed_, passes_); }

  Problems run(std::size_t repeat) {
    const Result<OnnxTool::Runs> runs =
        tool_.run({request_.runs, request_.warmup, request_.threads, "", ""}, [this] { passed(); });
    if (!runs) return runs.problems();
    if (repeat == 1) {
      note_what_did_not_run(*runs);
      keep_sizes(*runs);
    }
    library_ = runs->library;
    std::vector<std::optional<std::size_t>> piece;
    for (const std::string& node : runs->nodes) {
      const auto found = piece_of_.find(node);
      piece.push_back(found == piece_of_.end() ? std::nullopt : std::optional(found->second));
    }
    for (std::size_t r = 0; r < runs->total_ms.size(); ++r) {
      std::vector<double> times(layers_.layer_nodes.size() + layers_.branch_nodes.size(), 0.0);
      double sum = 0;
      for (std::size_t n = 0; n < piece.size(); ++n) {
        sum += runs->node_ms[r][n];
        if (piece[n]) times[*piece[n]] += runs->node_ms[r][n];
      }
      if (request_.keep_samples) keep_samples(repeat, r + 1, times, runs->total_ms[r]);
      times_.push_back(std::move(times));
      sums_.push_back(sum);
      totals_.push_back(runs->total_ms[r]);
    }
    return {};
  }

  [[nodiscard]] const std::string& piece_name(std::size_t piece) const {
    const std::size_t layers = layers_.profile.layers.size();
    return piece < layers ? layers_.profile.layers[piece].name
                          : layers_.profile.branches[piece - layers].name;
  }

  void keep_samples(std::size_t repeat, std::size_t run, const std::vector<double>& times,
                    double total) {
    samples_.push_back({repeat, run, "", total});
    for (std::size_t piece = 0; piece < times.size(); ++piece) {
      samples_.push_back({repeat, run, piece_name(piece), times[piece]});
    }
  }

  void note_what_did_not_run(const OnnxTool::Runs& runs) {
    std::vector<std::string> missing;
    for (const std::size_t node : layers_.layer_nodes) {
      const std::string& name = graph_.nodes[node].name;
      if (std::find(runs.nodes.begin(), runs.nodes.end(), name) == runs.nodes.end()) {
        missing.push_back(name);
      }
    }
    if (missing.empty()) return;
    const std::size_t shown = std::min<std::size_t>(missing.size(), 5);
    notes_.push_back(fmt::format(
        "{} of {} layers ran as part of others and have 0 ms of their own: {}{}", missing.size(),
        layers_.layer_nodes.size(),
        fmt::join(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        shown < missing.size() ? ", …" : ""));
  }

  void keep_sizes(const OnnxTool::Runs& runs) {
    for (std::size_t n = 0; n < runs.nodes.size(); ++n) {
      if (runs.output_bytes[n] > 0) bytes_in_run_.emplace(runs.nodes[n], runs.output_bytes[n]);
    }
  }

  /// What does not follow from the model the run knows.
  void set_missing_sizes(ProfileData& data) const {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const std::size_t last = layers_.layer_nodes[groups_[g].layers.back()];
      const auto bytes = bytes_in_run_.find(graph_.nodes[last].name);
      if (!data.layers[g].output && bytes != bytes_in_run_.end()) {
        data.layers[g].output = Bytes{bytes->second};
      }
    }
  }

  /// Each group's own sums over its layers give its median and spread: those of layers do not add.
  void set_times(ProfileData& data) {
    const auto spread = [&](const auto& pieces) {
      std::vector<double> sums;
      for (const std::vector<double>& times : times_) {
        double sum = 0;
        for (const std::size_t piece : pieces) sum += times[piece];
        sums.push_back(sum);
      }
      return spread_of(std::move(sums));
    };
    const auto set = [&](auto& into, const Spread& of) {
      into.time = {{request_.tier, to_nanosecond(of.median)}};
      into.time_iqr = {{request_.tier, to_nanosecond(of.iqr)}};
    };
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      set(data.layers[g], spread(groups_[g].layers));
    }
    for (ProfileData::Branch& branch : data.branches) {
      std::size_t piece = layers_.profile.layers.size();
      while (piece_name(piece) != branch.name) ++piece;  // branches were put in running order
      set(branch, spread(std::vector<std::size_t>{piece}));
    }
  }

  void compare_with_whole_runs() {
    whole_ = median_of(totals_);
    share_ = median_of(sums_) / whole_;
    if (std::abs(share_ - 1) <= kLayersAgree) return;
    notes_.push_back(fmt::format(
        "the layers' times add up to {:.1f} % of whole runs ({:.4g} ms), more than 5 % off",
        100 * share_, whole_));
  }

  void compare_repeats() {
    if (request_.repeats < 2) return;
    double least = whole_;
    double most = whole_;
    for (std::size_t repeat = 0; repeat < request_.repeats; ++repeat) {
      const auto begin = totals_.begin() + static_cast<std::ptrdiff_t>(repeat * request_.runs);
      const double median = median_of({begin, begin + static_cast<std::ptrdiff_t>(request_.runs)});
      least = std::min(least, median);
      most = std::max(most, median);
    }
    repeats_ = fmt::format(", whose medians lie between {:.4g} and {:.4g} ms", least, most);
    if (most - least <= kRepeatsAgree * least) return;
    notes_.push_back(
        fmt::format("the {} processes disagree: their median runs take {:.4g} to "
                    "{:.4g} ms ({:.0f} % apart); is the machine busy?",
                    request_.repeats, least, most, 100 * (most - least) / least));
  }

  [[nodiscard]] std::string description() const {
    std::string text = fmt::format("{} on {}, {} thread{}; median of ", library_, request_.machine,
                                   request_.threads, request_.threads == 1 ? "" : "s");
    if (request_.repeats > 1) text += fmt::format("{} processes with ", request_.repeats);
    text += fmt::format(
        "{} run{} after {} for warm-up{}; layers add up to {:.1f} % of whole runs "
        "({:.4g} ms)",
        request_.runs, request_.runs == 1 ? "" : "s", request_.warmup, repeats_, 100 * share_,
        whole_);
    return text;
  }

  const OnnxTool& tool_;
  const MeasureRequest& request_;
  const MeasureProgress& progress_;
  std::size_t passed_ = 0;
  std::size_t passes_ = 0;
  OnnxGraph graph_;
  OnnxLayers layers_;
  std::optional<Profile> skeleton_;
  std::vector<LayerGroup> groups_;
  std::map<std::string, std::size_t, std::less<>> piece_of_;  // by node; layers, then branches
  std::map<std::string, double, std::less<>> bytes_in_run_;   // by node
  std::vector<std::vector<double>> times_;                    // by run, then by piece
  std::vector<double> sums_;                                  // by run, of all nodes
  std::vector<double> totals_;
  double whole_ = 0;  // the median of totals_
  double share_ = 1;
  std::string library_;
  std::string repeats_;
  std::vector<std::string> notes_;
  std::vector<Sample> samples_;
};

}  // namespace

Result<MeasureResult> measure(const OnnxTool& tool, const MeasureRequest& request,
                              const MeasureProgress& progress) {
  if (request.ranges && request.tier != request.tiers.front() &&
      request.tier != request.tiers.back()) {
    return Problems{
        {"--ranges", fmt::format("'{}' is a tier in the middle, expected {} or {}", request.tier,
                                 request.tiers.front(), request.tiers.back())}};
  }
  return Measurer(tool, request, progress).measure();
}

}  // namespace popex
