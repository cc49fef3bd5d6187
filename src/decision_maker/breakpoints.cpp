// SPDX-License-Identifier: MIT
#include "decision_maker/breakpoints.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "decision_maker/dijkstra.hpp"
#include "model/expected_time.hpp"
#include "model/numbers.hpp"

namespace popex {
namespace {

/// Equal but for the last digits. Infinity is equal to nothing but itself.
bool same(double a, double b) {
  return a == b || std::abs(a - b) < kTieTolerance * std::max(std::abs(a), std::abs(b));
}
bool same(const Line& a, const Line& b) {
  return same(a.slope, b.slope) && same(a.at_zero, b.at_zero);
}

/// Where `flatter` gets below `steeper`.
double crossing(const Line& steeper, const Line& flatter) {
  return (flatter.at_zero - steeper.at_zero) / (steeper.slope - flatter.slope);
}

/// The varied quantity u, in which E[T] is affine, for a value of the parameter, and back.
double to_affine(Parameter::Kind kind, double value) {
  return kind == Parameter::Kind::rate ? 1.0 / value : value;
}

Line line_over_rate(const SplitCosts::Split& split, Milliseconds latency) {
  const Probability r{split.offload_probability};
  return {SplitCosts::expected_time(split, Mbps{kInfinity}, latency).count(),
          (r * (Bytes{split.bytes} / Mbps{1})).count()};
}

std::vector<Line> lines_of(const Instance& instance, Parameter parameter) {
  const Milliseconds latency = instance.latency.front();
  const Mbps rate = instance.rate.front();
  std::vector<Line> lines;
  switch (parameter.kind) {
    case Parameter::Kind::rate:
      return lines_over_rate(SplitCosts(instance), latency);
    case Parameter::Kind::gamma: {
      const SplitCosts unit(instance_at(instance, parameter, 1.0));
      for (const SplitCosts::Split& split : unit.splits()) {
        const double upload = SplitCosts::upload_time(split, rate, latency).count();
        lines.push_back({upload + split.cloud_ms, split.edge_ms});
      }
      return lines;
    }
    case Parameter::Kind::probability: {
      const SplitCosts never(instance_at(instance, parameter, 0.0));
      const SplitCosts always(instance_at(instance, parameter, 1.0));
      for (std::size_t x = 0; x < never.splits().size(); ++x) {
        const double at_zero = SplitCosts::expected_time(never.splits()[x], rate, latency).count();
        const double at_one = SplitCosts::expected_time(always.splits()[x], rate, latency).count();
        // A link that is down costs nothing only where nobody needs it any more.
        lines.push_back({at_zero, std::isinf(at_zero) ? 0 : at_one - at_zero});
      }
      return lines;
    }
  }
  return lines;
}

std::vector<Piece> pieces_of_envelope(const Instance& instance, Parameter parameter,
                                      Interval interval) {
  const SplitCosts costs(instance);
  const std::vector<Line> lines = lines_of(instance, parameter);
  const bool over_rate = parameter.kind == Parameter::Kind::rate;
  double from = to_affine(parameter.kind, interval.from);
  double to = to_affine(parameter.kind, interval.to);
  if (over_rate) std::swap(from, to);
  std::vector<EnvelopePiece> envelope = lower_envelope(lines, from, to);
  if (over_rate) std::reverse(envelope.begin(), envelope.end());

  std::vector<Piece> pieces;
  pieces.reserve(envelope.size());
  for (const EnvelopePiece& part : envelope) {
    const Line& line = lines[part.line];
    Piece piece{part.from,
                part.to,
                {costs.splits()[part.line].handover()},
                line,
                Milliseconds(line.at(part.from)),
                Milliseconds(line.at(part.to))};
    if (over_rate) {
      std::swap(piece.expected_time_from, piece.expected_time_to);
      piece.from = 1.0 / part.to;
      piece.to = 1.0 / part.from;
    }
    pieces.push_back(std::move(piece));
  }
  // The ends as they were asked for, not as 1 / (1 / end).
  pieces.front().from = interval.from;
  pieces.back().to = interval.to;
  return pieces;
}

/// A decision with its line over the affine quantity.
struct Candidate {
  Placement placement;
  Line line;
};

/// Solves exactly at one value of the parameter after the other.
class SolverAt {
 public:
  SolverAt(const Instance& instance, Parameter parameter)
      : instance_(instance), parameter_(parameter), solver_(instance) {}

  Candidate operator()(double value) {
    const Placement placement = solver_.solve(instance_at(instance_, parameter_, value)).placement;
    return {placement, line_of(placement)};
  }

