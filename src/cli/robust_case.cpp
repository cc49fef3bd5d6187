// SPDX-License-Identifier: MIT
#include "cli/robust_case.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <popex/goal.hpp>

#include "cli/failure.hpp"
#include "cli/quantities.hpp"
#include "model/by_name.hpp"
#include "report/robust.hpp"

namespace popex::cli {
namespace {

/// LOW..HIGH of --rate, with the link's name where one is given.
struct RateInterval {
  std::string link;
  std::vector<Mbps> ends;
};

/// Reads the options into a question, and collects all that is wrong with them.
class QuestionReader {
 public:
  QuestionReader(const Context& context, const RobustRequest& request)
      : context_(context),
        options_(request.robust),
        request_(request),
        scenario_(request.scenario),
        problems_(request.problems) {}

  RobustCase read() {
    take_intervals();
    read_criterion();
    read_times();
    check_goal();
    if (options_.trace == "-" && request_.profile.name == "-") {
      problems_.push_back(
          {"--rate-trace", "standard input is the profile, expected another source"});
    } else if (!options_.trace.empty()) {
      read_trace();
    }
    Scenario scenario = scenario_.scenario(problems_);
    Result<LoadedProfile> loaded = load(context_, request_.profile.name);
    if (loaded) {
      find_link(loaded->profile, scenario);
    } else {
      append(problems_, loaded.problems());
    }
    if (!problems_.empty()) throw Failure(std::move(problems_));
    if (options_.trace.empty()) question_.rates = interval_.ends;
    return {*std::move(loaded), std::move(scenario), std::move(question_),
            std::move(taken_),  std::move(trace_),   times_};
  }

 private:
  /// Intervals are taken out of what the scenario is read from.
  void take_intervals() {
    std::vector<std::string> others;
    for (const std::string& text : scenario_.rate) {
      if (is_interval(text)) {
        read_interval_of_rates(text);
        ++varying_;
      } else {
        others.push_back(text);
      }
    }
    scenario_.rate = std::move(others);
    if (!options_.trace.empty()) ++varying_;
    if (varying_ > 1) {
      problems_.push_back({options_.trace.empty() ? "--rate" : "--rate-trace",
                           "more than one rate varies, expected one interval or one trace"});
    }
  }

  void read_interval_of_rates(const std::string& text) {
    const auto [link, ends] = split_named(text);
    const std::size_t dots = ends.find("..");
    RateInterval interval{link, {}};
    for (const std::string& end : {ends.substr(0, dots), ends.substr(dots + 2)}) {
      const Result<double> rate = parse_value(end, kRate, "--rate");
      if (!rate) {
        append(problems_, rate.problems());
        continue;
      }
      check_range(
          *rate, ProfileLimits::rate_mbps, [] { return std::string("--rate"); }, problems_);
      interval.ends.push_back(Mbps{*rate});
    }
    if (interval.ends.size() == 2 && interval.ends[1].value < interval.ends[0].value) {
      problems_.push_back({"--rate", fmt::format("'{}', expected the lower rate first", ends)});
    }
    interval_ = std::move(interval);
  }

  void read_criterion() {
    const bool has_trace = !options_.trace.empty();
    const std::string& name = options_.criterion;
    question_.criterion = options_.risk ? Criterion::risk
                          : has_trace   ? Criterion::expectation
                                        : Criterion::worst;
    for (const Criterion criterion :
         {Criterion::expectation, Criterion::risk, Criterion::worst, Criterion::regret}) {
      if (name == report::name_of(criterion)) question_.criterion = criterion;
    }
    if (options_.risk) {
      const Result<double> share = parse_value(*options_.risk, kShare, "--risk");
      if (!share) {
        append(problems_, share.problems());
      } else {
        check_range(
            *share, 1, [] { return std::string("--risk"); }, problems_);
        question_.risk = *share;
      }
      if (question_.criterion != Criterion::risk) {
        problems_.push_back({"--risk", fmt::format("not with --robust {}", name)});
      }
    }
    const bool needs_distribution =
        question_.criterion == Criterion::expectation || question_.criterion == Criterion::risk;
    if (!has_trace && needs_distribution) {
      problems_.push_back({options_.risk ? "--risk" : "--robust",
                           "an interval does not say how likely its rates are, expected "
                           "--rate-trace FILE, or --robust worst or regret"});
    }
  }

