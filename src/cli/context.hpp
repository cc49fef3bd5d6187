// SPDX-License-Identifier: MIT
#pragma once

#include <istream>
#include <ostream>

#include "background/profile_library.hpp"
#include "cli/logging.hpp"

namespace popex::cli {

/// What a command is given of the world.
struct Context {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Log& log;
  ProfileLibrary profiles;
  bool shows_progress;  ///< stderr is a terminal that can rewrite a line
};

}  // namespace popex::cli
