// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>

#include "background/onnx_graph.hpp"

namespace popex {

/// A file to import.
struct ImportFile {
  std::string name;
  std::string head;            ///< its first bytes, by which its format is recognised
  std::istream* in = nullptr;  ///< the whole of it, from the first byte
};

/// What the importers are told besides the files.
struct ImportSettings {
  /// The tier that was measured. Formats that name their tiers themselves take their own.
  std::string tier = "edge";
  const OnnxGraph* model = nullptr;  ///< the graph that the files' layers are of, where given
};

/// What files say of a network.
struct Imported {
  /// Layers in execution order. Times and sizes that the files lack are not there; `description`
  /// is one sentence on where the numbers come from, without a full stop.
  ProfileData profile;
  /// How many samples each time and each size is of; whoever called divides them.
  double batch = 1;
  /// A note on `batch` where it is a guess; nothing needs to be said where the user gives it.
  std::string batch_note;
  /// What the file itself says that one run takes, in all layers together, for the whole batch.
  std::optional<Milliseconds> total;
  /// The part of it that no layer of the profile has; a note says what that is.
  Milliseconds left_out{0};
  /// Sentences, without a full stop: what could not be found, and what had to be assumed.
  std::vector<std::string> notes;
};

/// A format that profilers write. One file a format; the one list is `importers()`.
struct Importer {
  std::string_view format;  ///< as on the command line
  std::string_view files;   ///< what its files are, for help and messages
  std::size_t files_per_tier = 1;
  bool names_tiers = false;  ///< the files say themselves which tiers were measured
  /// Whether a file that begins like this is one of the format's.
  bool (*recognises)(std::string_view head);
  /// Reads the files of one tier; there are `files_per_tier` of them, in any order. Places of
  /// problems begin with the file's name. Files may be truncated, hostile or not of the format.
  Result<Imported> (*read)(std::span<const ImportFile> files, const ImportSettings& settings);
};

extern const Importer kCaffeImporter;
extern const Importer kCsvImporter;
extern const Importer kMsrImporter;
extern const Importer kOpenVinoImporter;
extern const Importer kOrtImporter;
extern const Importer kTfliteImporter;
extern const Importer kTrtexecImporter;

/// Every importer, in the order in which a file is offered to them.
const std::vector<const Importer*>& importers();

}  // namespace popex