  void read_times() {
    if (!options_.trace.empty()) {
      times_ = options_.times.read(problems_);
      return;
    }
    for (const char* option : options_.given_for_a_trace()) {
      problems_.push_back({option, "is for a trace, expected --rate-trace FILE"});
    }
  }

  /// Another objective is no line in 1/B, and bounds may keep to some rates alone.
  void check_goal() {
    const Goal goal = request_.goal.goal(problems_);
    const GoalPlaces places = goal_option_places();
    const auto refuse = [&](bool given, const std::string& option) {
      if (given) problems_.push_back({option, "not where a rate varies: that is for E[T] alone"});
    };
    refuse(goal.objective != Objective::latency, places.objective);
    refuse(!goal.power_mw.empty(), places.power);
    refuse(goal.radio_power.all || !goal.radio_power.named.empty(), places.radio_power);
    refuse(goal.arrival_rate.has_value(), places.arrival_rate);
    refuse(!goal.pins.empty(), places.pin);
    refuse(!goal.not_before.empty(), places.not_before);
    refuse(goal.max_upload.all || !goal.max_upload.named.empty(), places.max_upload);
    refuse(!goal.memory.empty(), places.memory);
    refuse(goal.deadline.has_value(), places.deadline);
  }

  void read_trace() {
    const Result<LoadedTrace> loaded =
        options_.of_trace.load(context_, options_.trace, times_.interval_s);
    if (!loaded) {
      append(problems_, loaded.problems());
      return;
    }
    taken_ = loaded->taken;
    constexpr std::size_t most = 10'000'000;
    if (loaded->trace.duration_s() / times_.interval_s > static_cast<double>(most)) {
      problems_.push_back(
          {"--interval", fmt::format("{} s, expected at most {} intervals in the "
                                     "{} s of the trace",
                                     times_.interval_s, most, loaded->trace.duration_s())});
      return;
    }
    trace_ = loaded->trace;
  }

  void find_link(const Profile& profile, const Scenario& scenario) {
    const auto& links = profile.links();
    const bool has_trace = !options_.trace.empty();
    const std::string name = has_trace ? options_.link.name : interval_.link;
    const char* const place = has_trace ? "--link" : "--rate";
    if (!name.empty()) {
      const auto found = find_by_name(
          name, "link", links, [&] { return std::string(place); }, problems_);
      question_.link = found.value_or(0);
    } else if (!has_trace && links.size() > 1) {
      problems_.push_back(
          {"--rate", fmt::format("the profile has {} links, expected the name of the "
                                 "one whose rate varies: {}",
                                 links.size(), fmt::join(names_of(links), ", "))});
    }
    const std::string& link = links[question_.link].name;
    const bool again = (scenario.rate.all && links.size() == 1) ||
                       std::any_of(scenario.rate.named.begin(), scenario.rate.named.end(),
                                   [&](const auto& rate) { return rate.first == link; });
    if (again) problems_.push_back({"--rate", fmt::format("given twice for '{}'", link)});
  }

  const Context& context_;
  const RobustOptions& options_;
  const RobustRequest& request_;
  ScenarioOptions scenario_;
  Problems problems_;
  std::size_t varying_ = 0;
  RateInterval interval_;
  SampleTimes times_;
  std::optional<RateTrace> trace_;
  std::string taken_;
  RobustQuestion question_;
};

}  // namespace

RobustCase read_robust_case(const Context& context, const RobustRequest& request) {
  return QuestionReader(context, request).read();
}

}  // namespace popex::cli
