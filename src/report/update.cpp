// SPDX-License-Identifier: MIT
#include "report/update.hpp"

#include <string_view>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/table.hpp"
#include "report/wording.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::Layout;

constexpr std::size_t kColumn = 8;

const Placement& placement_of(const UpdateAnswer& answer, std::size_t piece) {
  return answer.table->pieces()[piece].placement;
}

/// The breakpoint behind which the new decision is the best.
std::string where_to(const UpdateAnswer& answer) {
  const Piece& piece = answer.table->pieces()[answer.update.piece];
  return answer.update.piece > *answer.before
             ? fmt::format("above {} Mbps", significant(piece.from))
             : fmt::format("below {} Mbps", significant(piece.to));
}

/// To a tenth, also where it counts from 1970.
std::string seconds(double time_s) {
  const std::string text = fmt::format("{:.1f}", time_s);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

std::string text_line(std::string_view time, std::string_view rate, std::string_view estimate,
                      std::string_view expected_time, std::string_view split,
                      std::string_view reason) {
  std::string line;
  for (const std::string_view number : {time, rate, estimate, expected_time}) {
    line += padded(std::string(number), kColumn, true) + "  ";
  }
  return line + padded(std::string(split), kColumn) + "  " + std::string(reason) + '\n';
}

}  // namespace

std::string why(const UpdateAnswer& answer) {
  const Update& update = answer.update;
  const auto wanted = [&] {
    return label_of(*answer.profile, placement_of(answer, update.wanted));
  };
  switch (update.reason) {
    case Update::Reason::first:
      return answer.is_best_nowhere ? "the latency has changed" : "the first rate";
    case Update::Reason::left_range:
      return fmt::format("the estimate {} {}", update.piece > *answer.before ? "rose" : "fell",
                         where_to(answer));
    case Update::Reason::jumped:
      return fmt::format("the rate jumped {}", where_to(answer));
    case Update::Reason::link_down:
      return "nothing gets through";
    case Update::Reason::link_back:
      return "the link is back";
    case Update::Reason::stays:
      return "it is the best";
    case Update::Reason::held:
      return fmt::format("{} is better, but it is held until {} s", wanted(),
                         seconds(update.held_until_s));
    case Update::Reason::does_not_pay:
      return fmt::format("{} is better, but does not pay yet", wanted());
  }
  return "";
}

void append_json_line(std::string& out, const UpdateAnswer& answer, const Decision* decision) {
  const Update& update = answer.update;
  const Placement& placement = placement_of(answer, update.piece);
  text::JsonWriter json(out, Layout::inline_);
  begin_answer(json, "watch");
  json.member("time_s", update.time_s)
      .member("rate_mbps", update.measured.value)
      .member("estimate_mbps", update.estimate.value);
  if (answer.is_lower_bound) json.member("lower_bound", true);
  if (answer.latency) json.member("latency_ms", answer.latency->count());
  write_split(json, *answer.profile, placement);
  json.member("expected_time_ms", update.expected_time.count())
      .member("changed", update.changed)
      .member("why", why(answer));
  write_handovers(json.key("links"), *answer.profile, placement);
  if (decision != nullptr) write_decision(json.key("decision"), *answer.profile, *decision);
  json.end_object();
  out += '\n';
}

std::string update_text_heading() {
  return text_line("time s", "Mbps", "estimate", "E[T]", "split", "why");
}

void append_text_line(std::string& out, const UpdateAnswer& answer) {
  const Update& update = answer.update;
  out += text_line(seconds(update.time_s), significant(update.measured.value),
                   significant(update.estimate.value), duration(update.expected_time),
                   label_of(*answer.profile, placement_of(answer, update.piece)), why(answer));
}

}  // namespace popex::report
