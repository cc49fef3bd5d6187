// SPDX-License-Identifier: MIT
#include "report/robust.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/wording.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

std::string in_words(Mbps rate) { return significant(rate.value) + " Mbps"; }

/// The scenario but for the rate of the link that varies.
std::string heading_of(const RobustSolveAnswer& answer, const std::string& link) {
  Scenario others = answer.scenario;
  auto& rates = others.rate.named;
  rates.erase(std::remove_if(rates.begin(), rates.end(),
                             [&](const auto& rate) { return rate.first == link; }),
              rates.end());
  return heading(*answer.profile, others);
}

std::string rates_in_words(const RobustSolveAnswer& answer, const std::string& link) {
  const RateSummary& rates = answer.answer.rates;
  std::string words =
      fmt::format("{}: {} to {}", link, significant(rates.lowest.value), in_words(rates.highest));
  for (const auto& [name, latency] : answer.scenario.latency.named) {
    if (name == link && latency.count() > 0) words += fmt::format(" + {} ms", latency.count());
  }
  if (answer.trace) {
    words += fmt::format(", mean {}, harmonic mean {}, {} interval{} of {} s of {}",
                         significant(rates.mean.value), significant(rates.harmonic_mean.value),
                         rates.count, rates.count == 1 ? "" : "s", answer.trace->interval_s,
                         answer.trace->file);
    if (rates.outage_share > 0) words += fmt::format(", {} down", percent(rates.outage_share));
    words += fmt::format("; taken for {}", answer.trace->taken);
  }
  return broken_after_commas(words, 0, 2) + '\n';
}

std::string value_in_words(const RobustSolveAnswer& answer) {
  const std::string value = duration(answer.answer.chosen.value);
  const std::string at = in_words(answer.answer.at);
  switch (answer.question.criterion) {
    case Criterion::expectation:
      return fmt::format("expected time {}, as at {}", value, at);
    case Criterion::risk:
      return fmt::format("{} quantile of the expected time {}, as at {}",
                         percent(answer.question.risk), value, at);
    case Criterion::worst:
      return fmt::format("expected time at most {}, at {}", value, at);
    case Criterion::regret:
      return fmt::format("at most {} above the best at each rate; at {}", value, at);
  }
  return "";
}

std::string regret_lines(const RobustSolveAnswer& answer) {
  std::string text;
  for (const Regret& end : *answer.answer.regret) {
    text += fmt::format(
        "At {}: {}, {} above {}.\n", in_words(end.rate), duration(end.expected_time),
        duration(std::max(end.lost(), Milliseconds(0))), short_split(*answer.profile, end.best));
  }
  return text;
}

/// What is lost by taking the mean rate for the rate.
std::string mean_line(const RobustSolveAnswer& answer) {
  const RobustDecision& chosen = answer.answer.chosen;
  const RobustDecision& other = answer.answer.for_mean;
  const std::string mean = in_words(answer.answer.rates.mean);
  if (chosen.decision.placement == other.decision.placement) {
    return fmt::format("That is best at the mean rate, {}, too.\n", mean);
  }
  const Milliseconds more = other.value - chosen.value;
  std::string words = duration(other.value);
  if (std::isfinite(more.count())) {
    words += fmt::format(", {} more", duration(more));
    const double share = more / chosen.value;
    if (std::isfinite(share)) words += fmt::format(" (+{})", percent(share));
  }
  return broken_after_commas(
             fmt::format("Best at the mean rate, {}, is {}; here: {}.", mean,
                         short_split(*answer.profile, other.decision.placement), words),
             0, 2) +
         '\n';
}

}  // namespace

std::string_view name_of(Criterion criterion) {
  switch (criterion) {
    case Criterion::expectation:
      return "expectation";
    case Criterion::risk:
      return "risk";
    case Criterion::worst:
      return "worst";
    case Criterion::regret:
      return "regret";
  }
  return "";
}

std::string render_text(const RobustSolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  const std::string& link = profile.links()[answer.question.link].name;
  const RobustAnswer& found = answer.answer;
  std::string text = heading_of(answer, link) + rates_in_words(answer, link);
  const std::string what = fmt::format(
      "{}; {}:", where_split(profile, found.chosen.decision.placement), value_in_words(answer));
  text += broken_after_commas(what, 0, 2) + '\n';
  text += decision_lines(profile, {}, found.chosen.decision);
  if (found.regret) text += regret_lines(answer);
  if (found.gap.count() > 0) {
    text +=
        fmt::format("Not proved to be the least: {} less may be possible.\n", duration(found.gap));
  }
  if (answer.question.criterion == Criterion::expectation && found.rates.outage_share > 0) {
    text += "The link is down at times: what needs it takes forever on the mean.\n";
  }
  return text + mean_line(answer);
}

std::string render_json(const RobustSolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  const RobustAnswer& found = answer.answer;
  const RateSummary& rates = found.rates;
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "solve");
  json.member("profile", profile.name());
  write_scenario(json.key("scenario"), answer.scenario);
  json.key("robust").begin_object();
  json.member("criterion", name_of(answer.question.criterion));
  if (answer.question.criterion == Criterion::risk) json.member("risk", answer.question.risk);
  json.member("link", profile.links()[answer.question.link].name);
  json.key("rates").begin_object(Layout::inline_);
  if (answer.trace) {
    json.member("trace", answer.trace->file)
        .member("interval_s", answer.trace->interval_s)
        .member("count", rates.count)
        .member("harmonic_mean_mbps", rates.harmonic_mean.value)
        .member("outage_share", rates.outage_share);
  }
  json.member("mean_mbps", rates.mean.value)
      .member("lowest_mbps", rates.lowest.value)
      .member("highest_mbps", rates.highest.value)
      .end_object();
  json.member("rate_mbps", found.at.value).member("value_ms", found.chosen.value.count());
  if (found.regret) {
    json.member("gap_ms", found.gap.count()).key("regret").begin_array();
    for (const Regret& end : *found.regret) {
      json.begin_object(Layout::inline_)
          .member("rate_mbps", end.rate.value)
          .member("expected_time_ms", end.expected_time.count())
          .member("least_ms", end.least.count())
          .member("regret_ms", std::max(end.lost(), Milliseconds(0)).count());
      write_split(json, profile, end.best.front());
      json.end_object();
    }
    json.end_array();
  }
  json.key("for_mean_rate").begin_object(Layout::inline_);
  write_split(json, profile, found.for_mean.decision.placement.front());
  json.member("value_ms", found.for_mean.value.count())
      .member("lost_ms", (found.for_mean.value - found.chosen.value).count())
      .end_object();
  json.end_object();
  write_decision(json.key("decision"), profile, found.chosen.decision);
  json.end_object();
  return out;
}

}  // namespace popex::report
