// SPDX-License-Identifier: MIT
#include "model/instance.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/by_name.hpp"
#include "model/numbers.hpp"
#include "model/ranges.hpp"

namespace popex {
namespace {

/// A setting's values in the order of `all`, links or branches; what it leaves out stays as it is
/// in `values`.
template <class T, class Named>
void apply(const Setting<T>& setting, const std::string& place, std::string_view kind,
           const std::vector<Named>& all, double most, std::vector<std::optional<T>>& values,
           Problems& problems) {
  if (setting.all) {
    check_range(
        number_of(*setting.all), most, [&] { return place; }, problems);
    std::fill(values.begin(), values.end(), setting.all);
  }
  for (const auto& [name, value] : setting.named) {
    const auto where = [&, &wanted = name] { return fmt::format("{} {}", place, wanted); };
    const auto found = find_by_name(name, kind, all, where, problems);
    if (!found) continue;
    check_range(number_of(value), most, where, problems);
    values[*found] = value;
  }
}

class InstanceMaker {
 public:
  InstanceMaker(const Profile& profile, const Scenario& scenario, const ScenarioPlaces& places,
                Instance recycled)
      : profile_(profile), scenario_(scenario), places_(places), made_(std::move(recycled)) {
    made_.layer_times.clear();
    made_.branch_times.clear();
    made_.unscaled_branches.clear();
    made_.tensors.clear();
    made_.branch_after.clear();
    made_.exit_probability.clear();
    made_.rate.clear();
    made_.latency.clear();
    made_.allowed.clear();
    made_.branches_to_pass = 0;
  }

  Instance make(Problems& problems) {
    made_.tiers = profile_.tiers().size();
    made_.layers = profile_.layers().size();
    made_.branches = profile_.branches().size();
    made_.wide_blocks = profile_.is_chain() ? nullptr : profile_.blocks();
    read_gamma();
    read_links();
    read_branches();
    read_times();
    read_sizes();
    problems.insert(problems.end(), problems_.begin(), problems_.end());
    return std::move(made_);
  }

 private:
  void read_gamma() {
    if (!scenario_.gamma) return;
    check_range(
        *scenario_.gamma, ScenarioLimits::gamma, [&] { return places_.gamma; }, problems_);
  }

  void read_links() {
    const std::vector<Link>& links = profile_.links();
    std::vector<std::optional<Mbps>> rates;
    std::vector<std::optional<Milliseconds>> latencies;
    for (const Link& link : links) {
      rates.push_back(link.rate);
      latencies.push_back(link.latency);
    }
    const auto refuse_all = [&](bool given, const std::string& place) {
      if (!given || links.size() == 1) return;
      problems_.push_back({place, fmt::format("the profile has {} links, expected a value for each "
                                              "by name: {}=…",
                                              links.size(), fmt::join(names_of(links), "=…, "))});
    };
    refuse_all(scenario_.rate.all.has_value(), places_.rate);
    refuse_all(scenario_.latency.all.has_value(), places_.latency);
    apply(scenario_.rate, places_.rate, "link", links, ProfileLimits::rate_mbps, rates, problems_);
    apply(scenario_.latency, places_.latency, "link", links, ProfileLimits::time_ms, latencies,
          problems_);
    for (std::size_t k = 0; k < links.size(); ++k) {
      if (!rates[k]) {
        problems_.push_back({places_.rate, fmt::format("missing, expected the upload rate of the "
                                                       "link {} (the profile gives none)",
                                                       links[k].name)});
      }
      // Adding 0 makes a 0 of −0, by which no size may be divided.
      made_.rate.push_back({rates[k].value_or(Mbps{}).value + 0.0});
      made_.latency.push_back(latencies[k].value_or(Milliseconds(0)));
    }
  }

  void read_branches() {
    const std::vector<Branch>& branches = profile_.branches();
    std::vector<std::optional<Probability>> probabilities;
    probabilities.reserve(branches.size());
    made_.branch_after.reserve(branches.size());
    for (const Branch& branch : branches) {
      probabilities.push_back(branch.exit_probability);
      made_.branch_after.push_back(branch.after);
    }
    if (branches.empty() && scenario_.exit_probability.all) {
      problems_.push_back({places_.exit_probability, "the profile has no branch"});
    }
    apply(scenario_.exit_probability, places_.exit_probability, "branch", branches, 1.0,
          probabilities, problems_);
    for (std::size_t j = 0; j < branches.size(); ++j) {
      if (!probabilities[j]) {
        problems_.push_back({places_.exit_probability,
                             fmt::format("missing, expected the exit probability of branch {} (the "
                                         "profile gives none)",
                                         branches[j].name)});
      }
      made_.exit_probability.push_back(probabilities[j].value_or(Probability{}));
    }
  }

