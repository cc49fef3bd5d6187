// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/decision_json.hpp"
#include "report/exit_answers.hpp"
#include "report/records_wording.hpp"
#include "report/wording.hpp"
#include "text/csv_rows.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::CsvRows;
using text::JsonWriter;
using text::Layout;

/// The shares of one exit.
struct Shares {
  Proportion reached;
  Proportion left;
  std::optional<Proportion> exit_probability;  ///< of a branch
  std::optional<Proportion> accuracy;
};

Shares shares_of(const ThresholdPoint& point, std::size_t e, std::size_t samples) {
  const ExitCounts& exit = point.exits[e];
  Shares shares{{exit.reached, samples}, {exit.left, samples}, {}, {}};
  if (e + 1 < point.exits.size()) shares.exit_probability = Proportion{exit.left, exit.reached};
  if (exit.correct) shares.accuracy = Proportion{*exit.correct, exit.left};
  return shares;
}

std::optional<Proportion> overall(const ThresholdPoint& point, std::size_t samples) {
  if (!point.correct) return std::nullopt;
  return Proportion{*point.correct, samples};
}

bool is_known_of_any(const ExitsAnswer& answer) {
  for (const auto& condition : answer.conditions) {
    for (const ThresholdPoint& point : condition.points) {
      for (const ExitCounts& exit : point.exits) {
        if (exit.correct) return true;
      }
    }
  }
  return false;
}

/// "49.4 % (48.5 … 50.4)"
std::string with_interval(const std::optional<Proportion>& proportion) {
  if (!proportion) return "";
  const std::optional<double> value = value_of(*proportion);
  if (!value) return "-";
  const ShareInterval interval = wilson_interval(*proportion);
  return fmt::format("{} ({:.3g} … {:.3g})", percent(*value), 100 * interval.low,
                     100 * interval.high);
}

void write_share(JsonWriter& json, std::string_view key,
                 const std::optional<Proportion>& proportion) {
  json.key(key);
  if (!proportion) {
    json.null();
    return;
  }
  const ShareInterval interval = wilson_interval(*proportion);
  json.begin_object(Layout::inline_)
      .member("samples", proportion->hits)
      .member("of", proportion->of)
      .member("share", value_of(*proportion))
      .member("low", interval.low)
      .member("high", interval.high)
      .end_object();
}

void share_heading(CsvRows& rows, const std::string& name) {
  rows.field(name).field(name + "_low").field(name + "_high");
}

void share_fields(CsvRows& rows, const std::optional<Proportion>& proportion) {
  const std::optional<double> value = proportion ? value_of(*proportion) : std::nullopt;
  if (!value) {
    rows.field("").field("").field("");
    return;
  }
  const ShareInterval interval = wilson_interval(*proportion);
  rows.field(*value).field(interval.low).field(interval.high);
}

/// Whether all branches have the same.
bool shares_threshold(const ThresholdPoint& point) {
  return std::all_of(point.thresholds.begin(), point.thresholds.end(),
                     [&](double threshold) { return threshold == point.thresholds.front(); });
}

/// ">= 0.8", or for each branch ">= 0.8 (b1), 0.9 (b2)".
std::string rule_in_words(const ExitsAnswer& answer, const ThresholdPoint& point) {
  std::string words = answer.criterion == ExitCriterion::confidence ? ">= " : "<= ";
  if (shares_threshold(point)) return words + significant(point.thresholds.front());
  for (std::size_t e = 0; e < point.thresholds.size(); ++e) {
    words += fmt::format("{}{} ({})", e > 0 ? ", " : "", significant(point.thresholds[e]),
                         answer.exits[e]);
  }
  return words;
}

}  // namespace

