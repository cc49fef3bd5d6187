// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "model/numbers.hpp"
#include "model/profile_builder.hpp"
#include "model/ranges.hpp"
#include "model/topology.hpp"
#include "text/json_pointer.hpp"
#include "text/nearest_name.hpp"

namespace popex {
namespace {

constexpr std::string_view kInput = "input";
constexpr std::string_view kOutput = "output";
constexpr std::size_t kNamesInAMessage = 10;

std::string entry(std::string_view list, std::size_t i, std::string_view key = {}) {
  return fmt::format("/{}/{}{}{}", list, i, key.empty() ? "" : "/", key);
}

std::string quoted_list(const std::vector<std::size_t>& layers,
                        const std::vector<std::string_view>& names, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < layers.size() && i < kNamesInAMessage; ++i) {
    if (i > 0) text += separator;
    text += fmt::format("'{}'", names[layers[i]]);
  }
  if (layers.size() > kNamesInAMessage) text += " …";
  return text;
}

/// Whether a problem at this place leaves open what reads what: about the layers as a whole, one of
/// them as a whole, its name or its inputs.
bool concerns_topology(std::string_view pointer) {
  constexpr std::string_view list = "/layers";
  if (pointer.empty()) return true;
  if (!pointer.starts_with(list)) return false;
  pointer.remove_prefix(list.size());
  const std::size_t key = pointer.find('/', std::min<std::size_t>(1, pointer.size()));
  if (key == std::string_view::npos) return true;
  pointer.remove_prefix(key);
  return pointer.starts_with("/name") || pointer.starts_with("/inputs");
}

}  // namespace

/// Checks a ProfileData rule by rule and fills in a Profile as it goes.
class ProfileBuilder {
 public:
  ProfileBuilder(ProfileData data, Problems found_by_reader)
      : data_(std::move(data)), problems_(std::move(found_by_reader)) {
    for (const Problem& problem : problems_) {
      known_places_.insert(problem.where);
      if (concerns_topology(problem.where)) topology_is_known_ = false;
      if (problem.where.find("/range_ms") != std::string::npos) ranges_are_known_ = false;
    }
  }

  Result<Profile> build() {
    if (std::string problem = problem_of_characters(data_.name); !problem.empty()) {
      report("/name", std::move(problem));
    }
    read_tiers();
    read_layers();
    read_branches();
    read_links();
    if (topology_is_known_) read_topology();
    if (!problems_.empty()) return std::move(problems_);
    profile_.name_ = std::move(data_.name);
    profile_.description_ = std::move(data_.description);
    return std::move(profile_);
  }

 private:
  /// Reports, unless the reader has already said that this place, or one around it, is wrong.
  void report(std::string where, std::string message) {
    for (std::string_view place = where;; place.remove_suffix(place.size() - place.rfind('/'))) {
      if (known_places_.contains(std::string(place))) return;
      if (place.empty()) break;
    }
    problems_.push_back({std::move(where), std::move(message)});
  }

  /// Looking for near names is quadratic in hostile files, so it stops after a while.
  std::string hint(std::string_view word, const std::vector<std::string_view>& candidates) {
    if (candidates.size() > hint_budget_) return {};
    hint_budget_ -= candidates.size();
    return text::did_you_mean(word, candidates);
  }

  /// What is wrong with a name, or nothing.
  static std::string problem_of_name(std::string_view name) {
    if (name.empty()) return "missing or empty, expected a name";
    if (name.size() > ProfileLimits::name_bytes) {
      return fmt::format("a name of {} bytes, expected at most {}", name.size(),
                         ProfileLimits::name_bytes);
    }
    if (name == kInput || name == kOutput) {
      return fmt::format("'{}' is reserved, expected another name", name);
    }
    return problem_of_characters(name);
  }

  /// A name is part of a line, and C ends a text at a zero.
  static std::string problem_of_characters(std::string_view name) {
    using namespace std::string_view_literals;
    const std::size_t at = name.find_first_of("\n\r\0"sv);
    if (at == std::string_view::npos) return "";
    return name[at] == '\0' ? "a name with U+0000, expected one without"
                            : "a name with a line break, expected one on one line";
  }

