// SPDX-License-Identifier: MIT
#pragma once

namespace popex {

/// Puts something that can neither be read nor written in the place of those of standard input,
/// output and error that are closed. Otherwise the next file that is opened would be one of them:
/// answers would go into it, and what is read would be a pipe of our own. To be called first.
void secure_standard_streams();

}  // namespace popex
