// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "background/exit_records/heading.hpp"
#include "background/exit_records/interned.hpp"
#include "background/exit_records/row_line.hpp"
#include "background/exit_records/rows.hpp"

namespace popex {

/// Collects the lines of a table as rows, with what follows from their vectors.
class RowStore {
 public:
  RowStore(const RecordHeading& heading, bool vectors);

  /// Makes room for so many rows, so that they need not be moved.
  void expect(std::size_t rows);

  /// `texts`: the columns that are kept, then in the long form exit and id.
  void add(std::size_t number, RowLine& line, const std::vector<std::string>& texts);

  [[nodiscard]] std::size_t size() const { return rows_.line.size(); }
  [[nodiscard]] RecordRows take() { return std::move(rows_); }

 private:
  /// What a table can say of an exit, by itself or through vectors.
  struct Told {
    bool confidence = false;
    bool entropy = false;
    bool prediction = false;
    bool correct = false;
  };
  void derive(std::size_t exit, RowLine& line) const;

  const RecordHeading& heading_;
  bool vectors_;
  bool has_label_ = false;
  std::vector<Told> told_;  // of each exit
  RecordRows rows_;
  std::vector<Interned> texts_;
};

}  // namespace popex