  /// `where` is called only if there is something to say: places as text are dear, and almost every
  /// name is fine.
  template <class Where>
  bool check_name(std::string_view name, Where where) {
    std::string problem = problem_of_name(name);
    if (problem.empty()) return true;
    report(where(), std::move(problem));
    return false;
  }

  /// `where` is called only if there is something to say: most numbers are fine.
  template <class T, class Where>
  void check_range(const T& quantity, double most, Where where) {
    const double value = number_of(quantity);
    if (value >= 0 && value <= most) return;
    report(where(), fmt::format("{}, must be between 0 and {}", value, most));
  }

  template <class T, class Where>
  std::vector<std::optional<T>> by_tier(const ByTierName<T>& named, double most, Where where) {
    if (named.empty()) return {};
    std::vector<std::optional<T>> values(profile_.tiers_.size());
    for (const auto& [name_there, value] : named) {
      const std::string& name = name_there;  // clang 14 captures no structured binding
      const auto place = [&] {
        std::string pointer = where();
        text::append_pointer_token(pointer, name);
        return pointer;
      };
      const auto tier = std::find(profile_.tiers_.begin(), profile_.tiers_.end(), name);
      if (tier == profile_.tiers_.end()) {
        report(place(), fmt::format("'{}' is not a tier, expected one of {}{}", name,
                                    fmt::join(profile_.tiers_, ", "), hint(name, tier_names())));
        continue;
      }
      std::optional<T>& slot = values[static_cast<std::size_t>(tier - profile_.tiers_.begin())];
      if (slot) report(place(), "given twice");
      check_range(value, most, place);
      slot = value;
    }
    return values;
  }

  /// Times are asked for by tier all the time, so there is always one entry a tier.
  template <class Where>
  std::vector<std::optional<Milliseconds>> times(const ByTierName<Milliseconds>& named,
                                                 Where where) {
    auto values = by_tier(named, ProfileLimits::time_ms, where);
    values.resize(profile_.tiers_.size());
    return values;
  }

  /// Ranges are prefixes on the first tier and suffixes on the last one; to those between they say
  /// nothing. The input has no prefix.
  template <class Where>
  std::vector<std::optional<Milliseconds>> ranges(const ByTierName<Milliseconds>& named,
                                                  bool of_input, Where where) {
    const std::size_t problems_before = problems_.size();
    auto values = by_tier(named, ProfileLimits::time_ms, where);
    for (std::size_t k = of_input ? 0 : 1; k + 1 < values.size(); ++k) {
      if (!values[k]) continue;
      std::string place = where();
      text::append_pointer_token(place, profile_.tiers_[k]);
      const std::string& last = profile_.tiers_.back();
      report(std::move(place),
             of_input ? fmt::format("a range of the input, expected it on the last tier: {}", last)
                      : fmt::format("a range on a tier in the middle, expected it on the first or "
                                    "the last: {}, {}",
                                    profile_.tiers_.front(), last));
    }
    profile_.has_ranges_ = profile_.has_ranges_ || !values.empty();
    if (problems_.size() > problems_before) ranges_are_known_ = false;
    return values;
  }

  std::vector<std::string_view> tier_names() const {
    return {profile_.tiers_.begin(), profile_.tiers_.end()};
  }

