// SPDX-License-Identifier: MIT
#pragma once

#include <istream>
#include <ostream>

namespace popex::cli {

/// The whole program: what `main` returns. The answer goes to `out`, everything else to `err`.
int run(int argc, const char* const* argv, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace popex::cli
