// SPDX-License-Identifier: MIT
#include "report/decision_json.hpp"
#include "report/records_wording.hpp"
#include "report/tune_answer.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

/// What a sample-by-sample account has beside the decision.
void write_account(JsonWriter& json, const TuneAnswer& answer, const TunedDecision& decision) {
  json.member("samples", decision.samples)
      .member(cost_key(answer), cost_of(answer, decision))
      .member("accuracy", decision.accuracy())
      .member("sent_to_last", decision.share_sent_to_last)
      .member("late", decision.share_late);
  json.key("exits").begin_array();
  for (const ExitShare& exit : decision.exits) {
    json.begin_object(Layout::inline_)
        .member("exit", exit.branch ? answer.profile->branches()[*exit.branch].name : "output")
        .member("threshold", exit.threshold)
        .member("reached", exit.reached)
        .member("left", exit.left)
        .member("correct", exit.correct)
        .member("latency_ms", exit.latency.count())
        .end_object();
  }
  json.end_array();
}

void write_choice(JsonWriter& json, const TuneAnswer& answer, const TuneChoice& choice) {
  json.begin_object().member("choice", choice.name);
  write_account(json, answer, choice.decision);
  write_decision(json.key("decision"), choice.profile, choice.decision.decision);
  json.end_object();
}

void write_front(JsonWriter& json, const TuneAnswer& answer,
                 const std::vector<TuneFrontPoint>& front) {
  json.key("front").begin_array();
  for (const TuneFrontPoint& at : front) {
    json.begin_object(Layout::inline_)
        .member(cost_key(answer), at.point.cost)
        .member("accuracy", at.point.accuracy)
        .member("split", at.label)
        .member("label", at.label)
        .key("exits")
        .begin_array(Layout::inline_);
    for (const ExitRule& rule : at.point.exits) {
      json.begin_object(Layout::inline_)
          .member("exit", answer.profile->branches()[rule.branch].name)
          .member("threshold", rule.threshold)
          .end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_interval(JsonWriter& json, std::string_view key, const Interval& interval) {
  json.key(key).begin_array(Layout::inline_).value(interval.from).value(interval.to).end_array();
}

void write_question(JsonWriter& json, const TuneAnswer& answer) {
  json.key("question").begin_object(Layout::inline_);
  if (answer.question) {
    const bool is_accuracy = answer.question->kind == TuneQuestion::Kind::cheapest;
    const bool is_energy = answer.goal.objective == Objective::energy;
    json.member(is_accuracy ? "min_accuracy" : (is_energy ? "max_energy_mj" : "deadline_ms"),
                answer.question->bound);
  }
  json.end_object();
}

void write_found(JsonWriter& json, const TuneAnswer& answer,
                 const TuneAnswer::Condition& condition) {
  json.begin_object();
  write_condition(json, answer.about, condition.values, condition.samples);
  if (condition.choices.empty()) {
    write_front(json, answer, condition.front);
  } else {
    json.key("chosen");
    write_choice(json, answer, condition.choices.back());
    json.key("compared_with").begin_array();
    for (std::size_t i = 0; i + 1 < condition.choices.size(); ++i) {
      write_choice(json, answer, condition.choices[i]);
    }
    json.end_array();
  }
  json.key("gap");
  if (condition.gap) {
    json.begin_object(Layout::inline_)
        .member("least_cost", condition.gap->least_cost)
        .member("most_accuracy", condition.gap->most_accuracy)
        .end_object();
  } else {
    json.null();
  }
  if (condition.bootstrap) {
    const TuneBootstrap& bootstrap = *condition.bootstrap;
    json.key("bootstrap")
        .begin_object()
        .member("resamples", bootstrap.resamples)
        .member("seed", static_cast<std::size_t>(bootstrap.seed));
    write_interval(json, cost_key(answer), bootstrap.cost);
    write_interval(json, "accuracy", bootstrap.accuracy);
    json.member("same_split", bootstrap.same_split)
        .member("feasible", bootstrap.feasible)
        .end_object();
  }
  if (condition.validation) {
    json.key("validation").begin_object().member("records", answer.validated_on);
    write_account(json, answer, *condition.validation);
    json.end_object();
  }
  json.end_object();
}

}  // namespace

std::string render_json(const TuneAnswer& answer) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "tune");
  json.member("profile", answer.profile->name());
  write_scenario(json.key("scenario"), answer.scenario);
  write_goal(json.key("goal"), answer.goal);
  write_about(json, answer.about);
  json.member("criterion", answer.criterion == ExitCriterion::confidence ? "confidence" : "entropy")
      .member("normalised", answer.normalised);
  write_question(json, answer);
  json.key("conditions").begin_array();
  for (const TuneAnswer::Condition& condition : answer.conditions) {
    write_found(json, answer, condition);
  }
  json.end_array().end_object();
  return out;
}

}  // namespace popex::report
