// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/decision_json.hpp"
#include "report/exit_answers.hpp"
#include "report/records_wording.hpp"
#include "report/table.hpp"
#include "report/wording.hpp"
#include "text/csv_rows.hpp"
#include "text/json_writer.hpp"

namespace popex::report {
namespace {

using text::CsvRows;
using text::JsonWriter;
using text::Layout;

double bin_edge(std::size_t k) { return static_cast<double>(k) / double{Reliability::kBins}; }

std::optional<double> mean_confidence(const ReliabilityBin& bin) {
  if (bin.samples == 0) return std::nullopt;
  return bin.confidence_sum / static_cast<double>(bin.samples);
}

std::optional<double> accuracy(const ReliabilityBin& bin) {
  return value_of(Proportion{bin.correct, bin.samples});
}

std::string share_or_dash(const std::optional<double>& share) {
  return share ? percent(*share) : "-";
}

void write_reliability(JsonWriter& json, std::string_view key, const Reliability& reliability) {
  json.key(key)
      .begin_object()
      .member("nll", reliability.nll)
      .member("ece", reliability.ece)
      .member("accuracy", reliability.accuracy)
      .member("mean_confidence", reliability.mean_confidence)
      .key("bins")
      .begin_array();
  for (std::size_t k = 0; k < reliability.bins.size(); ++k) {
    const ReliabilityBin& bin = reliability.bins[k];
    json.begin_object(Layout::inline_)
        .member("from", bin_edge(k))
        .member("to", bin_edge(k + 1))
        .member("samples", bin.samples)
        .member("mean_confidence", mean_confidence(bin))
        .member("accuracy", accuracy(bin))
        .end_object();
  }
  json.end_array().end_object();
}

std::string reliability_table(const ExitCalibration& exit, Page page) {
  std::vector<std::vector<std::string>> rows{
      {"", "before:", "confidence", "accuracy", "after:", "confidence", "accuracy"}};
  for (std::size_t k = 0; k < Reliability::kBins; ++k) {
    const ReliabilityBin& before = exit.before.bins[k];
    const ReliabilityBin& after = exit.after.bins[k];
    if (before.samples + after.samples == 0) continue;
    rows.push_back({fmt::format("{:.2f} … {:.2f}", bin_edge(k), bin_edge(k + 1)),
                    fmt::format("{}", before.samples), share_or_dash(mean_confidence(before)),
                    share_or_dash(accuracy(before)), fmt::format("{}", after.samples),
                    share_or_dash(mean_confidence(after)), share_or_dash(accuracy(after))});
  }
  return render_table(rows, page);
}

}  // namespace

std::string render_text(const CalibrationAnswer& answer, Page page) {
  std::vector<std::vector<std::string>> rows{answer.about.by};
  for (const char* column : {"samples", "exit", "temperature", "NLL", "after", "ECE", "after",
                             "confidence", "after", "accuracy"}) {
    rows[0].emplace_back(column);
  }
  std::string tables;
  for (const auto& condition : answer.conditions) {
    for (const ExitCalibration& exit : condition.exits) {
      std::vector<std::string>& row = rows.emplace_back(condition.values);
      row.insert(row.end(), {std::to_string(condition.samples), exit.exit,
                             significant(exit.temperature), significant(exit.before.nll),
                             significant(exit.after.nll), percent(exit.before.ece),
                             percent(exit.after.ece), percent(exit.before.mean_confidence),
                             percent(exit.after.mean_confidence), percent(exit.before.accuracy)});
      tables += fmt::format("\nReliability of {}, samples by confidence:\n",
                            exit.exit + condition_in_words(answer.about, condition.values)) +
                reliability_table(exit, page);
    }
  }
  const std::string words = fmt::format("temperatures of least NLL; ECE of {} bins of equal width",
                                        std::size_t{Reliability::kBins});
  return heading_line(answer.about, words) + render_table_by_condition(answer.about, rows, page) +
         tables;
}

std::string render_json(const CalibrationAnswer& answer) {
  std::string out;
  JsonWriter json(out);
  begin_answer(json, "calibrate");
  write_about(json, answer.about);
  json.key("conditions").begin_array();
  for (const auto& condition : answer.conditions) {
    json.begin_object();
    write_condition(json, answer.about, condition.values, condition.samples);
    json.key("exits").begin_array();
    for (const ExitCalibration& exit : condition.exits) {
      json.begin_object()
          .member("exit", exit.exit)
          .member("temperature", exit.temperature)
          .member("is_at_bound", exit.is_at_bound);
      write_reliability(json, "before", exit.before);
      write_reliability(json, "after", exit.after);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string render_csv(const CalibrationAnswer& answer) {
  std::string out;
  CsvRows rows(out);
  for (const std::string& column : answer.about.by) rows.field(column);
  for (const char* column :
       {"samples", "exit", "temperature", "is_at_bound", "nll_before", "nll_after", "ece_before",
        "ece_after", "mean_confidence_before", "mean_confidence_after", "accuracy"}) {
    rows.field(column);
  }
  rows.end_row();
  for (const auto& condition : answer.conditions) {
    for (const ExitCalibration& exit : condition.exits) {
      for (const std::string& value : condition.values) rows.field(value);
      rows.field(condition.samples)
          .field(exit.exit)
          .field(exit.temperature)
          .field(exit.is_at_bound ? "true" : "false")
          .field(exit.before.nll)
          .field(exit.after.nll)
          .field(exit.before.ece)
          .field(exit.after.ece)
          .field(exit.before.mean_confidence)
          .field(exit.after.mean_confidence)
          .field(exit.before.accuracy)
          .end_row();
    }
  }
  return out;
}

}  // namespace popex::report
