// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>
#include <popex/update_box.hpp>

#include "report/wording.hpp"
#include "update_box/replay.hpp"

/// What `replay` finds out, and how it says it: as text for people, as JSON, and as CSV. Keys and
/// columns: profiles/README.md, "Replay".
namespace popex::report {

struct ReplayAnswer {
  struct Trace {
    std::string file;
    std::string format;
    std::string taken;  ///< what of the file was taken for what
  };

  const Profile* profile;
  Scenario scenario;  ///< but for the rate of the link
  std::string link;
  ReplayOptions options;
  std::vector<Trace> traces;
  Replay replay;
};

/// A table a trace, and one over all where there are several.
std::string render_text(const ReplayAnswer& answer, Page page = Page::endless);
std::string render_json(const ReplayAnswer& answer);
/// A row a trace and strategy, or a row a step where these were kept.
std::string render_csv(const ReplayAnswer& answer);

/// "ewma", "oracle", "best-fixed", "edge-only", "cloud-only".
std::string name_of(const ReplayAnswer& answer, const ReplayStrategy& strategy);

}  // namespace popex::report
