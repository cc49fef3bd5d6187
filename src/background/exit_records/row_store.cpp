// SPDX-License-Identifier: MIT
#include "background/exit_records/row_store.hpp"

#include <cmath>
#include <cstdint>
#include <span>

#include "background/exit_records/cell_rules.hpp"
#include "model/softmax.hpp"

namespace popex {
namespace {

using Means = RecordColumn::Means;

std::int32_t whole(double number) {
  return std::isnan(number) ? RecordRows::kNone : static_cast<std::int32_t>(number);
}

}  // namespace

RowStore::RowStore(const RecordHeading& heading, bool vectors)
    : heading_(heading), vectors_(vectors) {
  for (const RecordHeading::Exit& exit : heading.exits) {
    const bool has_vector = exit.classes > 0;
    told_.push_back({has_vector, has_vector, has_vector, false});
  }
  for (const RecordColumn& column : heading.columns) {
    if (column.means == Means::label) has_label_ = true;
    if (column.means < Means::confidence || column.means == Means::score) continue;
    Told& told = told_[column.exit];
    if (column.means == Means::confidence) told.confidence = true;
    if (column.means == Means::entropy) told.entropy = true;
    if (column.means == Means::prediction) told.prediction = true;
    if (column.means == Means::correct) told.correct = true;
  }
  rows_.exits.resize(heading.exits.size());
  rows_.kept.resize(heading.kept.size());
  for (std::size_t k = 0; k < heading.kept.size(); ++k) rows_.kept[k].name = heading.kept[k];
  for (ExitRecords::Column& column : rows_.kept) texts_.emplace_back(column);
  if (!heading.is_long) return;
  texts_.emplace_back(rows_.exit);
  texts_.emplace_back(rows_.id);
}

void RowStore::expect(std::size_t rows) {
  rows_.line.reserve(rows);
  if (has_label_) rows_.label.reserve(rows);
  for (std::size_t e = 0; e < told_.size(); ++e) {
    RecordRows::Exit& exit = rows_.exits[e];
    if (vectors_) exit.scores.reserve(rows * heading_.exits[e].classes);
    if (told_[e].confidence) exit.confidence.reserve(rows);
    if (told_[e].entropy) exit.entropy.reserve(rows);
    if (told_[e].prediction) exit.prediction.reserve(rows);
    if (told_[e].correct) exit.correct.reserve(rows);
  }
  for (ExitRecords::Column& column : rows_.kept) column.value.reserve(rows);
  if (!heading_.is_long) return;
  rows_.exit.value.reserve(rows);
  rows_.id.value.reserve(rows);
}

void RowStore::add(std::size_t number, RowLine& line, const std::vector<std::string>& texts) {
  rows_.line.push_back(number);
  if (has_label_) rows_.label.push_back(whole(line.label()));
  for (std::size_t i = 0; i < texts_.size(); ++i) texts_[i].add(texts[i]);
  for (std::size_t e = 0; e < told_.size(); ++e) {
    derive(e, line);
    RecordRows::Exit& exit = rows_.exits[e];
    if (vectors_) {
      const std::span<const double> scores = line.scores(e);
      exit.scores.insert(exit.scores.end(), scores.begin(), scores.end());
    }
    if (told_[e].confidence) exit.confidence.push_back(line.of(e, Means::confidence));
    if (told_[e].entropy) exit.entropy.push_back(line.of(e, Means::entropy));
    if (told_[e].prediction) exit.prediction.push_back(whole(line.of(e, Means::prediction)));
    if (told_[e].correct) {
      exit.correct.push_back(static_cast<std::int8_t>(whole(line.of(e, Means::correct))));
    }
  }
}

/// What the table does not say itself, from the vector; of probabilities the logarithms stay.
void RowStore::derive(std::size_t exit, RowLine& line) const {
  const std::span<double> scores = line.scores(exit);
  if (scores.empty() || std::isnan(scores.front())) return;
  const bool has_probabilities = heading_.exits[exit].has_probabilities;
  const SoftmaxSummary summary =
      has_probabilities ? probability_summary(scores) : softmax_summary(scores);
  if (vectors_ && has_probabilities) {
    for (double& score : scores) score = std::log(score);
  }
  const auto fill = [&](Means means, double value) {
    double& number = line.of(exit, means);
    if (std::isnan(number)) number = value;
  };
  fill(Means::confidence, summary.confidence);
  fill(Means::entropy, summary.entropy);
  fill(Means::prediction, static_cast<double>(summary.prediction));
}

}  // namespace popex
