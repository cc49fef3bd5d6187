// SPDX-License-Identifier: MIT
#pragma once

#include <popex/decision.hpp>

#include "model/instance.hpp"

namespace popex {

/// What a placement costs, by the formula and by nothing else: no graph, no search. With
/// S = ∏ (1 − p) over the branches that ran before,
///
///     E[T] = Σ S · t                      layers and branches, on the tier that runs them
///          + Σ R · (8 α / (1000 B) + L)   links that are crossed, R = S at the handover
///
/// (Pacheco & Couto, ISCC 2020, with the branch at the split left to choice). The placement needs
/// one handover a link, none before the one of the link before it, each at a place where a sample
/// can be: after layer k_j all branches before b_j have run.
Decision expected_time(const Instance& instance, Placement placement);

}  // namespace popex