  /// The line through two values of the formula that are easy to take: u = 0 and u = 1.
  [[nodiscard]] Line line_of(const Placement& placement) const {
    const bool over_rate = parameter_.kind == Parameter::Kind::rate;
    const auto value_at = [&](double value) {
      return expected_time(instance_at(instance_, parameter_, value), placement);
    };
    const Decision at_zero = value_at(over_rate ? kInfinity : 0.0);
    if (over_rate) {
      const Transfer& transfer = at_zero.links[parameter_.index];
      return {at_zero.expected_time.count(),
              (transfer.probability * (transfer.size / Mbps{1})).count()};
    }
    const Decision at_one = value_at(1.0);
    if (parameter_.kind == Parameter::Kind::gamma) {
      // Not the difference of the two: γ may be 10^9 times as far from them.
      return {at_zero.expected_time.count(), at_one.tiers.front().compute.count()};
    }
    return {at_zero.expected_time.count(),
            std::isinf(at_zero.expected_time.count())
                ? 0
                : (at_one.expected_time - at_zero.expected_time).count()};
  }

 private:
  const Instance& instance_;
  Parameter parameter_;
  DijkstraSolver solver_;
};

/// The recursion for any solver, over values of the parameter.
class Recursion {
 public:
  Recursion(const Instance& instance, Parameter parameter)
      : parameter_(parameter), solve_at_(instance, parameter) {}

  std::vector<Piece> run(Interval interval) {
    const Candidate first = solve_at_(interval.from);
    const Candidate last = solve_at_(interval.to);
    from_ = interval.from;
    between(first, last, interval);
    if (pieces_.empty() || from_ < interval.to) add_piece(last, interval.to);
    return std::move(pieces_);
  }

 private:
  /// Whether `a` is below `b` inside the interval, where they do not cross.
  [[nodiscard]] bool is_below(const Line& a, const Line& b, Interval interval) const {
    const double one = to_affine(parameter_.kind, interval.from);
    const double other = to_affine(parameter_.kind, interval.to);
    const double least = std::min(one, other);
    const double most = std::max(one, other);
    const double u = std::isinf(most) ? 2 * least + 1 : least + (most - least) / 2;
    // Not a.at(u) < b.at(u): what little parts two lines is lost in large times.
    return a.at_zero - b.at_zero + (a.slope - b.slope) * u < 0;
  }

  /// Adds the pieces from `from_` to the last breakpoint before `interval.to`, where `last` begins.
  void between(const Candidate& first, const Candidate& last, Interval interval) {
    if (first.placement == last.placement || same(first.line, last.line)) return;
    const double u =
        (last.line.at_zero - first.line.at_zero) / (first.line.slope - last.line.slope);
    const double value = to_affine(parameter_.kind, u);
    if (!(value > interval.from && value < interval.to)) {
      // They tie at an end, where the solver may have taken the one that is worse inside.
      const double end = is_below(first.line, last.line, interval) ? interval.to : interval.from;
      if (end > from_) add_piece(first, end);
      return;
    }
    const Candidate middle = solve_at_(value);
    const double crossing_time = first.line.at(u);
    if (middle.line.at(u) >= crossing_time * (1 - kTieTolerance) ||
        middle.placement == first.placement || middle.placement == last.placement) {
      add_piece(first, value);
      return;
    }
    between(first, middle, {interval.from, value});
    between(middle, last, {value, interval.to});
  }

  void add_piece(const Candidate& candidate, double to) {
    const double u_from = to_affine(parameter_.kind, from_);
    const double u_to = to_affine(parameter_.kind, to);
    pieces_.push_back({from_, to, candidate.placement, candidate.line,
                       Milliseconds(candidate.line.at(u_from)),
                       Milliseconds(candidate.line.at(u_to))});
    from_ = to;
  }

  Parameter parameter_;
  SolverAt solve_at_;
  std::vector<Piece> pieces_;
  double from_ = 0;
};

}  // namespace

Interval domain(Parameter::Kind kind) {
  switch (kind) {
    case Parameter::Kind::rate:
      return {0, ProfileLimits::rate_mbps};
    case Parameter::Kind::gamma:
      return {0, ScenarioLimits::gamma};
    case Parameter::Kind::probability:
      return {0, 1};
  }
  return {};
}

std::vector<EnvelopePiece> lower_envelope(const std::vector<Line>& lines, double from, double to) {
  // For rising u the envelope goes from the steepest line to the flattest.
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  order.erase(std::remove_if(order.begin(), order.end(),
                             [&](std::size_t i) { return !std::isfinite(lines[i].at_zero); }),
              order.end());
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (lines[a].slope != lines[b].slope) return lines[a].slope > lines[b].slope;
    if (lines[a].at_zero != lines[b].at_zero) return lines[a].at_zero < lines[b].at_zero;
    return a > b;
  });

  std::vector<EnvelopePiece> envelope;
  for (const std::size_t i : order) {
    const Line& line = lines[i];
    double start = from;
    bool hidden = false;
    while (!envelope.empty()) {
      EnvelopePiece& top = envelope.back();
      const Line& above = lines[top.line];
      if (same(above, line)) {
        top.line = std::max(top.line, i);
        hidden = true;
        break;
      }
      // Of parallel lines the lower one came first; of others this one wins from the crossing on.
      start = above.slope == line.slope ? kInfinity : crossing(above, line);
      if (start > top.from && !same(start, top.from)) break;
      envelope.pop_back();
      start = from;
    }
    if (hidden || (start >= to && !envelope.empty())) continue;
    if (!envelope.empty()) envelope.back().to = start;
    envelope.push_back({i, start, to});
  }
  // Rounding may have popped the last piece for a line that then was not taken.
  if (!envelope.empty()) envelope.back().to = to;
  return envelope;
}

