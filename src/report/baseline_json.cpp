// SPDX-License-Identifier: MIT
#include "report/baseline_json.hpp"

#include "report/decision_json.hpp"
#include "text/json_writer.hpp"

namespace popex::report {

std::string render_baseline(const std::string& profile, double tolerance,
                            const std::vector<RecordedCase>& cases) {
  std::string out;
  text::JsonWriter json(out);
  json.begin_object()
      .member("format_version", std::size_t{1})
      .member("profile", profile)
      .member("tolerance", tolerance);
  json.key("cases").begin_array();
  for (const RecordedCase& recorded : cases) {
    json.begin_object(text::Layout::inline_);
    write_scenario(json.key("scenario"), recorded.scenario);
    json.member("label", recorded.found.label).key("split");
    const std::vector<std::string>& splits = recorded.found.splits;
    if (splits.size() == 1) {
      json.value(splits.front());
    } else {
      json.begin_array(text::Layout::inline_);
      for (const std::string& split : splits) json.value(split);
      json.end_array();
    }
    json.member("expected_time_ms", recorded.found.expected_time_ms).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace popex::report
