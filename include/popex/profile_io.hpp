// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <popex/profile.hpp>
#include <popex/result.hpp>

namespace popex {

/// Reads a profile from JSON text (profiles/README.md). Every problem is reported, each with the
/// JSON pointer of its place, or with ":LINE:COLUMN" where the text is not JSON.
Result<Profile> read_profile(std::string_view json);

/// Reads a profile from a file. Places begin with the file's name.
Result<Profile> load_profile(const std::filesystem::path& file);

/// The profile as JSON text that `read_profile` reads back as the same profile: numbers keep every
/// digit, layers stand one a line.
std::string write_profile(const Profile& profile);

}  // namespace popex
