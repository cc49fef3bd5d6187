// SPDX-License-Identifier: MIT
#pragma once

#include <popex/decision.hpp>

#include "model/criteria.hpp"
#include "model/instance.hpp"

namespace popex {

/// What a placement costs, by formulas and by nothing else: E[T] (`expected_time`), and what the
/// criteria ask for beside it.
///
/// Energy is a sum like E[T]: S · mJ over what runs, R · P · 8 α / (1000 B) over what is sent.
///
/// The load sees each tier and each link as a stage of a pipeline, a server for one sample at a
/// time. One sample takes a stage up for S̄ ms, in expectation over all samples: those that left
/// earlier by an exit take up nothing. Link latency delays samples but takes up nothing. With
/// Poisson arrivals of λ samples per ms each stage is taken for an M/G/1 queue of its own, so that
/// a sample waits for
///
///     V · λ · E[S²] / (2 (1 − λ S̄))        V: probability that a sample comes to the stage
///
/// (Pollaczek and Khinchine; that stages may be looked at one by one is Kleinrock's independence
/// assumption). S̄ and E[S²] are over all samples, a sample that exits at a branch having taken
/// what ran up to it. Exact for the first stage; for later ones an approximation, because what
/// leaves a queue is no Poisson process.
Decision assess(const Instance& instance, const Criteria& criteria, Placement placement);

/// What of a decision a constraint bounds, in the unit of its limit: bytes, ms or samples per
/// second (the only one where more is better); 0 or 1 for `pin` and `not_before`.
double bounded_value(const Criteria& criteria, const Constraint& constraint,
                     const Decision& decision);

/// Whether a decision keeps to a constraint, or to all of them.
bool meets(const Criteria& criteria, const Constraint& constraint, const Decision& decision);
bool meets(const Criteria& criteria, const Decision& decision);

/// What the objective is the least of: ms, mJ, or ms per sample.
double objective_of(const Criteria& criteria, const Decision& decision);

/// Waiting time in the queue before a stage, over all samples: V · λ · E[S²] / (2 (1 − λ S̄)).
/// `square`: E[S²] in ms². Infinite where the stage is overloaded.
Milliseconds waiting_time(double samples_per_second, Milliseconds occupancy, double square,
                          Probability visits);

}  // namespace popex
