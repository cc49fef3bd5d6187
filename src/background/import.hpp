// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>

#include "background/batch.hpp"
#include "background/importers/importer.hpp"

namespace popex {

/// How files are to be imported.
struct ImportRequest {
  std::string format;  ///< empty: each file's by its content
  /// Of the profile. Empty: edge and cloud, or what files that name their tiers name.
  std::vector<std::string> tiers;
  /// Of the files that do not name their tiers, in their order. Empty: `tiers`, or edge and cloud.
  std::vector<std::string> measured;
  Batches batches;  ///< where nothing is said: what the files say
  const OnnxGraph* model = nullptr;
};

/// A profile and what is to be said about it.
struct Measured {
  Profile profile;
  std::vector<std::string> notes;  ///< sentences, without a full stop
};

/// How many bytes of a file its format is recognised by.
constexpr std::size_t kImportHead = 65536;

/// The files of profilers as one profile: each file (or pair of files, where a format has two) is
/// the next tier, or the tiers that it names. Times and sizes are divided by the batch. Problems
/// begin with a file's name or an option's.
Result<Measured> import_files(std::vector<ImportFile> files, const ImportRequest& request);

}  // namespace popex
