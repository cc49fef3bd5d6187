// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace popex::text {

/// The candidate that `word` is most likely a slip of (edit distance, swapped neighbours count
/// once), or an empty view where none is near.
std::string_view nearest_name(std::string_view word,
                              const std::vector<std::string_view>& candidates);

/// "; did you mean 'conv1'?" or, where no candidate is near, an empty string.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace popex::text
