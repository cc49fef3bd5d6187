// SPDX-License-Identifier: MIT
#include "report/robust.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/wording.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

std::string in_words(Mbps rate) { return significant(rate.value) + " Mbps"; }

/// The scenario but for the rate of the link that varies, and that rate's range.
std::string heading_of(const Profile& profile, const Scenario& scenario, const std::string& link,
                       const RateSummary& rates, const std::string& more = "") {
  Scenario others = scenario;
  auto& named = others.rate.named;
  named.erase(std::remove_if(named.begin(), named.end(),
                             [&](const auto& rate) { return rate.first == link; }),
              named.end());
  std::string words =
      fmt::format("{}: {} to {}", link, significant(rates.lowest.value), in_words(rates.highest));
  for (const auto& [name, latency] : scenario.latency.named) {
    if (name == link && latency.count() > 0) words += fmt::format(" + {} ms", latency.count());
  }
  return heading(profile, others) + broken_after_commas(words + more, 0, 2) + '\n';
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

std::string value_in_words(const TraceSolveAnswer& answer) {
  const TraceDecision& chosen = answer.answer.chosen;
  const std::string value = duration(chosen.value);
  const std::string mean = fmt::format(", mean {}", duration(chosen.decision.expected_time));
  switch (answer.question.criterion) {
    case Criterion::expectation:
      return fmt::format("expected time {}, the mean over the starts", value);
    case Criterion::risk:
      return fmt::format("expected time at most {} at {} of the starts{}", value,
                         percent(answer.question.risk), mean);
    case Criterion::worst:
      return fmt::format("expected time at most {} at each start{}", value, mean);
    case Criterion::regret:
      return fmt::format("at most {} above the best at each start{}", value, mean);
  }
  return "";
}

std::string regret_line(const Profile& profile, const std::string& where, Milliseconds time,
                        Milliseconds least, const Placement& best) {
  return fmt::format("At {}: {}, {} above {}.\n", where, duration(time),
                     duration(std::max(time - least, Milliseconds(0))), label_of(profile, best));
}

/// What is lost by taking the mean rate for the rate.
template <class Judged>
std::string mean_line(const Profile& profile, Mbps mean_rate, const Judged& chosen,
                      const Judged& other) {
  const std::string mean = in_words(mean_rate);
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
  return broken_after_commas(fmt::format("Best at the mean rate, {}, is {}; here: {}.", mean,
                                         label_of(profile, other.decision.placement), words),
                             0, 2) +
         '\n';
}

std::string chosen_in_words(const Profile& profile, const Decision& chosen,
                            const std::string& value) {
  const std::string where = where_split(profile, chosen.placement) + ';';
  const std::size_t first = std::min(value.find(','), value.size()) + 1;
  const bool fits = width_of(where) + 1 + width_of(value.substr(0, first)) <= kPageWidth;
  const std::string what = fits ? broken_after_commas(fmt::format("{} {}:", where, value), 0, 2)
                                : where + "\n  " + broken_after_commas(value + ':', 2, 2);
  return what + '\n' + decision_lines(profile, {}, chosen);
}

/// "5 starts, one every 1 s of trace.txt".
std::string starts_in_words(const TraceSolveAnswer& answer) {
  const TraceAnswer& found = answer.answer;
  std::string words = fmt::format(
      ", mean {}, {} start{}, one every {} s of {}", significant(found.rates.mean.value),
      found.starts, found.starts == 1 ? "" : "s", answer.question.interval_s, answer.file);
  if (found.rates.outage_share > 0) {
    words += fmt::format(", {} down", percent(found.rates.outage_share));
  }
  words += fmt::format("; taken for {}", answer.taken);
  return words;
}

void write_rates(JsonWriter& json, const RateSummary& rates) {
  json.member("mean_mbps", rates.mean.value)
      .member("lowest_mbps", rates.lowest.value)
      .member("highest_mbps", rates.highest.value)
      .end_object();
}

void begin_robust(JsonWriter& json, const Profile& profile, Criterion criterion, double risk,
                  std::size_t link) {
  json.key("robust").begin_object();
  json.member("criterion", name_of(criterion));
  if (criterion == Criterion::risk) json.member("risk", risk);
  json.member("link", profile.links()[link].name);
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
  std::string text = heading_of(profile, answer.scenario, link, found.rates) +
                     chosen_in_words(profile, found.chosen.decision, value_in_words(answer));
  if (found.regret) {
    for (const Regret& end : *found.regret) {
      text += regret_line(profile, in_words(end.rate), end.expected_time, end.least, end.best);
    }
  }
  if (found.gap.count() > 0) {
    text +=
        fmt::format("Not proved to be the least: {} less may be possible.\n", duration(found.gap));
  }
  return text + mean_line(profile, found.rates.mean, found.chosen, found.for_mean);
}

std::string render_text(const TraceSolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  const std::string& link = profile.links()[answer.question.link].name;
  const TraceAnswer& found = answer.answer;
  std::string text =
      heading_of(profile, answer.scenario, link, found.rates, starts_in_words(answer)) +
      chosen_in_words(profile, found.chosen.decision, value_in_words(answer));
  if (found.chosen.gave_up > 0) {
    text +=
        fmt::format("Uploads give up at {} of {} starts, after {} s of outage: {} runs the rest.\n",
                    found.chosen.gave_up, found.starts, answer.question.outage_timeout_s,
                    profile.tiers()[answer.question.link]);
  }
  if (found.regret) {
    const StartRegret& most = *found.regret;
    text += regret_line(profile, significant(most.start_s) + " s", most.expected_time, most.least,
                        most.best);
  }
  return text + looked_at_line(found.looked_at) +
         mean_line(profile, found.rates.mean, found.chosen, found.for_mean);
}

std::string render_json(const RobustSolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  const RobustAnswer& found = answer.answer;
  const RobustQuestion& question = answer.question;
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "solve");
  json.member("profile", profile.name());
  write_scenario(json.key("scenario"), answer.scenario);
  begin_robust(json, profile, question.criterion, question.risk, question.link);
  write_rates(json.key("rates").begin_object(Layout::inline_), found.rates);
  json.member("rate_mbps", found.at.value).member("value_ms", found.chosen.value.count());
  if (found.regret) {
    json.member("gap_ms", found.gap.count()).key("regret").begin_array();
    for (const Regret& end : *found.regret) {
      json.begin_object(Layout::inline_)
          .member("rate_mbps", end.rate.value)
          .member("expected_time_ms", end.expected_time.count())
          .member("least_ms", end.least.count())
          .member("regret_ms", std::max(end.lost(), Milliseconds(0)).count());
      write_split(json, profile, end.best);
      json.end_object();
    }
    json.end_array();
  }
  json.key("for_mean_rate").begin_object(Layout::inline_);
  write_split(json, profile, found.for_mean.decision.placement);
  json.member("value_ms", found.for_mean.value.count())
      .member("lost_ms", (found.for_mean.value - found.chosen.value).count())
      .end_object();
  json.end_object();
  write_decision(json.key("decision"), profile, found.chosen.decision);
  json.end_object();
  return out;
}

