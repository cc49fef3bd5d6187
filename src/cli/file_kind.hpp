// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>

namespace popex::cli {

/// What the end of a file's name says that it is.
enum class FileKind { json, csv, picture, dot, header };

/// Nothing where the end says nothing, or nothing that we know.
std::optional<FileKind> kind_by_ending(const std::string& file);

/// The problem of a file for `option` whose name says that it is something else than what `command`
/// can write into it.
Problems problems_of_ending(const CLI::App& command, const std::string& option,
                            const std::string& file, const std::vector<FileKind>& written);

/// The problem of a --format that is given and is not what the name of the file says. `dot` is
/// "text" as well, and `header` "c".
Problems problems_of_format(const std::string& format, const std::string& file);

/// Says so when the command line has been read, before the command is run.
void check_when_read(CLI::App& command, std::function<Problems()> problems);

}  // namespace popex::cli
