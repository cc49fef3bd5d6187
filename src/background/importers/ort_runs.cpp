// SPDX-License-Identifier: MIT
#include "background/importers/ort_runs.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "text/number.hpp"

namespace popex {
namespace {

/// Node events of one run, and of what comes after it, at most: 24 MiB of them.
constexpr std::size_t kMostEvents = 1U << 20U;

/// The time of these has that of other nodes in it.
bool has_body(std::string_view type) {
  static constexpr std::string_view kTypes[] = {
      "If", "Loop", "Scan", "BeamSearch", "GreedySearch", "Sampling", "WhisperBeamSearch"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

}  // namespace

double Durations::ranked(std::size_t rank) const {
  for (const auto& [duration, count] : counts_) {
    if (rank < count) return duration;
    rank -= count;
  }
  return counts_.rbegin()->first;
}

double Durations::at(double q) const {
  const double place = q * static_cast<double>(count_ - 1);
  const auto rank = static_cast<std::size_t>(place);
  const double below = ranked(rank);
  return below + (place - std::floor(place)) * (ranked(rank + 1) - below);
}

std::string OrtRuns::add(const OrtEvent& event) {
  switch (event.kind) {
    case OrtEvent::Kind::run:
      return add_run(event);
    case OrtEvent::Kind::node:
      break;
  }
  return add_node(event);
}

std::string OrtRuns::add_run(const OrtEvent& event) {
  if (run_) {
    const double end = run_->begin + run_->duration;
    if (event.begin < end) {
      return fmt::format(
          "a run that begins at {} µs, while the one before it ends at {} µs; "
          "expected one after the other, in the order of time",
          event.begin, end);
    }
    close_run();
  }
  run_ = Run{event.begin, event.duration, {}};
  nameless_.clear();
  // Whatever was not in the run before and is not in this one is in none.
  const std::size_t before = events_.size();
  events_ = take_events_of_run();
  outside_ += before - events_.size();
  return {};
}

std::string OrtRuns::add_node(const OrtEvent& event) {
  if (std::max(event.name.size(), event.type.size()) > ProfileLimits::name_bytes) {
    return fmt::format("a name of more than {} bytes", ProfileLimits::name_bytes);
  }
  if (events_.size() == kMostEvents) {
    return fmt::format("more than {} events of nodes in one run, or without one", kMostEvents);
  }
  std::string key = event.type + '\n' + event.name + '\n';
  if (event.index) {
    text::append_number(key, *event.index);
  } else if (event.name.empty()) {
    key += fmt::format("nameless {}", ++nameless_[event.type]);
  }
  const auto [found, is_new] = numbers_.emplace(std::move(key), nodes_.size());
  if (is_new) {
    if (nodes_.size() == ProfileLimits::layers) {
      return fmt::format("more than {} nodes", ProfileLimits::layers);
    }
    nodes_.push_back({event, {}, false, false, false});
  }
  Node& node = nodes_[found->second];
  node.changes_output = node.changes_output || node.event.output != event.output;
  events_.push_back({found->second, event.begin, event.duration});
  return {};
}

std::vector<OrtRuns::Timed> OrtRuns::take_events_of_run() {
  const auto of_run = [this](const Timed& event) {
    return !run_ || (event.begin >= run_->begin && event.begin <= run_->begin + run_->duration);
  };
  std::vector<Timed> taken;
  std::copy_if(events_.begin(), events_.end(), std::back_inserter(taken), of_run);
  events_.erase(std::remove_if(events_.begin(), events_.end(), of_run), events_.end());
  return taken;
}

void OrtRuns::close_run() {
  std::vector<Timed> events = take_events_of_run();
  // What is within another begins later or ends sooner.
  std::stable_sort(events.begin(), events.end(), [](const Timed& a, const Timed& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.duration > b.duration;
  });
  Run run = run_.value_or(Run{});
  std::unordered_map<std::size_t, std::size_t> places;  // of nodes in the run
  double body_end = -std::numeric_limits<double>::infinity();
  for (const Timed& event : events) {
    Node& node = nodes_[event.node];
    if (event.begin < body_end) {
      node.is_part = true;
      continue;
    }
    if (has_body(node.event.type)) body_end = event.begin + event.duration;
    const auto [place, is_new] = places.emplace(event.node, run.times.size());
    if (is_new) {
      run.times.emplace_back(event.node, 0);
    } else {
      node.is_repeated = true;
    }
    run.times[place->second].second += event.duration;
  }
  if (closed_++ == 0) {
    first_ = std::move(run);
  } else {
    count(run);
  }
}

void OrtRuns::count(const Run& run) {
  runs_.add(run.duration);
  time_of_runs_ += run.duration;
  for (const auto& [number, time] : run.times) {
    Node& node = nodes_[number];
    if (node.times.count() == 0) in_order_.push_back(number);
    node.times.add(time);
    time_of_nodes_ += time;
  }
}

std::vector<const OrtRuns::Node*> OrtRuns::nodes() const {
  std::vector<const Node*> nodes;
  for (const std::size_t number : in_order_) nodes.push_back(&nodes_[number]);
  return nodes;
}

std::vector<const OrtRuns::Node*> OrtRuns::other_nodes() const {
  std::vector<const Node*> nodes;
  for (const Node& node : nodes_) {
    if (node.times.count() == 0) nodes.push_back(&node);
  }
  return nodes;
}

void OrtRuns::end() {
  close_run();
  outside_ += events_.size();
  if (closed_ == 1) count(*first_);
}

}  // namespace popex