std::vector<Line> lines_over_rate(const SplitCosts& costs, Milliseconds latency) {
  std::vector<Line> lines;
  lines.reserve(costs.splits().size());
  for (const SplitCosts::Split& split : costs.splits()) {
    lines.push_back(line_over_rate(split, latency));
  }
  return lines;
}

std::vector<Piece> breakpoints(const Instance& instance, Parameter parameter, Interval interval) {
  interval = {interval.from + 0.0, interval.to + 0.0};  // −0 would make a rate's 1/B −∞
  if (SplitCosts::exist_for(instance)) return pieces_of_envelope(instance, parameter, interval);
  return Recursion(instance, parameter).run(interval);
}

std::vector<double> last_values(const std::vector<Piece>& pieces) {
  std::vector<double> last;
  last.reserve(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool has_end =
        i + 1 == pieces.size() || keeps_more_early(pieces[i].placement, pieces[i + 1].placement);
    last.push_back(has_end ? pieces[i].to : std::nextafter(pieces[i].to, 0.0));
  }
  return last;
}

Interval rates_where_best(const Instance& instance, const Placement& best) {
  if (SplitCosts::exist_for(instance)) {
    return rates_where_best(SplitCosts(instance), best.front().layers + best.front().branches,
                            instance.rate.front(), instance.latency.front());
  }
  // From each end towards the best decision's interval: a line that is below its line there meets
  // it nearer by, and so on until none is below (the discrete Newton method).
  const Parameter parameter{Parameter::Kind::rate, 0};
  const Interval all = domain(parameter.kind);
  SolverAt solve_at(instance, parameter);
  const Line line = solve_at.line_of(best);
  const auto nearest = [&](double value) {
    while (true) {
      const Line other = solve_at(value).line;
      const double u = to_affine(parameter.kind, value);
      if (line.at(u) <= other.at(u) * (1 + kTieTolerance) || same(line, other)) return value;
      const double meeting =
          to_affine(parameter.kind, (other.at_zero - line.at_zero) / (line.slope - other.slope));
      const double here = instance.rate.front().value;
      // Rounding must carry it neither back nor past where the decision is known to be the best:
      // where survivals are tiny, lines that tie meet anywhere, even at a rate below 0.
      const double next = std::clamp(meeting, std::min(value, here), std::max(value, here));
      if (next == value || !std::isfinite(next)) return value;
      value = next;
    }
  };
  return {nearest(all.from), nearest(all.to)};
}

Interval rates_where_best(const SplitCosts& costs, std::size_t split, Mbps rate,
                          Milliseconds latency) {
  const Line best = line_over_rate(costs.splits()[split], latency);
  const double here = to_affine(Parameter::Kind::rate, rate.value + 0.0);  // 1 / −0 would be −∞
  double from = 0;                                                         // in u = 1/B
  double to = kInfinity;
  for (const SplitCosts::Split& candidate : costs.splits()) {
    const Line other = line_over_rate(candidate, latency);
    if (same(other, best)) continue;
    // What is better here, but so little that it is a tie, ends the interval only where it is more.
    const Line tied{other.at_zero * (1 + kTieTolerance), other.slope * (1 + kTieTolerance)};
    if (other.slope < best.slope) {
      double end = crossing(best, other);
      if (end < here) end = tied.slope < best.slope ? crossing(best, tied) : kInfinity;
      to = std::min(to, std::max(end, here));
    } else if (other.slope > best.slope) {
      double end = crossing(other, best);
      if (end > here) end = crossing(tied, best);
      from = std::max(from, std::min(end, here));
    }
  }
  const Interval all = domain(Parameter::Kind::rate);
  // 1 / (1 / rate) may be the number beside it.
  return {std::min(rate.value, std::max(all.from, 1.0 / to)),
          std::max(rate.value, std::min(all.to, 1.0 / from))};
}

Instance instance_at(Instance instance, Parameter parameter, double value) {
  switch (parameter.kind) {
    case Parameter::Kind::rate:
      instance.rate[parameter.index] = Mbps{value};
      break;
    case Parameter::Kind::gamma:
      set_gamma(instance, value);
      break;
    case Parameter::Kind::probability:
      instance.exit_probability[parameter.index] = Probability{value};
      break;
  }
  return instance;
}

}  // namespace popex
