// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <popex/result.hpp>
#include <popex/units.hpp>

#include "background/importers/importer.hpp"

namespace popex {

/// A log of `caffe time`, as it stands there.
struct CaffeLog {
  struct Made {
    std::string blob;
    std::optional<double> values;  ///< how many
    bool is_scalar = false;        ///< a single value, without dimensions
  };
  struct Layer {
    std::string name;
    std::string type;                ///< empty where the log does not say it
    std::vector<std::string> reads;  ///< blobs
    std::vector<Made> makes;
    bool is_loss = false;
    std::optional<Milliseconds> time;  ///< forward
  };
  std::string network;
  std::vector<Layer> layers;         ///< in the order in which they run
  bool has_structure = false;        ///< whether it says what layers read and make
  std::optional<double> batch;       ///< the first dimension of the first blob
  std::optional<double> iterations;  ///< of which the times are the mean
  std::optional<Milliseconds> total;
};

Result<CaffeLog> read_caffe_log(const ImportFile& file);

/// Whether a file that begins like this is such a log, or a part of one.
bool is_caffe_log(std::string_view head);

}  // namespace popex
