// SPDX-License-Identifier: MIT
#include "report/plan.hpp"

#include <cmath>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/table.hpp"
#include "report/wording.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

/// "56.6 ms + 149 ms·Mbps / rate"
std::string formula(const Line& line, Parameter::Kind kind) {
  std::string words = duration(Milliseconds(line.at_zero));
  if (line.slope == 0) return words;
  words += line.slope < 0 ? " - " : " + ";
  const std::string slope = significant(std::abs(line.slope));
  switch (kind) {
    case Parameter::Kind::rate:
      return words + slope + " ms·Mbps / rate";
    case Parameter::Kind::gamma:
      return words + slope + " ms · gamma";
    case Parameter::Kind::probability:
      return words + slope + " ms · p";
  }
  return words;
}

void write_what_runs_and_what_is_sent(JsonWriter& json, const Profile& profile,
                                      const Decision& decision) {
  json.key("tiers").begin_array();
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    json.begin_object(Layout::inline_);
    write_tier(json, profile, decision, k);
    json.end_object();
  }
  json.end_array().key("links").begin_array();
  for (std::size_t k = 0; k < decision.links.size(); ++k) {
    json.begin_object(Layout::inline_);
    write_tensors(json, profile, decision, k);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string_view slope_key(Parameter::Kind kind) {
  return kind == Parameter::Kind::rate ? "slope_ms_mbps" : "slope_ms";
}

std::string render_text(const PlanAnswer& answer, Page page) {
  const Profile& profile = *answer.profile;
  std::string text = heading(profile, answer.scenario);
  text += fmt::format("By {}:\n", parameter_name(profile, answer.parameter));
  std::vector<std::vector<std::string>> rows{{"up to", "split", "expected time"}};
  for (const PlanAnswer::Row& row : answer.rows) {
    rows.push_back({significant(open_end(answer.parameter.kind, row.piece.to)),
                    label_of(profile, row.piece.placement),
                    formula(row.piece.line, answer.parameter.kind)});
  }
  return text + render_table(rows, page);
}

std::string render_json(const PlanAnswer& answer) {
  const Profile& profile = *answer.profile;
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "plan");
  json.member("profile", profile.name());
  write_scenario(json.key("scenario"), answer.scenario);
  json.key("over").begin_object(Layout::inline_);
  write_parameter(json, profile, answer.parameter);
  if (answer.parameter.kind == Parameter::Kind::rate) json.member("unit", "Mbps");
  json.end_object();
  json.key("pieces").begin_array();
  for (const PlanAnswer::Row& row : answer.rows) {
    json.begin_object();
    json.member("from", row.piece.from)
        .member("to", open_end(answer.parameter.kind, row.piece.to))
        .member("last", row.last);
    write_split(json, profile, row.piece.placement);
    json.key("expected_time")
        .begin_object(Layout::inline_)
        .member("constant_ms", row.piece.line.at_zero)
        .member(slope_key(answer.parameter.kind), row.piece.line.slope)
        .end_object();
    write_what_runs_and_what_is_sent(json, profile, row.decision);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace popex::report
