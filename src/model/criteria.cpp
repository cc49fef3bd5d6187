// SPDX-License-Identifier: MIT
#include "model/criteria.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/by_name.hpp"
#include "model/numbers.hpp"

namespace popex {
namespace {

class CriteriaMaker {
 public:
  CriteriaMaker(const Profile& profile, const Goal& goal, Instance& instance,
                const GoalPlaces& places)
      : profile_(profile), goal_(goal), instance_(instance), places_(places) {}

  Result<Criteria> make() {
    made_.objective = goal_.objective;
    made_.is_plain = is_plain(goal_);
    read_arrival_rate();
    read_energy();
    read_pins();
    read_not_before();
    read_max_upload();
    read_memory();
    read_deadline();
    if (problems_.empty()) check_order();
    if (!problems_.empty()) return std::move(problems_);
    return std::move(made_);
  }

 private:
  using Kind = Constraint::Kind;

  void read_arrival_rate() {
    made_.wants_load = wants_load(goal_);
    if (!goal_.arrival_rate) return;
    check(*goal_.arrival_rate, GoalLimits::samples_per_second, places_.arrival_rate);
    made_.arrival_rate = goal_.arrival_rate;
    made_.constraints.push_back(
        {Kind::carried, places_.arrival_rate, 0, 0, *goal_.arrival_rate, {}});
  }

  void read_energy() {
    if (!wants_energy(goal_)) return;
    Instance energy = instance_;
    const std::vector<std::optional<double>> power = read_power();
    for (std::size_t tier = 0; tier < instance_.tiers; ++tier) {
      set_energy(tier, power[tier], given_power_[tier], profile_.layers(), "layers",
                 energy.layer_times, instance_.layer_times);
      if (tier + 1 < instance_.tiers) {
        set_energy(tier, power[tier], given_power_[tier], profile_.branches(), "branches",
                   energy.branch_times, instance_.branch_times);
      }
    }
    read_radio(energy);
    std::fill(energy.latency.begin(), energy.latency.end(), Milliseconds(0));
    made_.energy = std::move(energy);
  }

  /// The power of each tier: what the goal says, else the profile.
  std::vector<std::optional<double>> read_power() {
    std::vector<std::optional<double>> power = profile_.power_mw();
    power.resize(instance_.tiers);
    given_power_.resize(instance_.tiers, false);
    for (const auto& [tier, mw] : goal_.power_mw) {
      const std::string where = fmt::format("{} {}", places_.power, tier);
      const auto k = find(tier, "tier", profile_.tiers(), where);
      if (!k) continue;
      check(mw, ProfileLimits::power_mw, where);
      if (given_power_[*k]) problems_.push_back({where, "given twice"});
      power[*k] = mw;
      given_power_[*k] = true;
    }
    return power;
  }

  /// The energy of layers or branches on one tier, from the profile or power times time.
  template <class Piece>
  void set_energy(std::size_t tier, std::optional<double> power, bool power_wins,
                  const std::vector<Piece>& pieces, std::string_view list,
                  std::vector<Milliseconds>& energy, const std::vector<Milliseconds>& times) {
    const std::size_t begin = tier * pieces.size();
    std::size_t known = 0;
    std::size_t unknown = 0;
    std::size_t first_unknown = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const auto& measured = pieces[i].energy_mj;
      Milliseconds& mj = energy[begin + i];
      if (!power_wins && tier < measured.size() && measured[tier]) {
        mj = Milliseconds(*measured[tier]);
        ++known;
      } else if (power) {
        mj = Milliseconds(*power * times[begin + i].count() / 1000.0);
      } else {
        mj = Milliseconds(0);
        if (unknown++ == 0) first_unknown = i;
      }
    }
    if (unknown == 0 || (tier > 0 && known == 0 && !has_energy(tier))) return;
    problems_.push_back({fmt::format("/{}/{}/energy_mj", list, first_unknown),
                         fmt::format("'{}'{} has no energy on tier '{}', expected one, or the "
                                     "tier's power: {}",
                                     pieces[first_unknown].name,
                                     unknown == 1 ? "" : fmt::format(" (and {} more)", unknown - 1),
                                     profile_.tiers()[tier], places_.power)});
  }

  /// Whether the profile has the energy of a layer on this tier.
  [[nodiscard]] bool has_energy(std::size_t tier) const {
    return std::any_of(profile_.layers().begin(), profile_.layers().end(), [&](const Layer& l) {
      return tier < l.energy_mj.size() && l.energy_mj[tier];
    });
  }

