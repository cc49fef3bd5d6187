// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/result.hpp>
#include <popex/units.hpp>

namespace popex {

/// What a rate trace may hold at most; rates as in ProfileLimits.
struct RateTraceLimits {
  static constexpr std::size_t pieces = 20'000'000;
  static constexpr double duration_s = 1e10;  ///< three centuries
};

/// Upload rate of a link over time: pieces of constant rate. After the end it begins again. Its
/// functions throw std::invalid_argument for times, sizes and intervals that are not what they say.
class RateTrace {
 public:
  struct Piece {
    double from_s = 0;
    Mbps rate;
  };

  /// The first piece begins at 0, each other one after the one before, and the last one ends at
  /// `end_s`. A problem's place is the piece's ("/3") or, where it is the trace's, empty.
  static Result<RateTrace> make(std::vector<Piece> pieces, double end_s);

  [[nodiscard]] double duration_s() const { return end_s_; }
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

  /// A piece that the next question is likely about, for those who ask many in order of time.
  /// Any number will do, and each question leaves the piece in which it began.
  using Hint = std::size_t;

  /// What is delivered between two times, 0 <= from_s < to_s, over that time. May pass the end.
  [[nodiscard]] Mbps mean_rate(double from_s, double to_s, Hint& hint) const;
  [[nodiscard]] Mbps mean_rate(double from_s, double to_s) const {
    Hint hint = 0;
    return mean_rate(from_s, to_s, hint);
  }

  /// How long `size` >= 0 takes if it is sent from `start_s` >= 0 on: the rate is integrated, and
  /// where it is 0 the transfer waits. Infinite where the trace delivers nothing at all.
  [[nodiscard]] double transfer_s(double start_s, Bytes size, Hint& hint) const;

  /// When it has arrived.
  [[nodiscard]] double arrival_s(double start_s, Bytes size) const {
    Hint hint = 0;
    return start_s + transfer_s(start_s, size, hint);
  }

  /// How many whole intervals > 0 the trace has; at least one, which then may pass the end.
  [[nodiscard]] std::size_t interval_count(double interval_s) const;

  /// The mean rate of each of them, which is what a monitor sees.
  [[nodiscard]] std::vector<Mbps> sampled(double interval_s) const;

 private:
  RateTrace(std::vector<Piece> pieces, double end_s);

  [[nodiscard]] double end_of(std::size_t piece) const {
    return piece + 1 < pieces_.size() ? pieces_[piece + 1].from_s : end_s_;
  }
  [[nodiscard]] double laps_before(double time_s) const;
  [[nodiscard]] std::size_t piece_at(double time_s, Hint hint) const;
  [[nodiscard]] std::size_t piece_that_delivers(std::size_t from, double mbit) const;
  [[nodiscard]] double delivered(double from_s, double to_s, Hint& hint) const;

  std::vector<Piece> pieces_;
  double end_s_ = 0;
  std::vector<double> delivered_;  // Mbit before each piece, and before the end
};

}  // namespace popex
