// SPDX-License-Identifier: MIT
#pragma once

#include <sstream>
#include <string>

#include "background/exit_records.hpp"

namespace popex::test {

/// The records of a table called r.csv.
inline Result<ReadRecords> read(const std::string& table, const RecordsRequest& request = {}) {
  std::istringstream in(table);
  return read_records(in, "r.csv", request);
}

}  // namespace popex::test
