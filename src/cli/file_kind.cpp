// SPDX-License-Identifier: MIT
#include "cli/file_kind.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/failure.hpp"

namespace popex::cli {
namespace {

struct Ending {
  std::string_view end;
  FileKind kind;
};
constexpr std::array<Ending, 10> kEndings{{{".json", FileKind::json},
                                           {".csv", FileKind::csv},
                                           {".svg", FileKind::picture},
                                           {".png", FileKind::picture},
                                           {".pdf", FileKind::picture},
                                           {".eps", FileKind::picture},
                                           {".dot", FileKind::dot},
                                           {".gv", FileKind::dot},
                                           {".h", FileKind::header},
                                           {".hpp", FileKind::header}}};

std::string_view in_words(FileKind kind) {
  switch (kind) {
    case FileKind::json:
      return "JSON";
    case FileKind::csv:
      return "CSV";
    case FileKind::picture:
      return "a picture";
    case FileKind::dot:
      return "DOT";
    case FileKind::header:
      return "a C header";
  }
  return "";
}

/// What --format calls it.
std::string_view format_name(FileKind kind) {
  switch (kind) {
    case FileKind::json:
      return "json";
    case FileKind::csv:
      return "csv";
    case FileKind::dot:
      return "text";
    case FileKind::header:
      return "c";
    case FileKind::picture:
      return "";
  }
  return "";
}

/// ".json, .csv".
std::string endings_of(const std::vector<FileKind>& kinds) {
  std::vector<std::string_view> ends;
  for (const Ending& ending : kEndings) {
    if (std::find(kinds.begin(), kinds.end(), ending.kind) != kinds.end()) {
      ends.push_back(ending.end);
    }
  }
  return fmt::format("{}", fmt::join(ends, ", "));
}

/// Which option, or command, writes such a file.
std::string advice(const CLI::App& command, FileKind kind, const std::string& file) {
  if (kind == FileKind::picture && command.get_option_no_throw("--plot") != nullptr) {
    return fmt::format("; --plot {} draws the answer", file);
  }
  if (kind == FileKind::picture || kind == FileKind::dot) return "; popex graph draws networks";
  return kind == FileKind::header ? "; popex plan writes headers" : "";
}

}  // namespace

std::optional<FileKind> kind_by_ending(const std::string& file) {
  std::string end = std::filesystem::path(file).extension().string();
  std::transform(end.begin(), end.end(), end.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto* const found = std::find_if(kEndings.begin(), kEndings.end(),
                                         [&](const Ending& ending) { return ending.end == end; });
  if (found == kEndings.end()) return std::nullopt;
  return found->kind;
}

Problems problems_of_ending(const CLI::App& command, const std::string& option,
                            const std::string& file, const std::vector<FileKind>& written) {
  const std::optional<FileKind> kind = kind_by_ending(file);
  if (!kind || std::find(written.begin(), written.end(), *kind) != written.end()) return {};
  return {
      {option, fmt::format("'{}' is the name of {}, expected {} or an ending of no format{}", file,
                           in_words(*kind), endings_of(written), advice(command, *kind, file))}};
}

Problems problems_of_format(const std::string& format, const std::string& file) {
  const std::optional<FileKind> kind = kind_by_ending(file);
  if (format.empty() || !kind || format_name(*kind) == format) return {};
  return {{"--format", fmt::format("'{}', but '{}' is the name of {}; expected one of both, or "
                                   "another name",
                                   format, file, in_words(*kind))}};
}

void check_when_read(CLI::App& command, std::function<Problems()> problems) {
  command.final_callback([problems = std::move(problems)] {
    if (Problems found = problems(); !found.empty()) throw Failure(std::move(found));
  });
}

}  // namespace popex::cli
