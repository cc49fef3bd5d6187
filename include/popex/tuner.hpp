// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>
#include <popex/exit_outcomes.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>

namespace popex {

struct TuneLimits {
  static constexpr std::size_t samples = 10'000'000;
  static constexpr std::size_t branches = 256;  ///< that have outcomes
  static constexpr std::size_t grid = 10'000;
};

/// Among which settings a tuner chooses, and what costs are.
struct TuneOptions {
  /// Thresholds of each branch: so many quantiles of its values. Where only one branch can be on at
  /// a time, or a branch has no more values than that: every value there is.
  std::size_t grid = 100;
  std::vector<double> thresholds;  ///< instead of quantiles, for every branch; any order
  bool shared_threshold = false;   ///< one for all branches that are on, from all values together
  std::size_t most_active = std::numeric_limits<std::size_t>::max();  ///< branches that are on
  bool right_size = false;  ///< one exit for everybody, the network cut off there (Edgent)

  Objective objective = Objective::latency;  ///< or energy
  ByTierName<double> power_mw;               ///< as in Goal
  Setting<RadioPower> radio_power;

  /// Steps of the search, each some nanoseconds, after which it stops with what it has found.
  std::size_t most_work = 500'000'000;
};

/// How the parts of the above are called where they were written, for error messages.
struct TunePlaces {
  std::string records = "records";
  std::string grid = "grid";
  std::string thresholds = "thresholds";
  std::string most_active = "most_active";
  std::string objective = "objective";
  std::string power = "power";
  std::string radio_power = "radio_power";
  std::string most_cost = "most_cost";
  std::string least_accuracy = "least_accuracy";
};

/// A branch that is on. Branches that no rule names are off: not run, and cost nothing.
struct ExitRule {
  std::size_t branch = 0;           ///< of the profile
  std::optional<double> threshold;  ///< nothing: everybody who comes leaves here
  friend bool operator==(const ExitRule&, const ExitRule&) = default;
};

/// What thresholds give, with the best split for them. Costs are in ms, or for the energy in mJ.
struct OperatingPoint {
  std::vector<ExitRule> exits;  ///< in the order of the network
  double cost = 0;              ///< expected, over the samples
  std::size_t correct = 0;      ///< samples that are answered right
  double accuracy = 0;          ///< that share of all
  friend bool operator==(const OperatingPoint&, const OperatingPoint&) = default;
};

/// Where a search stopped at its limit of work: nothing that it did not look at and that might be
/// better costs less, or is more accurate, than this.
struct SearchGap {
  double least_cost = 0;
  double most_accuracy = 0;
};

struct TunedPoint {
  OperatingPoint point;
  std::optional<SearchGap> gap;  ///< nothing: there is no better one
};

struct ParetoFront {
  std::vector<OperatingPoint> points;  ///< both cost and accuracy rise
  std::optional<SearchGap> gap;
};

/// The most accurate setting that costs at most so much, or the cheapest that is so accurate.
struct TuneQuestion {
  enum class Kind { most_accurate, cheapest };
  Kind kind = Kind::most_accurate;
  double bound = 0;  ///< ms or mJ, or an accuracy
};

/// Samples that leave at one exit: a branch, or the main output.
struct ExitShare {
  std::optional<std::size_t> branch;  ///< of the profile; nothing: the main output
  std::optional<double> threshold;    ///< nothing: everybody
  std::size_t reached = 0;
  std::size_t left = 0;
  std::size_t correct = 0;  ///< of those that left
  Milliseconds latency{};   ///< of a sample that leaves here; not an expectation
};

/// A setting with its placement, followed sample by sample.
struct TunedDecision {
  std::vector<ExitShare> exits;  ///< branches that are on, then the main output
  std::size_t samples = 0;
  std::size_t correct = 0;
  /// Branches are counted among those that are on, as in `Tuner::profile_of`.
  Decision decision;
  double share_sent_to_last = 0;     ///< of samples; over each link: `Decision::links`
  std::optional<double> share_late;  ///< of samples that take longer than the deadline

