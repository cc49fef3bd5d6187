// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace popex::test {

/// How often this program has taken memory with `new` so far.
std::size_t allocation_count();

}  // namespace popex::test
