// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <popex/decision.hpp>
#include <popex/profile.hpp>

#include "decision_maker/partition_graph.hpp"
#include "model/instance.hpp"

namespace popex::report {

/// A graph with what is to be seen of it, ready for Graphviz or JSON.
struct Drawing {
  struct Vertex {
    enum class Kind { end, layer, branch, state };
    std::string id;    ///< unique in the drawing
    std::string name;  ///< of the layer or branch; `input` and `output` at the ends
    std::string note;  ///< a second line; may be empty
    Kind kind = Kind::layer;
    /// Of a state of the partition graph, or where something is decided, of a layer and of a branch
    /// that runs.
    std::optional<std::size_t> tier;
    bool on_path = false;
    std::optional<bool> runs = {};  ///< a branch, where something is decided
  };
  struct Link {
    std::string from;  ///< a vertex's id
    std::string to;
    std::optional<Bytes> size;          ///< of the tensor, in a network
    std::optional<Milliseconds> delay;  ///< expected, in a partition graph
    bool leaves = false;                ///< the way to a side branch
    bool on_path = false;
  };

  std::string title;
  const char* graph = "";  ///< "network" or "partition"
  std::vector<std::string> tiers;
  std::vector<Vertex> vertices;
  std::vector<Link> links;
};

/// The network as the profile has it: layers with the sizes of what they send each other, side
/// branches beside them.
Drawing draw_network(const Profile& profile);

/// The network under a scenario, with a decision: every layer has its tier and its time there, what
/// is read on another one is marked as on the path, and of a branch it is said whether it runs.
Drawing draw_network(const Profile& profile, const Instance& instance, const Decision& decision);

/// The partition graph with its weights and the placement's path marked.
Drawing draw_partition(const Profile& profile, const Instance& instance,
                       const PartitionGraph& graph, const Placement& placement);

}  // namespace popex::report
