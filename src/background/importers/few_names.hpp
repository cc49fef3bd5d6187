// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace popex {

/// "conv1, conv2, …": names for a note, the first five of them.
std::string few_names(const std::vector<std::string>& names);

}  // namespace popex
