// SPDX-License-Identifier: MIT
#include "report/json.hpp"

#include <string_view>

#include "report/decision_json.hpp"
#include "report/wording.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

std::string_view kind_name(Drawing::Vertex::Kind kind) {
  switch (kind) {
    case Drawing::Vertex::Kind::end:
      return "end";
    case Drawing::Vertex::Kind::layer:
      return "layer";
    case Drawing::Vertex::Kind::branch:
      return "branch";
    case Drawing::Vertex::Kind::state:
      return "state";
  }
  return "";
}

void write_list(JsonWriter& json, const std::vector<std::string>& strings) {
  json.begin_array(Layout::inline_);
  for (const std::string& one : strings) json.value(one);
  json.end_array();
}

void write_outcome(JsonWriter& json, std::string_view key, const CheckOutcome& outcome) {
  json.key(key).begin_object(Layout::inline_).key("label");
  outcome.label.empty() ? json.null() : json.value(outcome.label);
  write_list(json.key("splits"), outcome.splits);
  json.member("expected_time_ms", outcome.expected_time_ms).end_object();
}

void write_problems(JsonWriter& json, const Problems& problems) {
  json.begin_array();
  for (const Problem& problem : problems) {
    json.begin_object(Layout::inline_)
        .member("where", problem.where)
        .member("message", problem.message)
        .end_object();
  }
  json.end_array();
}

void write_error(JsonWriter& json, int code, const Problems& problems) {
  json.begin_object().member("code", static_cast<std::size_t>(code));
  write_problems(json.key("problems"), problems);
  json.end_object();
}

void write_summary(JsonWriter& json, const std::string& file, const Profile& profile) {
  json.member("file", file).member("name", profile.name());
  json.key("tiers").begin_array(Layout::inline_);
  for (const std::string& tier : profile.tiers()) json.value(tier);
  json.end_array()
      .member("layers", profile.layers().size())
      .member("branches", profile.branches().size());
}

}  // namespace

void append_json(std::string& out, const SolveAnswer& answer, Layout layout) {
  const Profile& profile = *answer.profile;
  JsonWriter json(out, layout);
  begin_answer(json, "solve");
  json.member("profile", profile.name());
  write_scenario(json.key("scenario"), answer.scenario);
  if (!is_plain(answer.goal)) {
    write_goal(json.key("goal"), answer.goal);
    json.member("blocks_kept_whole", answer.blocks_kept_whole);
  }
  json.member("solver", name_of(answer.solver));
  write_decision(json.key("decision"), profile, answer.decision);
  if (answer.holds) {
    json.key("holds").begin_object(Layout::inline_).key("rate_mbps").begin_array(Layout::inline_);
    json.value(answer.holds->from)
        .value(open_end(Parameter::Kind::rate, answer.holds->to))
        .end_array()
        .end_object();
  }
  json.key("alternatives").begin_array();
  for (const Decision& decision : answer.alternatives) write_decision(json, profile, decision);
  json.end_array().end_object();
}

