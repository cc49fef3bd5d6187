// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/profile.hpp>
#include <popex/rate_trace.hpp>

namespace popex {
namespace {

/// A transfer that ends in one of the next pieces is followed piece by piece, which keeps every
/// digit; one that takes longer is looked up.
constexpr std::size_t kFollowed = 32;

/// Rounding must not leave a last bit of a transfer for after the next outage.
constexpr double kSlack = 1e-12;

/// Nor mix a piece with the next one, where 3 · 0.1 is more than 0.3: a few units in the last
/// place.
constexpr double kSameTime = 1e-15;

}  // namespace

RateTrace::RateTrace(std::vector<Piece> pieces, double end_s)
    : pieces_(std::move(pieces)), end_s_(end_s) {
  delivered_.reserve(pieces_.size() + 1);
  double sum = 0;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    delivered_.push_back(sum);
    sum += (end_of(i) - pieces_[i].from_s) * pieces_[i].rate.value;
  }
  delivered_.push_back(sum);
}

Result<RateTrace> RateTrace::make(std::vector<Piece> pieces, double end_s) {
  Problems problems;
  if (pieces.empty()) return Problems{{"", "no piece, expected at least one"}};
  if (pieces.size() > RateTraceLimits::pieces) {
    return Problems{{"", fmt::format("{} pieces, expected at most {}", pieces.size(),
                                     RateTraceLimits::pieces)}};
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto [from, rate] = pieces[i];
    const std::string where = fmt::format("/{}", i);
    if (i == 0 ? from != 0 : !(from > pieces[i - 1].from_s)) {
      problems.push_back({where, i == 0 ? fmt::format("begins at {}, expected 0", from)
                                        : fmt::format("begins at {}, expected a time after {}",
                                                      from, pieces[i - 1].from_s)});
    }
    if (!(rate.value >= 0 && rate.value <= ProfileLimits::rate_mbps)) {
      problems.push_back({where, fmt::format("{} Mbps, expected a rate from 0 to {:g}", rate.value,
                                             ProfileLimits::rate_mbps)});
    }
  }
  if (!(end_s > pieces.back().from_s && end_s <= RateTraceLimits::duration_s)) {
    problems.push_back(
        {"", fmt::format("ends at {} s, expected a time after the last piece's begin, at most {:g}",
                         end_s, RateTraceLimits::duration_s)});
  }
  if (!problems.empty()) return problems;
  return RateTrace(std::move(pieces), end_s);
}

double RateTrace::laps_before(double time_s) const { return std::floor(time_s / end_s_) * end_s_; }

std::size_t RateTrace::piece_at(double time_s, Hint hint) const {
  std::size_t low = std::min(hint, pieces_.size() - 1);
  std::size_t high = low + 1;
  if (pieces_[low].from_s <= time_s) {
    for (std::size_t step = 1; high < pieces_.size() && pieces_[high].from_s <= time_s; step *= 2) {
      low = high;
      high += step;
    }
  } else {
    for (std::size_t step = 1; low > 0 && pieces_[low].from_s > time_s; step *= 2) {
      high = low;
      low -= std::min(step, low);
    }
  }
  const auto begin = pieces_.begin();
  const auto above =
      std::upper_bound(begin + static_cast<std::ptrdiff_t>(low),
                       begin + static_cast<std::ptrdiff_t>(std::min(high, pieces_.size())), time_s,
                       [](double time, const Piece& piece) { return time < piece.from_s; });
  return static_cast<std::size_t>(std::max(above - begin, std::ptrdiff_t{1})) - 1;
}

std::size_t RateTrace::piece_that_delivers(std::size_t from, double mbit) const {
  const double wanted = delivered_[from] + mbit;
  const std::size_t count = pieces_.size();
  std::size_t low = from;  // has not delivered it when it begins
  std::size_t high = from + 1;
  for (std::size_t step = 1; high < count && delivered_[high] < wanted; step *= 2) {
    low = high;
    high += step;
  }
  const auto begin = delivered_.begin();
  const auto reached =
      std::lower_bound(begin + static_cast<std::ptrdiff_t>(low) + 1,
                       begin + static_cast<std::ptrdiff_t>(std::min(high, count)) + 1, wanted);
  return static_cast<std::size_t>(reached - begin) - 1;
}

