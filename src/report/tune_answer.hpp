// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <popex/exit_outcomes.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/scenario.hpp>
#include <popex/tuner.hpp>

#include "report/exit_answers.hpp"
#include "report/wording.hpp"

/// What `tune` finds out, and how it says it: as text for people, as JSON, and as CSV. Keys and
/// columns: profiles/README.md, "Thresholds and split".
namespace popex::report {

/// A way to run the network, followed sample by sample.
struct TuneChoice {
  std::string name;  ///< "edge only", …, "popex"
  Profile profile;   ///< with the branches that are on, as the decision counts them
  TunedDecision decision;
};

struct TuneFrontPoint {
  OperatingPoint point;
  std::string label;  ///< of its decision
};

struct TuneAnswer {
  const Profile* profile;
  Scenario scenario;
  Goal goal;  ///< the objective and the powers
  ExitCriterion criterion = ExitCriterion::confidence;
  bool normalised = false;  ///< the entropy
  AboutRecords about;
  std::string validated_on;              ///< other records; empty: none
  std::optional<TuneQuestion> question;  ///< nothing: the whole front

  struct Condition {
    std::vector<std::string> values;  ///< of the columns
    std::size_t samples = 0;
    std::vector<TuneChoice> choices;    ///< the last one is popex's; none with a front
    std::vector<TuneFrontPoint> front;  ///< both cost and accuracy rise
    std::optional<SearchGap> gap;       ///< of popex's choice or of the front
    std::optional<TuneBootstrap> bootstrap;
    std::optional<TunedDecision> validation;  ///< popex's choice for other samples
  };
  std::vector<Condition> conditions;
};

/// The key of what is minimised: "expected_time_ms" or "expected_energy_mj".
const char* cost_key(const TuneAnswer& answer);

/// Expected time or energy of a decision, in ms or mJ.
double cost_of(const TuneAnswer& answer, const TunedDecision& decision);

std::string render_text(const TuneAnswer& answer, Page page = Page::endless);
std::string render_json(const TuneAnswer& answer);
/// A row for each choice, or for each point of the front.
std::string render_csv(const TuneAnswer& answer);

}  // namespace popex::report
