// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <popex/result.hpp>

#include "cli/rate_sources/line_reader.hpp"
#include "cli/rate_sources/rate_source.hpp"

namespace popex::cli {

/// A source of which every line of standard input is a sample. Blank lines and those that begin
/// with # are passed over.
class ToldLines : public RateSource {
 public:
  explicit ToldLines(LineReader& lines) : lines_(lines) {}
  void next(RateEvent& event) final;

 protected:
  /// Fills in the sample, or the message and false where the line is none.
  virtual bool read(std::string_view line, RateEvent& event) = 0;

  /// When the line that is read came, by the clock.
  [[nodiscard]] double came_s() const { return lines_.came_s(); }
  /// "standard input:3".
  [[nodiscard]] std::string place() const;

 private:
  LineReader& lines_;
};

/// The two fields of a line, between which there are blanks or a comma. The second is empty where
/// there is one alone.
std::pair<std::string_view, std::string_view> two_fields(std::string_view line);

/// All problems of one line in one message: "/rate: unknown key …; /rate_mbps: missing …".
std::string joined(const Problems& problems);

}  // namespace popex::cli