std::string render_json(const TraceSolveAnswer& answer) {
  const Profile& profile = *answer.profile;
  const TraceAnswer& found = answer.answer;
  const TraceQuestion& question = answer.question;
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "solve");
  json.member("profile", profile.name());
  write_scenario(json.key("scenario"), answer.scenario, profile.links()[question.link].name);
  begin_robust(json, profile, question.criterion, question.risk, question.link);
  json.key("rates").begin_object(Layout::inline_);
  json.member("trace", answer.file)
      .member("interval_s", question.interval_s)
      .member("count", found.rates.count)
      .member("harmonic_mean_mbps", found.rates.harmonic_mean.value)
      .member("outage_share", found.rates.outage_share);
  write_rates(json, found.rates);
  json.member("outage_timeout_s", question.outage_timeout_s)
      .member("starts", found.starts)
      .member("decisions", found.decisions)
      .member("looked_at", name_of(found.looked_at));
  json.key("rate_mbps").null();
  json.member("value_ms", found.chosen.value.count()).member("gave_up", found.chosen.gave_up);
  if (found.regret) {
    const StartRegret& most = *found.regret;
    json.key("regret").begin_object(Layout::inline_);
    json.member("start_s", most.start_s)
        .member("expected_time_ms", most.expected_time.count())
        .member("least_ms", most.least.count())
        .member("regret_ms", std::max(most.expected_time - most.least, Milliseconds(0)).count());
    write_split(json, profile, most.best);
    json.end_object();
  }
  json.key("for_mean_rate").begin_object(Layout::inline_);
  write_split(json, profile, found.for_mean.decision.placement);
  json.member("value_ms", found.for_mean.value.count())
      .member("lost_ms", (found.for_mean.value - found.chosen.value).count())
      .member("gave_up", found.for_mean.gave_up)
      .end_object();
  json.end_object();
  write_decision(json.key("decision"), profile, found.chosen.decision);
  json.end_object();
  return out;
}

}  // namespace popex::report
