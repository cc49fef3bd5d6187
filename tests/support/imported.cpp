// SPDX-License-Identifier: MIT
#include "support/imported.hpp"

#include <sstream>

namespace popex::test {

Result<Imported> imported(const Importer& importer, const std::string& text) {
  std::istringstream in(text);
  const ImportFile file{"log", text.substr(0, 65536), &in};
  return importer.read(std::span(&file, 1), ImportSettings{});
}

std::string_view format_of(std::string_view head) {
  for (const Importer* importer : importers()) {
    if (importer->recognises(head)) return importer->format;
  }
  return "none";
}

std::string accepted_part(const Importer& importer, const std::string& text) {
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string part = text.substr(0, size);
    if (imported(importer, part)) return part;
  }
  return "";
}

}  // namespace popex::test
