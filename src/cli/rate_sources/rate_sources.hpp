// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

#include "cli/rate_sources/parts.hpp"
#include "cli/rate_sources/rate_source.hpp"

namespace popex::cli {

/// One kind of source, as --source names it: "NAME" or "NAME:ARGUMENT".
struct RateSourceEntry {
  std::string_view name;
  std::string_view argument;  ///< "HOST[:PORT]"; empty: it takes none
  bool reads_input;           ///< lines of standard input; otherwise it measures every --period
  std::string_view description;
  Problems (*problems_of)(const std::string& argument);
  /// Of an argument without problems.
  std::unique_ptr<RateSource> (*make)(const std::string& argument, const RateSourceParts& parts);
};

/// All of them. The one list.
const std::vector<RateSourceEntry>& rate_sources();

/// What --source says: a kind, and its argument.
struct NamedRateSource {
  const RateSourceEntry* entry;
  std::string argument;
};
Result<NamedRateSource> find_rate_source(const std::string& text);

}  // namespace popex::cli
