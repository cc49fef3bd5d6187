// SPDX-License-Identifier: MIT
#include "text/csv_fields.hpp"

#include <cstddef>
#include <utility>

namespace popex::text {

std::optional<std::vector<std::string>> csv_fields(std::string_view line, char separator) {
  std::vector<std::string> fields;
  std::size_t at = 0;
  while (true) {
    std::string field;
    if (at < line.size() && line[at] == '"') {
      for (++at;; ++at) {
        if (at == line.size()) return std::nullopt;
        if (line[at] == '"' && (++at == line.size() || line[at] != '"')) break;
        field += line[at];
      }
      if (at < line.size() && line[at] != separator) return std::nullopt;
    } else {
      const std::size_t end = line.find(separator, at);
      field = line.substr(at, end == std::string_view::npos ? end : end - at);
      at += field.size();
    }
    fields.push_back(std::move(field));
    if (at == line.size()) return fields;
    ++at;  // the separator
  }
}

}  // namespace popex::text
