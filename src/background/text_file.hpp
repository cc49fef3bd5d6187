// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <istream>
#include <string>

#include <popex/result.hpp>

namespace popex {

/// A whole file, or a problem of the system's if it cannot be read. More than `most` bytes are a
/// problem of the input and are not read.
Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t most);

/// The same for a stream; `name` is what its problems call it.
Result<std::string> read_text(std::istream& in, const std::string& name, std::size_t most);

/// The problems of a text with the name of its file before their places: "net.json: /layers/3",
/// "net.json:12:5".
Problems in_file(const std::string& file, Problems problems);

}  // namespace popex
