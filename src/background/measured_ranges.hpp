// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>

#include "background/granularity.hpp"
#include "background/measure.hpp"
#include "background/onnx_layers.hpp"
#include "background/onnx_tool.hpp"

namespace popex {

/// Measures the parts that cuts of a network leave on a tier, each as a network of its own: up to
/// each cut vertex on the first tier, from each one on the last. What it is made of has to outlive
/// it.
class MeasuredRanges {
 public:
  /// `profile`: of the layers, and `groups` of them, as they are to be written.
  MeasuredRanges(const OnnxTool& tool, const MeasureRequest& request, const OnnxGraph& graph,
                 const OnnxLayers& layers, const Profile& profile,
                 const std::vector<LayerGroup>& groups);

  /// How many parts that is.
  [[nodiscard]] std::size_t count() const { return cuts_.size(); }

  /// Runs them all, with `on_run` after each pass, and puts their medians where they belong. A part
  /// that the library refuses to run has no range.
  Problems measure(const std::function<void()>& on_run, ProfileData& data);

  /// What the description says of it.
  [[nodiscard]] const std::string& said() const { return said_; }

  /// What the user should know.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  struct Range {
    std::size_t cut;  // its place in cuts_; on the last tier one less than what comes before it
    double ms;
  };
  [[nodiscard]] bool is_first_tier() const { return request_.tier == request_.tiers.front(); }
  [[nodiscard]] std::string tensor_after(std::size_t group) const;
  void put(std::vector<Range> ranges, ProfileData& data);

  const OnnxTool& tool_;
  const MeasureRequest& request_;
  const OnnxGraph& graph_;
  const OnnxLayers& layers_;
  const std::vector<LayerGroup>& groups_;
  std::vector<std::size_t> cuts_;  // groups
  std::string said_;
  std::vector<std::string> notes_;
};

}  // namespace popex
