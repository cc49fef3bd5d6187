// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <popex/decision.hpp>
#include <popex/profile.hpp>
#include <popex/update_box.hpp>

namespace popex::report {

/// A sample of a changing rate, and what it means for the decision.
struct UpdateAnswer {
  const Profile* profile;
  const RateTable* table;
  Update update;
  /// The piece in force before the update. None: it is the first one, or …
  std::optional<std::size_t> before;
  bool is_best_nowhere = false;  ///< … the decision before is, with the latency that there is now
  std::optional<Milliseconds> latency;  ///< of the link, where that is found out, too
  bool is_lower_bound = false;          ///< the link may carry more than what was measured
};

/// Why the decision changed, or did not: "the estimate fell below 1.01 Mbps".
std::string why(const UpdateAnswer& answer);

/// Appends one line of JSON, with the whole decision at the end where there is one.
void append_json_line(std::string& out, const UpdateAnswer& answer,
                      const Decision* decision = nullptr);

/// A line for people, under the heading, of the same columns.
std::string update_text_heading();
void append_text_line(std::string& out, const UpdateAnswer& answer);

}  // namespace popex::report
