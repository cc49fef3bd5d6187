// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>
#include <popex/update_box.hpp>

#include "cli/exit_code.hpp"
#include "cli/logging.hpp"
#include "cli/on_change.hpp"
#include "cli/output_file.hpp"
#include "cli/rate_sources/rate_source.hpp"
#include "report/update.hpp"

namespace popex::cli {

/// What is decided while a rate changes, and what is said of it.
struct WatchOptions {
  const Profile* profile;
  Scenario scenario;  ///< complete, with some rate for `link`
  std::size_t link = 0;
  /// Latencies that a source finds out count in the decisions; otherwise the scenario's does.
  bool takes_latency = false;
  UpdateBoxOptions box;

  bool json = false;          ///< lines of JSON instead of text
  bool every_sample = false;  ///< a line for each, not only for new decisions
  bool strict = false;        ///< the first bad line is the last
  std::optional<OnChange> on_change;
  /// The time of the day, for --on-change.
  std::function<std::chrono::system_clock::time_point()> wall_clock =
      std::chrono::system_clock::now;
};

/// Follows a source of rates: writes a line for every new decision, each at once, until the source
/// ends.
class Watch {
 public:
  Watch(const WatchOptions& options, Output& output, Log& log);

  /// `is_over`: whether to end before the next event.
  ExitCode follow(RateSource& source, const std::function<bool()>& is_over);

 private:
  [[nodiscard]] std::shared_ptr<const RateTable> table() const;
  void take_latency(Milliseconds latency);
  void take_sample(const RateEvent& event);
  [[nodiscard]] Decision decision(const Update& update) const;
  void run_on_change(const report::UpdateAnswer& answer);
  [[nodiscard]] std::vector<std::string> environment(const Update& update,
                                                     const Placement& placement,
                                                     const std::string& previous_split,
                                                     const std::string& previous_label) const;
  void report_bad_line(const RateEvent& event);

  const WatchOptions& options_;
  Output& output_;
  Log& log_;
  Scenario scenario_;  // which the table is of
  UpdateBox box_;
  std::optional<std::size_t> piece_;  // in force; nothing where it is in no table any more
  std::string split_;                 // the name of its v_s
  std::string label_;                 // and of the whole decision
  bool has_decided_ = false;
  bool is_lower_bound_ = false;
  std::string line_;
  std::size_t samples_ = 0;
  std::size_t bad_lines_ = 0;
};

}  // namespace popex::cli
