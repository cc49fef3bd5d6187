// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include <popex/update_box.hpp>

namespace popex {
namespace {

constexpr double kNewestStay = 0.25;  // its weight in the mean
constexpr double kNoStayYet = -1;

const UpdateBoxOptions& checked(const UpdateBoxOptions& options) {
  const Problems problems = problems_of(options);
  if (!problems.empty()) {
    throw std::invalid_argument(problems.front().where + ": " + problems.front().message);
  }
  return options;
}

}  // namespace

Problems problems_of(const UpdateBoxOptions& options) {
  Problems problems = problems_of(options.estimator);
  const auto require = [&](bool holds, const char* where, double value, const char* expected) {
    if (!holds || !std::isfinite(value)) {
      problems.push_back({where, fmt::format("{}, must be {}", value, expected)});
    }
  };
  require(options.switch_cost.count() >= 0, "switch_cost", options.switch_cost.count(),
          "at least 0");
  require(options.hold_s >= 0, "hold_s", options.hold_s, "at least 0");
  require(options.inferences_per_second > 0, "inferences_per_second", options.inferences_per_second,
          "above 0");
  return problems;
}

UpdateBox::UpdateBox(RateTable table, const UpdateBoxOptions& options)
    : UpdateBox(std::make_shared<const RateTable>(std::move(table)), options) {}

UpdateBox::UpdateBox(std::shared_ptr<const RateTable> table, const UpdateBoxOptions& options)
    : table_(std::move(table)),
      options_(checked(options)),
      estimator_(options.estimator),
      mean_stay_s_(table_->pieces().size(), kNoStayYet) {}

Update UpdateBox::add(double time_s, Mbps measured) {
  if (is_first_) time_s_ = wanted_since_s_ = held_until_s_ = time_s;
  pass_time(time_s);
  estimator_.add(measured);
  const Mbps estimate = estimator_.estimate();
  const RateTable::Entry best = table_->at(estimate);
  want(best.piece);

  Update update;
  update.time_s = time_s;
  update.measured = measured;
  update.estimate = estimate;
  update.wanted = wanted_;
  update.expected_stay_s = expected_stay_s();
  update.lost = Milliseconds(lost_ms_);
  if (!is_first_ && piece_ != wanted_) {
    const Milliseconds present = table_->expected_time(piece_, estimate);
    update.saving = std::isinf(present.count()) ? present : present - best.expected_time;
  }
  decide(update);
  is_first_ = false;
  was_down_ = estimate.value == 0;

  update.piece = piece_;
  update.held_until_s = held_until_s_;
  update.expected_time =
      piece_ == wanted_ ? best.expected_time : table_->expected_time(piece_, estimate);
  set_loss(update);
  return update;
}

void UpdateBox::use(std::shared_ptr<const RateTable> table) {
  const std::vector<Piece>& before = table_->pieces();
  const std::vector<Piece>& pieces = table->pieces();
  const auto find = [&](std::size_t& piece) {
    const auto same = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& other) {
      return other.placement == before[piece].placement;
    });
    piece = same == pieces.end() ? 0 : static_cast<std::size_t>(same - pieces.begin());
    return same != pieces.end();
  };
  if (!find(piece_)) is_first_ = true;
  if (!find(wanted_)) wanted_since_s_ = time_s_;
  if (!find(rival_)) lost_ms_ = 0;
  mean_stay_s_.assign(pieces.size(), kNoStayYet);
  table_ = std::move(table);
}

void UpdateBox::pass_time(double time_s) {
  const double passed = time_s - time_s_;
  if (!(passed > 0)) return;
  time_s_ = time_s;
  if (loss_ms_per_s_ != 0) lost_ms_ = std::max(0.0, lost_ms_ + loss_ms_per_s_ * passed);
}

void UpdateBox::want(std::size_t piece) {
  if (is_first_) wanted_ = piece;
  if (piece == wanted_) return;
  double& mean = mean_stay_s_[wanted_];
  const double stay = time_s_ - wanted_since_s_;
  mean = mean < 0 ? stay : mean + kNewestStay * (stay - mean);
  wanted_ = piece;
  wanted_since_s_ = time_s_;
}

double UpdateBox::expected_stay_s() const {
  return std::max({options_.hold_s, mean_stay_s_[wanted_], time_s_ - wanted_since_s_});
}

void UpdateBox::decide(Update& update) {
  const auto pays = [&] {
    const double gain =
        update.saving.count() * options_.inferences_per_second * update.expected_stay_s;
    return std::max(gain, lost_ms_) >= options_.switch_cost.count();
  };
  if (is_first_) {
    piece_ = wanted_;
    update.changed = true;
    update.reason = Update::Reason::first;
  } else if (piece_ == wanted_) {
    update.reason = Update::Reason::stays;
  } else if (std::isinf(update.saving.count())) {
    move(update, Update::Reason::link_down);
  } else if (time_s_ < held_until_s_) {
    update.reason = Update::Reason::held;
  } else if (!pays()) {
    update.reason = Update::Reason::does_not_pay;
  } else if (was_down_) {
    move(update, Update::Reason::link_back);
  } else {
    move(update, estimator_.has_jumped() ? Update::Reason::jumped : Update::Reason::left_range);
  }
}

void UpdateBox::move(Update& update, Update::Reason reason) {
  piece_ = wanted_;
  lost_ms_ = 0;
  held_until_s_ = time_s_ + options_.hold_s;
  update.changed = true;
  update.reason = reason;
}

void UpdateBox::set_loss(const Update& update) {
  loss_ms_per_s_ = 0;
  if (piece_ != wanted_) {
    rival_ = wanted_;
    loss_ms_per_s_ = update.saving.count() * options_.inferences_per_second;
  } else if (lost_ms_ > 0) {
    const Milliseconds gain = table_->expected_time(rival_, update.estimate) - update.expected_time;
    loss_ms_per_s_ = -gain.count() * options_.inferences_per_second;
  }
}

}  // namespace popex
