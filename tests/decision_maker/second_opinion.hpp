// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/goal.hpp>
#include <popex/profile.hpp>

#include "decision_maker/tier_of.hpp"
#include "model/instance.hpp"

// A second way to what decisions cost and what a goal demands of them: from names, tiers and sums
// alone, without handovers, graphs or the formulas of the model.

namespace popex::test {

/// What a placement costs; vectors have one value a tier or a link.
struct Figures {
  double time = 0;  ///< E[T] in ms, queueing not included
  std::vector<double> tier_mj;
  std::vector<double> link_mj;
  std::vector<double> tier_occupancy;  ///< ms
  std::vector<double> link_occupancy;
  std::vector<double> tier_waiting;  ///< ms; infinite where a stage is overloaded
  std::vector<double> link_waiting;
  std::vector<double> upload;      ///< bytes
  std::vector<double> parameters;  ///< bytes
  bool is_pinned = true;           ///< keeps to pins and `not_before`

  [[nodiscard]] double energy() const;
  [[nodiscard]] double bottleneck() const;
  [[nodiscard]] double waiting() const;
  [[nodiscard]] double time_with_waiting() const { return time + waiting(); }
};

class SecondOpinion {
 public:
  /// The instance says times under γ, rates and probabilities, and nothing else is read from it.
  SecondOpinion(const Profile& profile, const Goal& goal, const Instance& instance);

  [[nodiscard]] Figures figures(const TierOf& placement) const;
  /// What the goal's objective is the least of.
  [[nodiscard]] double objective(const Figures& figures) const;
  /// Whether a placement ends and keeps to every bound of the goal.
  [[nodiscard]] bool is_possible(const Figures& figures) const;

 private:
  struct Piece {
    double ms;
    double mj;
    double probability;  ///< that a sample comes to it
  };
  [[nodiscard]] std::vector<Piece> pieces_on(std::size_t tier, const TierOf& placement) const;
  [[nodiscard]] double survival(const TierOf& placement, std::size_t layers,
                                std::size_t tier) const;
  [[nodiscard]] bool keeps_to_pins(const TierOf& placement) const;
  [[nodiscard]] double sending_ms(std::size_t link, double bytes) const;
  [[nodiscard]] double sending_mj(std::size_t link, double bytes) const;
  [[nodiscard]] double radio_mw(std::size_t link) const;
  template <class P>
  [[nodiscard]] double energy_of(const P& piece, std::size_t tier, double ms) const;

  const Profile& profile_;
  const Goal& goal_;
  const Instance& instance_;
  std::vector<std::vector<std::size_t>> kept_;  ///< by `not_before`: tensors that may not be sent
};

}  // namespace popex::test