  void read_tiers() {
    profile_.tiers_ = data_.tiers;
    const std::vector<std::string>& tiers = profile_.tiers_;
    if (tiers.size() < 2 || tiers.size() > ProfileLimits::tiers) {
      report("/tiers",
             fmt::format("{} tiers, expected 2 to {}", tiers.size(), ProfileLimits::tiers));
    }
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      const std::string where = entry("tiers", i);
      check_name(tiers[i], [&] { return entry("tiers", i); });
      if (!tiers[i].empty() && !seen.insert(tiers[i]).second) {
        report(where, fmt::format("'{}' is given twice, tiers need different names", tiers[i]));
      }
    }
    for (std::size_t i = 0; i + 1 < tiers.size(); ++i) {
      profile_.links_.push_back({tiers[i] + '-' + tiers[i + 1], std::nullopt, std::nullopt});
    }
    std::unordered_set<std::string_view> link_names;
    for (const Link& link : profile_.links_) {
      if (!link_names.insert(link.name).second && seen.size() == tiers.size()) {
        report("/tiers", fmt::format("two links would be called '{}', rename a tier", link.name));
      }
    }
    profile_.power_mw_ =
        by_tier(data_.power_mw, ProfileLimits::power_mw, [] { return std::string("/power_mw"); });
    if (data_.accuracy) {
      check_range(*data_.accuracy, 1, [] { return std::string("/accuracy"); });
    }
    profile_.accuracy_ = data_.accuracy;
    if (data_.input) {
      check_range(*data_.input, ProfileLimits::bytes, [] { return std::string("/input/bytes"); });
    }
    profile_.input_ = data_.input;
    profile_.input_range_ =
        ranges(data_.input_range, true, [] { return std::string("/input/range_ms"); });
  }

  void read_layers() {
    if (data_.layers.empty()) {
      report("/layers", "the network is empty, expected at least one layer");
      topology_is_known_ = false;
    } else if (data_.layers.size() > ProfileLimits::layers) {
      report("/layers", fmt::format("{} layers, expected at most {}", data_.layers.size(),
                                    ProfileLimits::layers));
    }
    profile_.layers_.reserve(data_.layers.size());
    numbers_.reserve(data_.layers.size());
    for (std::size_t i = 0; i < data_.layers.size(); ++i) {
      const ProfileData::Layer& layer = data_.layers[i];
      const auto place = [i](std::string_view key) {
        return [i, key] { return entry("layers", i, key); };
      };
      check_layer_name(layer.name, i);
      Layer made;
      made.time = times(layer.time, place("time_ms"));
      made.energy_mj = by_tier(layer.energy_mj, ProfileLimits::energy_mj, place("energy_mj"));
      made.time_iqr = by_tier(layer.time_iqr, ProfileLimits::time_ms, place("time_iqr_ms"));
      made.range = ranges(layer.range, false, place("range_ms"));
      if (layer.output) check_range(*layer.output, ProfileLimits::bytes, place("output_bytes"));
      made.output = layer.output;
      if (layer.parameters) {
        check_range(*layer.parameters, ProfileLimits::bytes, place("parameter_bytes"));
      }
      made.parameters = layer.parameters;
      profile_.layers_.push_back(std::move(made));
    }
    for (const ProfileData::Layer& layer : data_.layers) layer_names_.emplace_back(layer.name);
  }

  void check_layer_name(const std::string& name, std::size_t i) {
    const std::size_t problems_before = problems_.size();
    if (!check_name(name, [i] { return entry("layers", i, "name"); })) topology_is_known_ = false;
    if (!name.empty() && !numbers_.emplace(name, i).second) {
      report(entry("layers", i, "name"),
             fmt::format("'{}' is also the name of layer {}, names must differ", name,
                         numbers_.at(name)));
    }
    if (problems_.size() > problems_before) topology_is_known_ = false;
  }

  void read_branches() {
    if (data_.branches.size() > ProfileLimits::branches) {
      report("/branches", fmt::format("{} branches, expected at most {}", data_.branches.size(),
                                      ProfileLimits::branches));
    }
    std::unordered_set<std::string_view> seen;
    for (std::size_t j = 0; j < data_.branches.size(); ++j) {
      const ProfileData::Branch& branch = data_.branches[j];
      const auto place = [j](std::string_view key) {
        return [j, key] { return entry("branches", j, key); };
      };
      check_name(branch.name, place("name"));
      if (!branch.name.empty()) {
        if (!seen.insert(branch.name).second) {
          report(entry("branches", j, "name"),
                 fmt::format("'{}' is given twice, names must differ", branch.name));
        } else if (const auto layer = numbers_.find(branch.name); layer != numbers_.end()) {
          report(entry("branches", j, "name"),
                 fmt::format("'{}' is also the name of layer {}, names must differ", branch.name,
                             layer->second));
        }
      }
      Branch made;
      made.name = branch.name;
      made.time = times(branch.time, place("time_ms"));
      made.energy_mj = by_tier(branch.energy_mj, ProfileLimits::energy_mj, place("energy_mj"));
      made.time_iqr = by_tier(branch.time_iqr, ProfileLimits::time_ms, place("time_iqr_ms"));
      if (branch.exit_probability) {
        check_range(*branch.exit_probability, 1, place("exit_probability"));
      }
      made.exit_probability = branch.exit_probability;
      if (branch.accuracy) check_range(*branch.accuracy, 1, place("accuracy"));
      made.accuracy = branch.accuracy;
      profile_.branches_.push_back(std::move(made));
    }
  }

  void read_links() {
    std::unordered_set<std::size_t> seen;
    for (std::size_t i = 0; i < data_.links.size(); ++i) {
      const ProfileData::Link& link = data_.links[i];
      const std::string name = link.from + '-' + link.to;
      std::size_t k = 0;
      while (k < profile_.links_.size() &&
             (profile_.tiers_[k] != link.from || profile_.tiers_[k + 1] != link.to)) {
        ++k;
      }
      if (k == profile_.links_.size()) {
        std::vector<std::string_view> names;
        for (const Link& known : profile_.links_) names.emplace_back(known.name);
        report(entry("links", i),
               fmt::format("'{}' is not a link, expected from and to to be two consecutive tiers: "
                           "{}{}",
                           name, fmt::join(names, ", "), hint(name, names)));
        continue;
      }
      if (!seen.insert(k).second) {
        report(entry("links", i), fmt::format("'{}' is given twice", name));
      }
      if (link.rate) {
        check_range(*link.rate, ProfileLimits::rate_mbps,
                    [i] { return entry("links", i, "rate_mbps"); });
      }
      if (link.latency) {
        check_range(*link.latency, ProfileLimits::time_ms,
                    [i] { return entry("links", i, "latency_ms"); });
      }
      profile_.links_[k].rate = link.rate;
      profile_.links_[k].latency = link.latency;
    }
  }

  /// What reads what: names to numbers, running order, one sink, branches on cut vertices.
  void read_topology() {
    LayerInputs inputs(data_.layers.size());
    const std::size_t problems_before = problems_.size();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      inputs[i] = tensors_read_by(i);
    }
    if (problems_.size() > problems_before) return;

    const std::vector<std::size_t> order = running_order(inputs);
    if (order.size() < inputs.size()) {
      const std::vector<std::size_t> cycle = find_cycle(inputs, order);
      report(entry("layers", cycle.front(), "inputs"),
             fmt::format("a cycle: {} reads the first of them again, expected a network that ends",
                         quoted_list(cycle, layer_names_, " reads ")));
      return;
    }
    if (const std::vector<std::size_t> ends = sinks(inputs); ends.size() > 1) {
      report("/layers",
             fmt::format("{} layers are read by no other ({}), expected one: the network's output",
                         ends.size(), quoted_list(ends, layer_names_, ", ")));
      return;
    }
    std::vector<std::size_t> place_of(order.size());
    for (std::size_t place = 0; place < order.size(); ++place) place_of[order[place]] = place;

    std::vector<Layer> layers(order.size());
    LayerInputs ordered(order.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
      layers[place] = std::move(profile_.layers_[order[place]]);
      ordered[place] = std::move(inputs[order[place]]);
      for (std::size_t& tensor : ordered[place]) {
        if (tensor != 0) tensor = place_of[tensor - 1] + 1;
      }
      std::sort(ordered[place].begin(), ordered[place].end());
    }
    profile_.layers_ = std::move(layers);
    const std::vector<bool> is_cut = cut_vertices(ordered);
    attach_branches(is_cut, place_of);
    profile_.blocks_ = std::make_shared<const std::vector<Block>>(wide_blocks(ordered, is_cut));
    for (std::size_t place = 0; place < order.size(); ++place) {
      Layer& layer = profile_.layers_[place];
      layer.inputs = std::move(ordered[place]);
      // Names move last: numbers_ and layer_names_ look at them where they were written.
      layer.name = std::move(data_.layers[order[place]].name);
      layer.type = std::move(data_.layers[order[place]].type);
    }
    if (!profile_.has_ranges_ || !ranges_are_known_ || profile_.tiers_.size() < 2) return;
    for (Problem& problem : range_problems(profile_, is_cut, order)) {
      report(std::move(problem.where), std::move(problem.message));
    }
  }

  std::vector<std::size_t> tensors_read_by(std::size_t i) {
    const auto& names = data_.layers[i].inputs;
    if (!names) return {i};
    const std::string where = entry("layers", i, "inputs");
    if (names->empty()) report(where, "empty, expected the names of what the layer reads");
    if (names->size() > ProfileLimits::inputs_per_layer) {
      report(where, fmt::format("{} inputs, expected at most {}", names->size(),
                                ProfileLimits::inputs_per_layer));
    }
    std::vector<std::size_t> tensors;
    for (std::size_t n = 0; n < names->size(); ++n) {
      const std::string& name = (*names)[n];
      if (name == kInput) {
        tensors.push_back(0);
      } else if (const auto layer = numbers_.find(name); layer != numbers_.end()) {
        tensors.push_back(layer->second + 1);
      } else {
        report(fmt::format("{}/{}", where, n),
               fmt::format("'{}' is not a layer, expected a layer's name or 'input'{}", name,
                           hint(name, layer_names_)));
      }
    }
    // A layer that reads a tensor twice (x · x) needs it once.
    std::sort(tensors.begin(), tensors.end());
    tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
    return tensors;
  }

  void attach_branches(const std::vector<bool>& is_cut, const std::vector<std::size_t>& place_of) {
    for (std::size_t j = 0; j < data_.branches.size(); ++j) {
      const std::string& after = data_.branches[j].after;
      const std::string where = entry("branches", j, "after");
      const auto layer = numbers_.find(after);
      if (layer == numbers_.end()) {
        report(where, after.empty() ? "missing or empty, expected a layer's name"
                                    : fmt::format("'{}' is not a layer, expected a layer's name{}",
                                                  after, hint(after, layer_names_)));
        continue;
      }
      const std::size_t place = place_of[layer->second];
      profile_.branches_[j].after = place + 1;
      if (place + 1 == is_cut.size()) {
        report(where,
               fmt::format("'{}' is the last layer: a sample that got there is done, expected "
                           "an earlier layer",
                           after));
      } else if (!is_cut[place]) {
        report(where,
               fmt::format("'{}' is not on every path from input to output, expected a layer "
                           "that is (a cut vertex)",
                           after));
      }
    }
    std::stable_sort(profile_.branches_.begin(), profile_.branches_.end(),
                     [](const Branch& a, const Branch& b) { return a.after < b.after; });
  }

  ProfileData data_;
  Problems problems_;
  std::unordered_set<std::string> known_places_;
  Profile profile_;
  std::unordered_map<std::string_view, std::size_t> numbers_;  // by name; as written
  std::vector<std::string_view> layer_names_;                  // as written
  std::size_t hint_budget_ = 1'000'000;                        // names compared, in all
  bool topology_is_known_ = true;
  bool ranges_are_known_ = true;
};

const std::string& Profile::tensor_name(std::size_t i) const {
  static const std::string input(kInput);
  return i == 0 ? input : layers_.at(i - 1).name;
}

Result<Profile> make_profile(ProfileData data, Problems found_by_reader) {
  return ProfileBuilder(std::move(data), std::move(found_by_reader)).build();
}

Result<Profile> make_profile(ProfileData data) { return make_profile(std::move(data), {}); }

}  // namespace popex
