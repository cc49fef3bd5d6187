// SPDX-License-Identifier: MIT
#include "background/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace popex {

Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t most) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return Problems{{file.string(), "is a folder, expected a file", Problem::Cause::system}};
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Problems{{file.string(), fmt::format("cannot be read: {}", std::strerror(errno)),
                     Problem::Cause::system}};
  }
  return read_text(in, file.string(), most);
}

Result<std::string> read_text(std::istream& in, const std::string& name, std::size_t most) {
  std::string text;
  constexpr std::size_t block = 1U << 16U;
  while (in) {
    const std::size_t before = text.size();
    text.resize(before +
                std::max(block, before));  // doubles, so that large files are copied seldom
    in.read(text.data() + before, static_cast<std::streamsize>(text.size() - before));
    text.resize(before + static_cast<std::size_t>(in.gcount()));
    if (text.size() > most) {
      return Problems{{name, fmt::format("larger than {} bytes, the most that is read", most)}};
    }
  }
  if (in.bad()) {
    return Problems{
        {name, fmt::format("cannot be read: {}", std::strerror(errno)), Problem::Cause::system}};
  }
  return text;
}

Problems in_file(const std::string& file, Problems problems) {
  for (Problem& problem : problems) {
    const bool apart = !problem.where.empty() && problem.where.front() != ':';
    problem.where = file + (apart ? ": " : "") + problem.where;
  }
  return problems;
}

}  // namespace popex
