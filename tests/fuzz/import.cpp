// SPDX-License-Identifier: MIT
//
// The importers: any bytes, read as each format and as what they look like, give a profile or
// problems, and a profile survives being written and read again. A line "=====" ends the first of
// two files.

#include "background/import.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <popex/profile_io.hpp>

#include "background/importers/importer.hpp"

namespace {

std::vector<std::string> parts_of(const std::string& input) {
  constexpr std::string_view mark = "\n=====\n";
  const std::size_t end = input.find(mark);
  if (end == std::string::npos) return {input};
  return {input.substr(0, end), input.substr(end + mark.size())};
}

void import_as(const std::string& format, const std::vector<std::string>& parts) {
  std::vector<std::istringstream> streams;
  std::vector<popex::ImportFile> files;
  for (const std::string& part : parts) streams.emplace_back(part);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    files.push_back(
        {"file" + std::to_string(i), parts[i].substr(0, popex::kImportHead), &streams[i]});
  }
  popex::ImportRequest request;
  request.format = format;
  const popex::Result<popex::Measured> measured = popex::import_files(std::move(files), request);
  if (!measured) {
    if (measured.problems().empty()) std::abort();
    for (const popex::Problem& problem : measured.problems()) {
      if (problem.where.empty() || problem.message.empty()) std::abort();
    }
    return;
  }
  for (const std::string& note : measured->notes) {
    if (note.empty() || note.back() == '.') std::abort();
  }
  const std::string written = popex::write_profile(measured->profile);
  const popex::Result<popex::Profile> again = popex::read_profile(written);
  if (!again || popex::write_profile(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const std::vector<std::string> parts = parts_of(input);
  import_as("", parts);
  for (const popex::Importer* importer : popex::importers()) {
    import_as(std::string(importer->format), parts);
  }
  return 0;
}