std::string render_text(const ExitsAnswer& answer, Page page) {
  const bool has_accuracy = is_known_of_any(answer);
  const bool is_grid = answer.conditions.front().points.size() > 1;
  std::string words = fmt::format("leaves with {}{}", answer.normalised ? "normalised " : "",
                                  name_of(answer.criterion));
  if (!is_grid) words += ' ' + rule_in_words(answer, answer.conditions.front().points.front());
  std::vector<std::vector<std::string>> rows{answer.about.by};
  rows[0].emplace_back("samples");
  if (is_grid) rows[0].emplace_back("threshold");
  for (const char* column : {"exit", "reached", "left", "exit probability"}) {
    rows[0].emplace_back(column);
  }
  if (has_accuracy) rows[0].emplace_back("accuracy");
  for (const auto& condition : answer.conditions) {
    for (const ThresholdPoint& point : condition.points) {
      const auto row = [&](const std::string& exit) -> std::vector<std::string>& {
        std::vector<std::string> made = condition.values;
        made.push_back(std::to_string(condition.samples));
        if (is_grid) made.push_back(significant(point.thresholds.front()));
        made.push_back(exit);
        return rows.emplace_back(std::move(made));
      };
      for (std::size_t e = 0; e < answer.exits.size(); ++e) {
        const Shares shares = shares_of(point, e, condition.samples);
        std::vector<std::string>& made = row(answer.exits[e]);
        made.push_back(percent(value_of(shares.reached).value_or(0)));
        made.push_back(percent(value_of(shares.left).value_or(0)));
        made.push_back(with_interval(shares.exit_probability));
        if (has_accuracy) made.push_back(with_interval(shares.accuracy));
      }
      if (const auto all = overall(point, condition.samples)) {
        std::vector<std::string>& made = row("all");
        made.insert(made.end(), {"", "", "", with_interval(all)});
      }
    }
  }
  return heading_line(answer.about, words) + render_table_by_condition(answer.about, rows, page);
}

std::string render_json(const ExitsAnswer& answer) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "exits");
  write_about(json, answer.about);
  json.member("criterion", name_of(answer.criterion)).member("normalised", answer.normalised);
  json.key("conditions").begin_array();
  for (const auto& condition : answer.conditions) {
    json.begin_object();
    write_condition(json, answer.about, condition.values, condition.samples);
    json.key("points").begin_array();
    for (const ThresholdPoint& point : condition.points) {
      json.begin_object().key("threshold").begin_object(Layout::inline_);
      for (std::size_t e = 0; e < point.thresholds.size(); ++e) {
        json.member(answer.exits[e], point.thresholds[e]);
      }
      json.end_object();
      write_share(json, "accuracy", overall(point, condition.samples));
      json.key("exits").begin_array();
      for (std::size_t e = 0; e < answer.exits.size(); ++e) {
        const Shares shares = shares_of(point, e, condition.samples);
        json.begin_object().member("exit", answer.exits[e]);
        write_share(json, "reached", shares.reached);
        write_share(json, "left", shares.left);
        write_share(json, "exit_probability", shares.exit_probability);
        write_share(json, "accuracy", shares.accuracy);
        json.end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string render_csv(const ExitsAnswer& answer) {
  std::string out;
  CsvRows rows(out);
  for (const std::string& column : answer.about.by) rows.field(column);
  rows.field("samples").field("threshold").field("exit").field("reached");
  share_heading(rows, "reached_share");
  rows.field("left");
  for (const char* share : {"left_share", "exit_probability", "accuracy", "overall_accuracy"}) {
    share_heading(rows, share);
  }
  rows.end_row();
  for (const auto& condition : answer.conditions) {
    for (const ThresholdPoint& point : condition.points) {
      for (std::size_t e = 0; e < answer.exits.size(); ++e) {
        const Shares shares = shares_of(point, e, condition.samples);
        for (const std::string& value : condition.values) rows.field(value);
        rows.field(condition.samples);
        // The main output has none, but belongs to the point of the one that all branches share.
        if (e < point.thresholds.size()) {
          rows.field(point.thresholds[e]);
        } else if (shares_threshold(point)) {
          rows.field(point.thresholds.front());
        } else {
          rows.field("");
        }
        rows.field(answer.exits[e]).field(shares.reached.hits);
        share_fields(rows, shares.reached);
        rows.field(shares.left.hits);
        share_fields(rows, shares.left);
        share_fields(rows, shares.exit_probability);
        share_fields(rows, shares.accuracy);
        share_fields(rows, overall(point, condition.samples));
        rows.end_row();
      }
    }
  }
  return out;
}

}  // namespace popex::report
