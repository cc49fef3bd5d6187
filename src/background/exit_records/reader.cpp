// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "background/exit_records.hpp"
#include "background/exit_records/heading.hpp"
#include "background/exit_records/line_blocks.hpp"
#include "background/exit_records/rows.hpp"
#include "background/exit_records/samples.hpp"
#include "background/problem_list.hpp"

namespace popex {

Result<ReadRecords> read_records(std::istream& in, const std::string& name,
                                 const RecordsRequest& request) {
  ProblemList problems(name);
  LineBlocks lines(in);
  errno = 0;
  std::string_view line;
  const bool has_heading = lines.next(line);
  RecordHeading heading;
  RecordRows rows;
  if (has_heading) heading = read_heading(line, lines.number(), request, problems);
  if (has_heading && problems.empty()) rows = read_rows(lines, heading, request.vectors, problems);
  if (lines.is_broken()) {
    return Problems{
        {name, fmt::format("cannot be read: {}", std::strerror(errno)), Problem::Cause::system}};
  }
  if (lines.was_too_long()) {
    problems.at_line(lines.number(),
                     fmt::format("a line of more than {} bytes", RecordsLimits::line_bytes));
  } else if (!has_heading) {
    problems.of_file("empty, expected a line of column names");
  }
  ReadRecords read;
  if (problems.empty()) {
    read.records = samples_of(std::move(rows), heading, request, name, problems, read.notes);
  }
  if (!problems.empty()) return problems.take();
  return read;
}

const ExitRecords::Column& ExitRecords::column(const std::string& name) const {
  return *std::find_if(columns.begin(), columns.end(),
                       [&](const Column& column) { return column.name == name; });
}

}  // namespace popex
