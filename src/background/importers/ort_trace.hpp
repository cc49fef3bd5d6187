// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <popex/result.hpp>
#include <popex/units.hpp>

#include "background/importers/importer.hpp"

namespace popex {

/// What the names of events end in that time a node.
constexpr std::string_view kOrtKernel = "_kernel_time";

/// What ONNX Runtime's profiler says of one thing that it timed. Times are in µs.
struct OrtEvent {
  enum class Kind { run, node };  ///< a whole run of the model, or one node of it
  Kind kind = Kind::node;
  double begin = 0;
  double duration = 0;

  std::string name;  ///< of the node; older versions leave it empty where the model does
  std::string type;  ///< the operator
  std::string provider;
  std::optional<double> index;  ///< of the node in its graph
  std::optional<Bytes> input;   ///< what it reads, weights left out
  std::optional<Bytes> output;
  std::optional<Bytes> parameters;
};

/// Is handed one event after another until it says what is wrong with one; empty: nothing is.
using TakeOrtEvent = std::function<std::string(const OrtEvent&)>;

/// What no event comes near; a longer one ends the reading.
constexpr std::size_t kLongestOrtEvent = 1U << 20U;

/// Reads a trace, a JSON array of events, event by event, so that memory depends on the longest of
/// them alone: at most 32 × `longest`, and 128 KiB for all that profilers write. Events of other
/// kinds and keys that are not known are passed over.
Problems read_ort_trace(const ImportFile& file, const TakeOrtEvent& take,
                        std::size_t longest = kLongestOrtEvent);

}  // namespace popex
