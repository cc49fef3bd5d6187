// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace popex::test {

/// A single server: first come, first served, and room for all that wait.
struct SimulatedStage {
  /// After a part, the sample leaves the whole pipeline with this probability, and the server is
  /// free at once.
  struct Part {
    double service_ms = 0;
    double exit_probability = 0;
  };
  std::vector<Part> parts;
  /// From the end of the last part to the next stage, for a sample that did not leave. Takes no
  /// time of the server. After the last stage it counts as well.
  double delay_after_ms = 0;
};

/// What was seen after the warm-up; vectors have one value a stage.
struct SimulatedLoad {
  /// From arrival at the first stage until the sample left the pipeline, wherever that was.
  double mean_time_ms = 0;
  double standard_error_ms = 0;
  /// The share of the time in which the server was busy; no more than 1 under overload either.
  std::vector<double> utilisation;
  /// Over all samples: one that never reached the stage waited 0 there.
  std::vector<double> mean_wait_ms;
};

/// Samples arrive at the first stage at random (Poisson) and go through the stages in order:
///
///     ─▸ waiting ─▸ part ─▸ … ─▸ part ──delay──▸ waiting ─▸ part ─▸ …
///                     └▸ exit       └▸ exit                  └▸ exit
///
/// No sample overtakes another, so each is followed to its end before the next one (Lindley's
/// recursion). The first tenth is warm-up; the standard error is that of 30 batch means. The same
/// seed gives the same numbers, and the same arrivals and exits whatever the times of the stages.
/// Throws where there are too few samples for the batches.
SimulatedLoad simulate(const std::vector<SimulatedStage>& stages, double samples_per_second,
                       std::size_t samples, std::uint64_t seed);

}  // namespace popex::test
