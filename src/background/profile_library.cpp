// SPDX-License-Identifier: MIT
#include "background/profile_library.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "text/nearest_name.hpp"

namespace popex {

Result<std::filesystem::path> ProfileLibrary::find(const std::string& name,
                                                   const std::filesystem::path& folder) const {
  std::error_code error;
  const std::filesystem::path here = folder / name;
  if (std::filesystem::exists(here, error)) return here;
  if (error) {  // it may be there
    return Problems{{name, "cannot be read: " + error.message(), Problem::Cause::system}};
  }
  const bool plain = !std::filesystem::path(name).has_parent_path();
  if (plain && std::filesystem::exists(bundled / name, error)) return bundled / name;
  const std::vector<std::string> known = names();
  const std::vector<std::string_view> views(known.begin(), known.end());
  return Problems{
      {name,
       plain ? fmt::format("no such file, and no such bundled profile ({}){}",
                           known.empty() ? "none found" : fmt::format("{}", fmt::join(known, ", ")),
                           text::did_you_mean(name, views))
             : std::string("no such file"),
       Problem::Cause::system}};
}

std::vector<std::string> ProfileLibrary::names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(bundled, error), end; entry != end;
       entry.increment(error)) {
    if (error) break;
    const std::string name = entry->path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".schema.json")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace popex
