// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <popex/result.hpp>
#include <popex/units.hpp>

namespace popex {

/// What a profile may hold at most. Beyond it: an error, never a crash.
struct ProfileLimits {
  static constexpr std::size_t layers = 1'000'000;
  static constexpr std::size_t branches = 100'000;
  static constexpr std::size_t tiers = 16;
  static constexpr std::size_t inputs_per_layer = 10'000;
  static constexpr std::size_t name_bytes = 1024;
  static constexpr double time_ms = 1e12;   ///< 31 years
  static constexpr double bytes = 1e15;     ///< 1 PB
  static constexpr double rate_mbps = 1e9;  ///< 1 Pbit/s
  static constexpr double energy_mj = 1e15;
  static constexpr double power_mw = 1e9;  ///< 1 MW
};

/// Values by tier name, as a profile file writes them.
template <class T>
using ByTierName = std::vector<std::pair<std::string, T>>;

/// A profile as it is written down: everything by name, nothing checked. Fill it in and hand it to
/// `make_profile`. The format, key by key: profiles/README.md.
struct ProfileData {
  struct Layer {
    std::string name;
    std::string type;                                ///< informative; may be empty
    std::optional<std::vector<std::string>> inputs;  ///< nothing: the layer before
    ByTierName<Milliseconds> time;
    std::optional<Bytes> output;  ///< α_i
    std::optional<Bytes> parameters;
    ByTierName<double> energy_mj;
    ByTierName<Milliseconds> time_iqr;
    ByTierName<Milliseconds> range;  ///< of `popex::Layer`
  };
  struct Branch {
    std::string name;
    std::string after;  ///< the layer whose output the branch reads
    ByTierName<Milliseconds> time;
    std::optional<Probability> exit_probability;
    std::optional<Probability> accuracy;  ///< of the samples that exit there
    ByTierName<double> energy_mj;
    ByTierName<Milliseconds> time_iqr;
  };
  struct Link {
    std::string from;
    std::string to;
    std::optional<Mbps> rate;
    std::optional<Milliseconds> latency;
  };

  std::string name;
  std::string description;
  std::vector<std::string> tiers = {"edge", "cloud"};  ///< first to last a sample's way
  ByTierName<double> power_mw;                         ///< drawn while the tier computes
  std::optional<Probability> accuracy;                 ///< of the main output
  std::optional<Bytes> input;                          ///< α_0
  ByTierName<Milliseconds> input_range;
  std::vector<Layer> layers;
  std::vector<Branch> branches;
  std::vector<Link> links;
};

/// A layer v_i of a valid profile.
struct Layer {
  std::string name;
  std::string type;
  /// What the layer reads: 0 is the network's input, i the i-th layer. Never empty, all below the
  /// layer's own number.
  std::vector<std::size_t> inputs;
  std::vector<std::optional<Milliseconds>> time;  ///< t_i, one entry a tier
  std::optional<Bytes> output;                    ///< α_i
  std::optional<Bytes> parameters;
  std::vector<std::optional<double>> energy_mj;       ///< one entry a tier, or empty
  std::vector<std::optional<Milliseconds>> time_iqr;  ///< one entry a tier, or empty
  /// Measured in one run each: on the first tier from the network's input to the end of this layer,
  /// on the last tier from there to the output. One entry a tier, or empty; cut vertices alone.
  std::vector<std::optional<Milliseconds>> range;
};

/// A side branch b_j of a valid profile.
struct Branch {
  std::string name;
  std::size_t after = 0;                          ///< k_j, 1 … N − 1: a cut vertex
  std::vector<std::optional<Milliseconds>> time;  ///< one entry a tier
  std::optional<Probability> exit_probability;    ///< p_j, given that a sample reached the branch
  std::optional<Probability> accuracy;            ///< of the samples that exit there; informative
  std::vector<std::optional<double>> energy_mj;
  std::vector<std::optional<Milliseconds>> time_iqr;
};

/// Layers between two consecutive cut vertices, where there is more than one: layers begin … end −
/// 1, counted from 0, of which the last is a cut vertex. What enters is tensor `begin`.
struct Block {
  struct Read {
    std::size_t tensor = 0;  ///< begin … end − 1
    std::size_t layer = 0;   ///< that reads it
  };
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Read> reads;  ///< by tensor, then by layer
};

/// A link from tier k to tier k + 1; what the profile says of it are defaults for a scenario.
struct Link {
  std::string name;  ///< "edge-cloud"
  std::optional<Mbps> rate;
  std::optional<Milliseconds> latency;
};

/// A network with what was measured of it. Always valid: layers stand in an order in which every
/// layer comes after what it reads, branches in the order in which they run, the network has one
/// input and one output, and each number is finite and within ProfileLimits.
class Profile {
 public:
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& description() const { return description_; }
  [[nodiscard]] const std::vector<std::string>& tiers() const { return tiers_; }

  /// What each tier draws while it computes: one entry a tier, or empty. The energy_mj of a layer
  /// or branch goes before it.
  [[nodiscard]] const std::vector<std::optional<double>>& power_mw() const { return power_mw_; }

  /// Of the main output, for the samples that come to it; informative.
  [[nodiscard]] const std::optional<Probability>& accuracy() const { return accuracy_; }

  [[nodiscard]] const std::vector<Link>& links() const { return links_; }  ///< one fewer than tiers
  [[nodiscard]] const std::optional<Bytes>& input() const { return input_; }  ///< α_0

  /// The time of the whole network, measured in one run, on the last tier. One entry a tier, or
  /// empty.
  [[nodiscard]] const std::vector<std::optional<Milliseconds>>& input_range() const {
    return input_range_;
  }
  /// Whether anything was measured over more than a layer: see `Layer::range`.
  [[nodiscard]] bool has_ranges() const { return has_ranges_; }

  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }
  [[nodiscard]] const std::vector<Branch>& branches() const { return branches_; }

  /// The layer whose output is tensor `i`, 1 … N, or "input" for tensor 0. Throws std::out_of_range
  /// for another one.
  [[nodiscard]] const std::string& tensor_name(std::size_t i) const;

  /// Whether every layer reads the layer before it and nothing else.
  [[nodiscard]] bool is_chain() const { return blocks_->empty(); }

  /// The blocks that have more than one layer, rising. A chain has none; every other layer is a
  /// block of its own. Shared, because planners keep it.
  [[nodiscard]] const std::shared_ptr<const std::vector<Block>>& blocks() const { return blocks_; }

 private:
  friend class ProfileBuilder;
  Profile() = default;

  std::string name_;
  std::string description_;
  std::vector<std::string> tiers_;
  std::vector<std::optional<double>> power_mw_;
  std::optional<Probability> accuracy_;
  std::vector<Link> links_;
  std::optional<Bytes> input_;
  std::vector<std::optional<Milliseconds>> input_range_;
  bool has_ranges_ = false;
  std::vector<Layer> layers_;
  std::vector<Branch> branches_;
  std::shared_ptr<const std::vector<Block>> blocks_;
};

/// Checks every rule of the format at once. Problems carry the JSON pointer of their place
/// ("/layers/3/output_bytes"); the empty pointer is the profile as a whole.
Result<Profile> make_profile(ProfileData data);

/// The profile as it would be written down; `make_profile` makes the same one of it.
ProfileData data_of(const Profile& profile);

}  // namespace popex