  [[nodiscard]] double accuracy() const {
    return static_cast<double>(correct) / static_cast<double>(samples);
  }
};

/// What the choice is compared with.
struct TuneComparison {
  TunedDecision edge_only;                   ///< everything on the first tier, no exits
  TunedDecision cloud_only;                  ///< everything on the last tier
  TunedDecision no_exits;                    ///< the best split without exits
  std::optional<TunedDecision> right_sized;  ///< the best one that answers the question
  TunedDecision chosen;
};

/// How much an answer depends on which samples were recorded. Intervals hold 95 % of resamples.
struct TuneBootstrap {
  std::size_t resamples = 0;
  std::uint64_t seed = 0;
  Interval cost;        ///< of the chosen thresholds and split: ms, or mJ
  Interval accuracy;    ///< likewise
  double same_split{};  ///< share of resamples in which the chosen split is the best again
  double feasible{};    ///< share of resamples in which something answers the question
};

/// Chooses thresholds and split together, on what the exits said of real samples.
///
/// A setting turns branches on, each with a threshold. A sample leaves at the first branch that is
/// on and sure enough, so that E[T] has the shares of samples that really come so far, not products
/// of independent probabilities. Placements pass every branch that is on before the last tier:
/// where one did not, the same setting without that branch says so.
///
///     auto tuner = popex::Tuner::make(profile, scenario, outcomes);
///     auto found = tuner->decide({popex::TuneQuestion::Kind::most_accurate, 20});   // ms
///     popex::TunedDecision decision = tuner->details(found->point.exits);
///
/// Exact: no setting of the grid with any placement is better. Ties go to the lower cost, then to
/// fewer branches, then to the stricter thresholds, the first branch first.
///
/// A tuner never changes after it was made: any number of threads may ask one at once. Where rules
/// are not of branches with outcomes, in the order of the network, std::invalid_argument is thrown.
class Tuner {
 public:
  /// Joins everything and finds branches by their names; the profile needs no exit probabilities.
  /// Branches without outcomes stay off, outcomes of a branch that the profile has not are a
  /// problem.
  static Result<Tuner> make(const Profile& profile, const Scenario& scenario,
                            const ExitOutcomes& outcomes, const TuneOptions& options = {},
                            const ScenarioPlaces& places = {}, const TunePlaces& tune_places = {});

  ~Tuner();
  Tuner(Tuner&&) noexcept;
  Tuner& operator=(Tuner&&) noexcept;
  Tuner(const Tuner&) = delete;
  Tuner& operator=(const Tuner&) = delete;

  /// The scenario with every link by name; of branches it says nothing.
  [[nodiscard]] const Scenario& scenario() const;

  /// Where nothing answers the question: problems of cause `infeasible` that say what would.
  [[nodiscard]] Result<TunedPoint> decide(const TuneQuestion& question) const;

  /// Every setting than which none is both cheaper and as accurate, or more accurate and as cheap.
  [[nodiscard]] ParetoFront pareto() const;

  /// The best split for these rules, and what it does. For the energy a tie goes to the faster one,
  /// so that the energy may be a billionth above the least.
  [[nodiscard]] TunedDecision details(const std::vector<ExitRule>& exits,
                                      std::optional<Milliseconds> deadline = std::nullopt) const;

  /// The same for each point of a front.
  [[nodiscard]] std::vector<TunedDecision> details(const std::vector<OperatingPoint>& points) const;

  /// The same thresholds and split for other samples. Problems: branches that are on and of which
  /// these say nothing, or another criterion.
  [[nodiscard]] Result<TunedDecision> evaluate(
      const TunedDecision& chosen, const ExitOutcomes& outcomes,
      std::optional<Milliseconds> deadline = std::nullopt) const;

  [[nodiscard]] TuneComparison compare(const TuneQuestion& question,
                                       const std::vector<ExitRule>& chosen,
                                       std::optional<Milliseconds> deadline = std::nullopt) const;

  /// Draws as many samples with replacement, again and again (Efron 1979), and answers the question
  /// anew with the thresholds of the grid. Limited searches share `most_work`.
  [[nodiscard]] TuneBootstrap bootstrap(const TuneQuestion& question,
                                        const std::vector<ExitRule>& chosen, std::size_t resamples,
                                        std::uint64_t seed = kDefaultSeed) const;
  static constexpr std::uint64_t kDefaultSeed = 20'200'707;

  /// The profile with these branches alone and the exit probabilities that were found, so that
  /// `solve` gives the same expected time for the same split.
  [[nodiscard]] Profile profile_of(const TunedDecision& decision) const;

 private:
  struct State;
  explicit Tuner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace popex