  void read_radio(Instance& energy) {
    const std::vector<Link>& links = profile_.links();
    std::vector<std::optional<RadioPower>> radio(links.size());
    const auto checked = [&](const RadioPower& power, const std::string& where) {
      check(power.mw_per_mbps, ProfileLimits::power_mw, where);
      check(power.mw, ProfileLimits::power_mw, where);
      return power;
    };
    if (goal_.radio_power.all) radio[0] = checked(*goal_.radio_power.all, places_.radio_power);
    for (const auto& [link, power] : goal_.radio_power.named) {
      const std::string where = fmt::format("{} {}", places_.radio_power, link);
      if (const auto k = find(link, "link", links, where)) radio[*k] = checked(power, where);
    }
    if (!radio[0]) {
      problems_.push_back({places_.radio_power,
                           fmt::format("missing, expected the power of what sends over the link {}",
                                       links[0].name)});
    }
    for (std::size_t k = 0; k < links.size(); ++k) {
      const double rate = instance_.rate[k].value;
      const RadioPower power = radio[k].value_or(RadioPower{});
      const double mw = power.mw_per_mbps * rate + power.mw;
      // mW · 8 α / (1000 B) ms = 1000 mJ at the rate B; nothing gets through where B is 0.
      if (rate > 0) energy.rate[k] = Mbps{mw > 0 ? 1000.0 * rate / mw : kInfinity};
    }
  }

  void read_pins() {
    const auto last = static_cast<std::uint8_t>(instance_.tiers - 1);
    if (!goal_.pins.empty() || !goal_.not_before.empty()) {
      instance_.allowed.assign(instance_.layers, {0, last});
    }
    for (const Pin& pin : goal_.pins) {
      const std::string where = fmt::format("{} {}={}", places_.pin, pin.layer, pin.tier);
      const auto layer = find(pin.layer, "layer", profile_.layers(), where);
      const auto tier = find(pin.tier, "tier", profile_.tiers(), where);
      if (!layer || !tier) continue;
      TierRange& allowed = instance_.allowed[*layer];
      if (allowed != TierRange{0, last}) {
        problems_.push_back({where, fmt::format("'{}' is pinned twice", pin.layer)});
        continue;
      }
      allowed = {static_cast<std::uint8_t>(*tier), static_cast<std::uint8_t>(*tier)};
      made_.constraints.push_back({Kind::pin, where, *layer, *tier, 0, {}});
    }
  }

  void read_not_before() {
    for (const std::string& name : goal_.not_before) {
      const std::string where = fmt::format("{} {}", places_.not_before, name);
      const auto layer = find(name, "layer", profile_.layers(), where);
      if (!layer) continue;
      // The layer's inputs, what they are computed from, and so on, from the last to the first.
      std::vector<bool> earlier(instance_.layers + 1, false);
      earlier[0] = true;
      for (const std::size_t tensor : profile_.layers()[*layer].inputs) earlier[tensor] = true;
      for (std::size_t tensor = *layer; tensor > 0; --tensor) {
        if (!earlier[tensor]) continue;
        for (const std::size_t input : profile_.layers()[tensor - 1].inputs) earlier[input] = true;
      }
      made_.constraints.push_back({Kind::not_before, where, *layer, 0, 0, std::move(earlier)});
    }
  }

  void read_max_upload() {
    const Setting<Bytes>& limits = goal_.max_upload;
    const auto add = [&](std::size_t link, Bytes limit, const std::string& where) {
      check(limit.value, ProfileLimits::bytes, where);
      made_.constraints.push_back({Kind::max_upload, where, link, 0, limit.value, {}});
    };
    std::vector<bool> named(instance_.tiers - 1, false);
    for (const auto& [link, limit] : limits.named) {
      const std::string where = fmt::format("{} {}", places_.max_upload, link);
      const auto k = find(link, "link", profile_.links(), where);
      if (!k) continue;
      named[*k] = true;
      add(*k, limit, where);
    }
    for (std::size_t k = 0; limits.all && k < named.size(); ++k) {
      if (!named[k]) add(k, *limits.all, places_.max_upload);
    }
  }

  void read_memory() {
    if (goal_.memory.empty()) return;
    for (const auto& [tier, limit] : goal_.memory) {
      const std::string where = fmt::format("{} {}", places_.memory, tier);
      const auto k = find(tier, "tier", profile_.tiers(), where);
      if (!k) continue;
      check(limit.value, ProfileLimits::bytes, where);
      made_.constraints.push_back({Kind::memory, where, *k, 0, limit.value, {}});
    }
    std::vector<std::string_view> missing;
    for (const Layer& layer : profile_.layers()) {
      if (!layer.parameters) missing.push_back(layer.name);
      made_.parameters.push_back(layer.parameters.value_or(Bytes{}));
    }
    if (missing.empty()) return;
    constexpr std::size_t most_listed = 20;
    const std::size_t more = missing.size() - std::min(most_listed, missing.size());
    missing.resize(missing.size() - more);
    problems_.push_back(
        {places_.memory,
         fmt::format("expected parameter_bytes of every layer, the profile has none "
                     "of {}{}",
                     fmt::join(missing, ", "), more > 0 ? fmt::format(" and {} more", more) : "")});
  }

