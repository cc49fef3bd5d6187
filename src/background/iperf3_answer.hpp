// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <popex/result.hpp>
#include <popex/units.hpp>

namespace popex {

/// What arrived in one run of `iperf3 -J`: the rate at the receiver, in `end` (in `sum_received`
/// for TCP, `sum` for UDP), or as a problem what iperf3 itself says of its failure.
Result<Mbps> read_iperf3_answer(std::string_view text, const std::string& name);

}  // namespace popex
