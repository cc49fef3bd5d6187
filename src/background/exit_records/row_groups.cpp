// SPDX-License-Identifier: MIT
#include "background/exit_records/row_groups.hpp"

#include <cstdint>
#include <unordered_map>

#include <fmt/format.h>

#include "background/importers/lines.hpp"

namespace popex {
namespace {

using Codes = std::vector<std::uint32_t>;

/// Rows that are alike in both have the same code, and others another.
template <class Values>
void combine(Codes& codes, const Values& values) {
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  for (std::size_t row = 0; row < codes.size(); ++row) {
    const std::uint64_t both =
        std::uint64_t{codes[row]} << 32U | static_cast<std::uint32_t>(values[row]);
    codes[row] = known.emplace(both, static_cast<std::uint32_t>(known.size())).first->second;
  }
}

}  // namespace

std::size_t RowGroups::first_row(std::size_t sample, std::size_t exits) const {
  for (std::size_t e = 0; e < exits; ++e) {
    if (row[sample * exits + e] != kNoRow) return row[sample * exits + e];
  }
  return kNoRow;
}

RowGroups grouped_rows(const RecordRows& rows, const std::vector<NamedExit>& exits,
                       ProblemList& problems) {
  const std::size_t count = rows.line.size();
  std::vector<std::size_t> exit_of(rows.exit.values.size());
  for (std::size_t e = 0; e < exits.size(); ++e) exit_of[exits[e].in_table] = e;
  Codes codes(count, 0);
  if (!rows.label.empty()) combine(codes, rows.label);
  for (const ExitRecords::Column& column : rows.kept) {
    const bool numbers_the_rows = column.values.size() == count;
    if (!numbers_the_rows) combine(codes, column.value);
  }
  const std::size_t ids = rows.id.values.size();
  const bool has_ids = ids > 1 && ids < count;
  if (has_ids) combine(codes, rows.id.value);

  RowGroups groups;
  std::vector<std::size_t> sample_of;  // of each code
  const auto begin_sample = [&] {
    groups.row.resize(groups.row.size() + exits.size(), RowGroups::kNoRow);
    return groups.samples++;
  };
  std::size_t sample = RowGroups::kNoRow;
  for (std::size_t row = 0; row < count; ++row) {
    const std::size_t e = exit_of[rows.exit.value[row]];
    if (has_ids) {
      if (sample_of.size() <= codes[row]) sample_of.push_back(begin_sample());
      sample = sample_of[codes[row]];
    } else if (row == 0 || codes[row] != codes[row - 1] ||
               groups.row[sample * exits.size() + e] != RowGroups::kNoRow) {
      sample = begin_sample();
    }
    std::size_t& place = groups.row[sample * exits.size() + e];
    if (place != RowGroups::kNoRow) {
      problems.at_line(
          rows.line[row],
          fmt::format("exit {} of the same sample as in line {}, expected one row "
                      "for each sample and exit",
                      in_quotes(rows.exit.values[rows.exit.value[row]]), rows.line[place]));
    }
    place = row;
  }
  return groups;
}

}  // namespace popex
