// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "background/importers/ort_trace.hpp"

namespace popex {

/// What something took, in µs, and how often. Durations are whole µs, so this hardly grows with the
/// number of runs, and its quantiles are exact.
class Durations {
 public:
  void add(double duration) {
    ++counts_[duration];
    ++count_;
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  // Of one duration at least; between two neighbours they are interpolated.
  [[nodiscard]] Milliseconds quantile(double q) const { return Milliseconds(at(q) / 1000); }
  [[nodiscard]] Milliseconds median() const { return quantile(0.5); }
  [[nodiscard]] double median_us() const { return at(0.5); }
  [[nodiscard]] Milliseconds iqr() const { return Milliseconds((at(0.75) - at(0.25)) / 1000); }

 private:
  [[nodiscard]] double at(double q) const;
  [[nodiscard]] double ranked(std::size_t rank) const;

  std::map<double, std::size_t> counts_;
  std::size_t count_ = 0;
};

/// The runs of a model in a profile of ONNX Runtime, and what each node took in them.
///
/// A node is of the run in whose time it begins. ONNX Runtime writes a run after its nodes; a trace
/// that was sorted by time has it before them: either is read. The first of several runs warms up
/// and does not count. What a node took several times in a run is added up. Old versions write
/// neither a name nor a number of a node that has no name in the model: the first one of an
/// operator in a run is taken for the first one in every run, and so on.
class OrtRuns {
 public:
  struct Node {
    OrtEvent event;               ///< the first one
    Durations times;              ///< in the runs that count
    bool is_part = false;         ///< of an If, Loop or Scan, whose time its own is within
    bool changes_output = false;  ///< the output's size is not always the same
    bool is_repeated = false;     ///< ran several times in a run
    [[nodiscard]] bool is_nameless() const { return event.name.empty() && !event.index; }
  };

  /// What is wrong with the event, which ends the reading; empty: nothing is.
  std::string add(const OrtEvent& event);
  /// To be called after the last event.
  void end();

  [[nodiscard]] const Durations& runs() const { return runs_; }  ///< that count
  [[nodiscard]] bool had_warm_up() const { return closed_ > 1; }
  [[nodiscard]] bool are_marked() const { return run_.has_value(); }
  /// The part of the time of these runs that nodes took.
  [[nodiscard]] double share_of_nodes() const { return time_of_nodes_ / time_of_runs_; }
  [[nodiscard]] std::size_t events_outside() const { return outside_; }
  /// Those that took time in the runs that count, in the order in which they ran first, …
  [[nodiscard]] std::vector<const Node*> nodes() const;
  /// … and all others.
  [[nodiscard]] std::vector<const Node*> other_nodes() const;

 private:
  struct Timed {
    std::size_t node;
    double begin;
    double duration;
  };
  struct Run {
    double begin = 0;
    double duration = 0;
    std::vector<std::pair<std::size_t, double>> times;  // of nodes, in the order in which they ran
  };

  std::string add_run(const OrtEvent& event);
  std::string add_node(const OrtEvent& event);
  void close_run();
  std::vector<Timed> take_events_of_run();
  void count(const Run& run);

  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::size_t> numbers_;   // of nodes, by what tells them apart
  std::unordered_map<std::string, std::size_t> nameless_;  // since the last run, by operator
  std::vector<std::size_t> in_order_;
  std::vector<Timed> events_;  // of the last run, or later than it
  std::optional<Run> run_;     // the last one
  std::optional<Run> first_;
  std::size_t closed_ = 0;
  Durations runs_;
  double time_of_runs_ = 0;
  double time_of_nodes_ = 0;
  std::size_t outside_ = 0;
};

}  // namespace popex