  void read_times() {
    const bool scaled = scenario_.gamma.has_value();
    const std::size_t last = made_.tiers - 1;
    for (std::size_t tier = 0; tier < made_.tiers; ++tier) {
      const bool measured = tier > 0 || !scaled;
      if (measured) {
        read_layer_times(tier);
        if (tier < last) read_branch_times(tier, made_.branch_times);
      } else {  // they follow from γ
        made_.layer_times.resize(made_.layers, Milliseconds(0));
        made_.branch_times.resize(made_.branches, Milliseconds(0));
      }
    }
    if (!scaled) return;
    read_branch_times(last, made_.unscaled_branches);
    set_gamma(made_, *scenario_.gamma);
  }

  void read_layer_times(std::size_t tier) {
    const std::vector<Layer>& layers = profile_.layers();
    if (!profile_.has_ranges()) {
      read_times(
          tier, layers, "layers",
          made_.layer_times, [&](std::size_t i) -> const auto& { return layers[i].time[tier]; });
      return;
    }
    const std::vector<std::optional<Milliseconds>> effective = effective_times(profile_, tier);
    read_times(
        tier, layers, "layers",
        made_.layer_times, [&](std::size_t i) -> const auto& { return effective[i]; });
  }

  void read_branch_times(std::size_t tier, std::vector<Milliseconds>& times) {
    const std::vector<Branch>& branches = profile_.branches();
    read_times(
        tier, branches, "branches",
        times, [&](std::size_t j) -> const auto& { return branches[j].time[tier]; });
  }

  template <class Piece, class TimeOf>
  void read_times(std::size_t tier, const std::vector<Piece>& pieces, std::string_view list,
                  std::vector<Milliseconds>& times, TimeOf time_of) {
    Missing missing;
    times.reserve(times.size() + pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const std::optional<Milliseconds>& time = time_of(i);
      if (!time) missing.add(i);
      times.push_back(time.value_or(Milliseconds(0)));
    }
    if (missing.count == 0) return;
    problems_.push_back(
        {fmt::format("/{}/{}/time_ms", list, missing.first),
         fmt::format("'{}'{} has no time on tier '{}', expected one{}", pieces[missing.first].name,
                     missing.others(), profile_.tiers()[tier],
                     tier == 0 ? fmt::format(", or {}", places_.gamma) : "")});
  }

  void read_sizes() {
    if (!profile_.input()) {
      problems_.push_back({"/input/bytes", "missing, expected the size of the network's input"});
    }
    Missing missing;
    made_.tensors.reserve(made_.layers + 1);
    made_.tensors.push_back(profile_.input().value_or(Bytes{}));
    for (std::size_t i = 0; i < made_.layers; ++i) {
      const std::optional<Bytes>& output = profile_.layers()[i].output;
      if (!output && i + 1 < made_.layers) missing.add(i);  // nobody sends the last one
      made_.tensors.push_back(output.value_or(Bytes{}));
    }
    if (missing.count == 0) return;
    problems_.push_back({fmt::format("/layers/{}/output_bytes", missing.first),
                         fmt::format("'{}'{} has no output size, expected its bytes",
                                     profile_.layers()[missing.first].name, missing.others())});
  }

  /// Entries of a list that lack what is needed: the first is named, the others are counted.
  struct Missing {
    std::size_t count = 0;
    std::size_t first = 0;
    void add(std::size_t i) {
      if (count++ == 0) first = i;
    }
    [[nodiscard]] std::string others() const {
      return count == 1 ? "" : fmt::format(" (and {} more)", count - 1);
    }
  };

  const Profile& profile_;
  const Scenario& scenario_;
  const ScenarioPlaces& places_;
  Instance made_;
  Problems problems_;
};

}  // namespace

void set_gamma(Instance& instance, double gamma) {
  const std::size_t last = (instance.tiers - 1) * instance.layers;
  for (std::size_t i = 0; i < instance.layers; ++i) {
    instance.layer_times[i] = gamma * instance.layer_times[last + i];
  }
  for (std::size_t j = 0; j < instance.branches; ++j) {
    instance.branch_times[j] = gamma * instance.unscaled_branches[j];
  }
}

Result<Instance> make_instance(const Profile& profile, const Scenario& scenario,
                               const ScenarioPlaces& places, Instance recycled) {
  Problems problems;
  Instance made = InstanceMaker(profile, scenario, places, std::move(recycled)).make(problems);
  if (!problems.empty()) return problems;
  return made;
}

Instance make_instance(const Profile& profile, const Scenario& scenario,
                       const ScenarioPlaces& places, Problems& problems) {
  return InstanceMaker(profile, scenario, places, {}).make(problems);
}

Scenario complete_scenario(const Profile& profile, const Instance& instance,
                           std::optional<double> gamma) {
  Scenario scenario;
  scenario.gamma = gamma;
  for (std::size_t k = 0; k < profile.links().size(); ++k) {
    scenario.rate.named.emplace_back(profile.links()[k].name, instance.rate[k]);
    scenario.latency.named.emplace_back(profile.links()[k].name, instance.latency[k]);
  }
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    scenario.exit_probability.named.emplace_back(profile.branches()[j].name,
                                                 instance.exit_probability[j]);
  }
  return scenario;
}

}  // namespace popex
