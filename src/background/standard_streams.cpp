// SPDX-License-Identifier: MIT
#include "background/standard_streams.hpp"

#include <cerrno>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace popex {

void secure_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest number that is free is this one. A path alone is always there and holds nothing.
    if (open("/", O_PATH | O_DIRECTORY) != stream) _exit(4);
  }
}

}  // namespace popex
