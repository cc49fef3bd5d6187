// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <popex/robust.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/least_regret.hpp"
#include "decision_maker/with_rate.hpp"
#include "model/expected_time.hpp"
#include "model/instance.hpp"
#include "model/quantile.hpp"

namespace popex {
namespace {

double inverse(Mbps rate) { return 1 / (rate.value + 0.0); }  // 1 / −0 would be −∞

std::vector<double> inverses(const std::vector<Mbps>& rates) {
  std::vector<double> u(rates.size());
  std::transform(rates.begin(), rates.end(), u.begin(), inverse);
  return u;
}

Mbps harmonic_mean(const std::vector<Mbps>& rates) {
  const std::vector<double> u = inverses(rates);
  return Mbps{static_cast<double>(u.size()) / std::accumulate(u.begin(), u.end(), 0.0)};
}

/// Values the decisions of one network by a criterion.
class Judge {
 public:
  Judge(const Instance& instance, const RobustQuestion& question, const RateSummary& rates, Mbps at)
      : instance_(instance), question_(question), rates_(rates), at_(at), solver_(instance) {
    if (question.criterion == Criterion::regret) {
      low_ = best_at(rates.lowest);
      high_ = best_at(rates.highest);
    }
  }

  Solution best_at(Mbps rate) { return solver_.solve(with(rate)); }

  [[nodiscard]] RobustDecision judged(const Placement& placement) const {
    RobustDecision judged{decision_at(at_, placement), {}};
    judged.value = judged.decision.expected_time;
    if (question_.criterion == Criterion::regret) {
      const std::array<Regret, 2> ends = regret_of(placement);
      judged.value = std::max({Milliseconds(0), ends[0].lost(), ends[1].lost()});
    }
    return judged;
  }

  [[nodiscard]] std::array<Regret, 2> regret_of(const Placement& placement) const {
    const auto at = [&](Mbps rate, const Solution& best) {
      // Both by the formula: the same decision then takes the same time to the last digit.
      return Regret{rate, decision_at(rate, placement).expected_time, best.placement,
                    decision_at(rate, best.placement).expected_time};
    };
    return {at(rates_.lowest, low_), at(rates_.highest, high_)};
  }

 private:
  [[nodiscard]] Instance with(Mbps rate) const {
    return instance_at(instance_, {Parameter::Kind::rate, question_.link}, rate.value);
  }
  [[nodiscard]] Decision decision_at(Mbps rate, const Placement& placement) const {
    return expected_time(with(rate), placement);
  }

  const Instance& instance_;
  const RobustQuestion& question_;
  const RateSummary& rates_;
  Mbps at_;
  DijkstraSolver solver_;
  Solution low_;
  Solution high_;
};

}  // namespace

RateSummary summary_of(const std::vector<Mbps>& rates) {
  if (rates.empty()) throw std::logic_error("there is no rate");
  RateSummary summary;
  summary.count = rates.size();
  const auto [lowest, highest] = std::minmax_element(
      rates.begin(), rates.end(), [](Mbps a, Mbps b) { return a.value < b.value; });
  summary.lowest = *lowest;
  summary.highest = *highest;
  double sum = 0;
  std::size_t outages = 0;
  for (const Mbps rate : rates) {
    sum += rate.value;
    if (rate.value == 0) ++outages;
  }
  const auto count = static_cast<double>(rates.size());
  summary.mean = Mbps{sum / count};
  summary.harmonic_mean = harmonic_mean(rates);
  summary.outage_share = static_cast<double>(outages) / count;
  return summary;
}

Mbps equivalent_rate(const RobustQuestion& question) {
  switch (question.criterion) {
    case Criterion::expectation:
      return harmonic_mean(question.rates);
    case Criterion::risk: {
      std::vector<double> u = inverses(question.rates);
      std::sort(u.begin(), u.end());
      return Mbps{1 / quantile(u, question.risk)};
    }
    case Criterion::worst:
    case Criterion::regret:
      break;
  }
  return summary_of(question.rates).lowest;
}

Result<RobustAnswer> decide_robustly(const Profile& profile, const Scenario& scenario,
                                     const RobustQuestion& question, const ScenarioPlaces& places) {
  RobustAnswer answer;
  answer.rates = summary_of(question.rates);
  answer.at = equivalent_rate(question);
  // The highest one, so that one that is too high is a problem.
  const Result<Instance> instance = make_instance(
      profile, with_rate(scenario, profile, question.link, answer.rates.highest), places);
  if (!instance) return instance.problems();

  Judge judge(*instance, question, answer.rates, answer.at);
  answer.for_mean = judge.judged(judge.best_at(answer.rates.mean).placement);
  if (question.criterion == Criterion::regret) {
    const LeastRegret least =
        least_regret(*instance, question.link, answer.rates.lowest, answer.rates.highest);
    answer.chosen = judge.judged(least.placement);
    answer.regret = judge.regret_of(least.placement);
    answer.gap = Milliseconds(least.gap_ms);
  } else {
    answer.chosen = judge.judged(judge.best_at(answer.at).placement);
  }
  return answer;
}

}  // namespace popex