/// Within one lap.
double RateTrace::delivered(double from_s, double to_s, Hint& hint) const {
  std::size_t piece = piece_at(from_s, hint);
  hint = piece;
  double sum = 0;
  for (double at = from_s; at < to_s && piece < pieces_.size(); ++piece) {
    const double until = std::min(end_of(piece), to_s);
    sum += (until - at) * pieces_[piece].rate.value;
    at = until;
  }
  return sum;
}

Mbps RateTrace::mean_rate(double from_s, double to_s, Hint& hint) const {
  if (!(0 <= from_s && from_s < to_s && std::isfinite(to_s))) {
    throw std::invalid_argument("a mean rate is of a time from 0 on that has a length and an end");
  }
  const double lap = laps_before(from_s);
  const double from = from_s - lap;
  const double to = to_s - lap;
  if (to <= end_s_) {
    hint = piece_at(from, hint);
    // To the last digit.
    if (to - end_of(hint) <= kSameTime * to) return pieces_[hint].rate;
    return {delivered(from, to, hint) / (to_s - from_s)};
  }
  double sum = delivered(from, end_s_, hint);
  const double last_lap = laps_before(to);
  sum += (last_lap / end_s_ - 1) * delivered_.back();
  Hint begin = 0;
  sum += delivered(0, to - last_lap, begin);
  return {sum / (to_s - from_s)};
}

double RateTrace::transfer_s(double start_s, Bytes size, Hint& hint) const {
  if (!(start_s >= 0 && std::isfinite(start_s) && size.value >= 0 && std::isfinite(size.value))) {
    throw std::invalid_argument("a transfer has a start from 0 on and a size");
  }
  const double total = delivered_.back();
  const double from = start_s - laps_before(start_s);
  std::size_t piece = piece_at(from, hint);
  hint = piece;
  if (size.value == 0) return 0;
  if (total == 0) return std::numeric_limits<double>::infinity();
  double rest = 8 * size.value / 1e6;  // Mbit
  const double slack = kSlack * rest;
  double at = from;   // within this lap
  double laps_s = 0;  // begun since the start
  for (std::size_t followed = 0;; ++followed) {
    if (followed == kFollowed) {
      const std::size_t last = piece_that_delivers(piece, rest - slack);
      rest -= delivered_[last] - delivered_[piece];
      piece = last;
      if (piece < pieces_.size()) at = pieces_[piece].from_s;
    }
    if (piece == pieces_.size()) {
      const double laps = std::max(0.0, std::ceil(rest / total) - 1);
      rest -= laps * total;
      laps_s += (laps + 1) * end_s_;
      at = 0;
      piece = 0;
      followed = 0;
    }
    const double rate = pieces_[piece].rate.value;
    const double until = end_of(piece);
    const double here = (until - at) * rate;
    if (rate > 0 && here + slack >= rest) {
      return laps_s + (at - from) + std::max(0.0, rest) / rate;
    }
    rest -= here;
    at = until;
    ++piece;
  }
}

std::size_t RateTrace::interval_count(double interval_s) const {
  if (!(interval_s > 0)) throw std::invalid_argument("an interval has a length");
  // 10 intervals of 0.1 s are in 1 s.
  const double count = std::floor(end_s_ / interval_s * (1 + 1e-12));
  return count < 1 ? 1 : static_cast<std::size_t>(count);
}

std::vector<Mbps> RateTrace::sampled(double interval_s) const {
  std::vector<Mbps> rates(interval_count(interval_s));
  Hint hint = 0;
  for (std::size_t k = 0; k < rates.size(); ++k) {
    rates[k] = mean_rate(static_cast<double>(k) * interval_s,
                         static_cast<double>(k + 1) * interval_s, hint);
  }
  return rates;
}

}  // namespace popex
