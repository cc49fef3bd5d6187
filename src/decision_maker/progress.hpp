// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "model/instance.hpp"

namespace popex {

/// A sample's way through the steps of the network: what it has behind it and how probable it is
/// that it is still running.
struct Progress {
  Handover done;
  Probability survival{1};

  [[nodiscard]] std::size_t position() const { return done.layers + done.branches; }

  /// Expected time of the next step on `tier`, which is not the last where that step is a branch.
  [[nodiscard]] Milliseconds step_time(const Instance& instance, std::size_t tier) const {
    return survival * (instance.branch_is_next(done) ? instance.branch_time(tier, done.branches)
                                                     : instance.layer_time(tier, done.layers));
  }
  /// Expected time of being handed from tier `link` to the next one here.
  [[nodiscard]] Milliseconds upload_time(const Instance& instance, std::size_t link) const {
    return survival * instance.transfer_time(link, done.layers);
  }
  /// Takes the next step.
  void advance(const Instance& instance) {
    if (instance.branch_is_next(done)) {
      survival = survival * complement(instance.exit_probability[done.branches]);
      ++done.branches;
    } else {
      ++done.layers;
    }
  }
};

}  // namespace popex
