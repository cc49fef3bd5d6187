// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <popex/result.hpp>

namespace popex {

/// Where profiles are looked for by name.
struct ProfileLibrary {
  std::filesystem::path bundled;  ///< the folder of the profiles that come with popex

  /// The file that `name` means: seen from `folder` where it is there, else, for a name without a
  /// folder, among the bundled ones.
  [[nodiscard]] Result<std::filesystem::path> find(const std::string& name,
                                                   const std::filesystem::path& folder = {}) const;

  /// The file names of the bundled profiles, sorted.
  [[nodiscard]] std::vector<std::string> names() const;
};

}  // namespace popex