  void read_deadline() {
    if (!goal_.deadline) return;
    check(goal_.deadline->count(), ProfileLimits::time_ms, places_.deadline);
    if (goal_.objective == Objective::latency) {
      problems_.push_back(
          {places_.deadline,
           fmt::format("with the latency as the objective the answer is the fastest "
                       "decision already, expected {} energy or throughput",
                       places_.objective)});
    }
    made_.constraints.push_back(
        {Kind::deadline, places_.deadline, 0, 0, goal_.deadline->count(), {}});
  }

  /// Narrows what `not_before` and pins leave of each layer's tiers to what can be, and finds the
  /// first contradiction.
  void check_order() {
    if (instance_.allowed.empty()) return;
    // The constraint that keeps a layer from later tiers: a pin or a `not_before`.
    constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> held_by(instance_.layers, nobody);
    std::vector<std::size_t> pushed_by(instance_.layers + 1, nobody);
    std::vector<std::uint8_t> least(instance_.layers + 1, 0);
    for (std::size_t c = 0; c < made_.constraints.size(); ++c) {
      const Constraint& constraint = made_.constraints[c];
      if (constraint.kind == Kind::pin) held_by[constraint.index] = c;
    }
    for (std::size_t i = 0; i < instance_.layers; ++i) {
      TierRange& allowed = instance_.allowed[i];
      std::uint8_t& at_least = least[i + 1];
      std::size_t& pusher = pushed_by[i + 1];
      if (allowed.first > 0) pusher = held_by[i];
      at_least = allowed.first;
      for (const std::size_t input : profile_.layers()[i].inputs) {
        if (least[input] > at_least) {
          at_least = least[input];
          pusher = pushed_by[input];
        }
      }
      std::size_t holder = held_by[i];
      std::uint8_t at_most = allowed.last;
      for (std::size_t c = 0; c < made_.constraints.size(); ++c) {
        const Constraint& constraint = made_.constraints[c];
        if (constraint.kind != Kind::not_before || at_most == 0) continue;
        const auto& inputs = profile_.layers()[i].inputs;
        if (std::any_of(inputs.begin(), inputs.end(),
                        [&](std::size_t t) { return constraint.tensors[t]; })) {
          at_most = 0;
          holder = c;
        }
      }
      if (at_least > at_most) {
        problems_.push_back(
            {made_.constraints[holder].place,
             fmt::format("contradicts {}: '{}' would have to run on '{}' or before and on '{}' or "
                         "behind",
                         made_.constraints[pusher].place, profile_.layers()[i].name,
                         profile_.tiers()[at_most], profile_.tiers()[at_least]),
             Problem::Cause::infeasible});
        return;
      }
      allowed = {at_least, at_most};
    }
  }

  void check(double number, double most, const std::string& where) {
    check_range(
        number, most, [&] { return where; }, problems_);
  }
  template <class Named>
  std::optional<std::size_t> find(const std::string& name, std::string_view kind,
                                  const std::vector<Named>& all, const std::string& where) {
    return find_by_name(
        name, kind, all, [&] { return where; }, problems_);
  }

  const Profile& profile_;
  const Goal& goal_;
  Instance& instance_;
  const GoalPlaces& places_;
  std::vector<bool> given_power_;  // by tier: the goal says it
  Criteria made_;
  Problems problems_;
};

}  // namespace

bool is_plain(const Goal& goal) {
  const bool has_max_upload = goal.max_upload.all || !goal.max_upload.named.empty();
  return !wants_energy(goal) && !wants_load(goal) && goal.pins.empty() && goal.not_before.empty() &&
         !has_max_upload && goal.memory.empty() && !goal.deadline;
}

bool wants_energy(const Goal& goal) {
  return goal.objective == Objective::energy || !goal.power_mw.empty() || goal.radio_power.all ||
         !goal.radio_power.named.empty();
}

bool wants_load(const Goal& goal) {
  return goal.objective == Objective::throughput || goal.arrival_rate;
}

bool Criteria::has_budget() const {
  return std::any_of(constraints.begin(), constraints.end(), [](const Constraint& constraint) {
    return constraint.kind != Constraint::Kind::pin &&
           constraint.kind != Constraint::Kind::not_before;
  });
}

double Criteria::limit(Constraint::Kind kind, std::size_t index) const {
  double least = kInfinity;
  for (const Constraint& constraint : constraints) {
    if (constraint.kind == kind && constraint.index == index) {
      least = std::min(least, constraint.limit);
    }
  }
  return least;
}

Result<Criteria> make_criteria(const Profile& profile, const Goal& goal, Instance& instance,
                               const GoalPlaces& places) {
  return CriteriaMaker(profile, goal, instance, places).make();
}

}  // namespace popex