std::string render_json(const BreakpointsAnswer& answer) {
  const Profile& profile = *answer.profile;
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "breakpoints");
  json.member("profile", profile.name());
  write_scenario(json.key("scenario"), answer.scenario);
  json.key("over").begin_object(Layout::inline_);
  write_parameter(json, profile, answer.parameter);
  json.end_object();
  json.key("pieces").begin_array();
  for (const Piece& piece : answer.pieces) {
    json.begin_object(Layout::inline_)
        .member("from", piece.from)
        .member("to", open_end(answer.parameter.kind, piece.to));
    write_split(json, profile, piece.placement);
    json.key("expected_time_ms")
        .begin_object(Layout::inline_)
        .member("from", piece.expected_time_from.count())
        .member("to", piece.expected_time_to.count())
        .end_object();
    write_handovers(json.key("links"), profile, piece.placement);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string render_json(const std::vector<CheckedBaseline>& baselines) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "check");
  json.key("baselines").begin_array();
  for (const CheckedBaseline& baseline : baselines) {
    json.begin_object().member("file", baseline.file).member("profile", baseline.profile);
    json.key("cases").begin_array();
    for (const CheckCase& tested : baseline.cases) {
      json.begin_object(Layout::inline_).member("holds", tested.differences.empty());
      write_scenario(json.key("scenario"), tested.scenario);
      write_outcome(json, "expected", tested.expected);
      write_outcome(json, "found", tested.found);
      json.member("change", tested.change());
      write_list(json.key("differences"), tested.differences);
      write_list(json.key("remarks"), tested.remarks);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string render_json(const std::vector<ValidatedFile>& valid,
                        const std::vector<InvalidFile>& invalid, int code) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "validate");
  json.key("files").begin_array();
  for (const ValidatedFile& file : valid) {
    json.begin_object(Layout::inline_).member("valid", true);
    write_summary(json, file.file, file.profile);
    json.end_object();
  }
  Problems all;
  for (const InvalidFile& file : invalid) {
    json.begin_object(Layout::inline_).member("valid", false).member("file", file.file);
    write_problems(json.key("problems"), file.problems);
    json.end_object();
    all.insert(all.end(), file.problems.begin(), file.problems.end());
  }
  json.end_array();
  if (!all.empty()) write_error(json.key("error"), code, all);
  json.end_object();
  return out;
}

std::string render_json(const std::vector<BundledProfile>& profiles) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "profiles");
  json.key("profiles").begin_array();
  for (const BundledProfile& bundled : profiles) {
    json.begin_object(Layout::inline_);
    write_summary(json, bundled.file, bundled.profile);
    json.member("description", bundled.profile.description()).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string render_json(const Drawing& drawing) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "graph");
  json.member("profile", drawing.title).member("graph", drawing.graph);
  json.key("vertices").begin_array();
  for (const Drawing::Vertex& vertex : drawing.vertices) {
    json.begin_object(Layout::inline_)
        .member("id", vertex.id)
        .member("kind", kind_name(vertex.kind))
        .member("name", vertex.name);
    if (vertex.tier) json.member("tier", drawing.tiers[*vertex.tier]);
    if (vertex.runs) json.member("runs", *vertex.runs);
    json.member("on_path", vertex.on_path).end_object();
  }
  json.end_array();
  json.key("links").begin_array();
  for (const Drawing::Link& link : drawing.links) {
    json.begin_object(Layout::inline_).member("from", link.from).member("to", link.to);
    if (link.size) json.member("bytes", link.size->value);
    if (link.delay) json.member("delay_ms", link.delay->count());
    json.member("on_path", link.on_path).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string render_completion_json(const std::string& shell, const std::string& script) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "completion");
  json.member("shell", shell).member("script", script).end_object();
  return out;
}

std::string sweep_json_begin(const Profile& profile, const Goal& goal) {
  std::string out = "{\n  \"format_version\": 1,\n  \"command\": \"sweep\",\n  \"profile\": ";
  text::append_json_string(out, profile.name());
  if (!is_plain(goal)) {
    out += ",\n  \"goal\": ";
    JsonWriter json(out, Layout::inline_);
    write_goal(json, goal);
  }
  return out + ",\n  \"points\": [";
}

void append_sweep_json(std::string& out, const Profile& profile, const Goal& goal,
                       const SweepPoint& point, bool first) {
  out += first ? "\n    " : ",\n    ";
  JsonWriter json(out, Layout::inline_);
  json.begin_object();
  write_scenario(json.key("scenario"), point.scenario);
  json.key("decision");
  if (point.is_feasible) {
    write_decision(json, profile, point.decision);
    if (!is_plain(goal)) json.member("blocks_kept_whole", point.keeps_blocks_whole);
  } else {
    json.null();
  }
  json.end_object();
}

std::string sweep_json_end() { return "\n  ]\n}\n"; }

void append_error_json(std::string& out, int code, const Problems& problems, Layout layout) {
  JsonWriter json(out, layout);
  write_error(json.begin_object().key("error"), code, problems);
  json.end_object();
}

}  // namespace popex::report
