// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/profile.hpp>

#include "background/importers/importer.hpp"

/// What is to be said about imported numbers, whatever their format.
namespace popex {

/// Says in the description how the times of the layers and branches on `tier` compare with what the
/// file calls its total, and in a note if they are not nearly all of it.
void compare_with_total(Imported& imported, const std::string& tier);

void note_missing_times(Imported& imported);

/// Notes on sizes that no file had. They may come from any of the files, so this is of the whole.
std::vector<std::string> missing_sizes(const Profile& profile);

}  // namespace popex
