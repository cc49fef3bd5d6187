// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace popex {

/// From now on a crash writes one line to standard output, as any other problem of a model does,
/// and ends the program with 2. It says in which library that was.
void report_crashes();

/// What runs from now on, "libonnx 1.12.0", and what it does, "infers its shapes".
void set_running(const std::string& library, const std::string& doing);

/// What popex-onnx itself does.
void set_running_nothing();

}  // namespace popex
