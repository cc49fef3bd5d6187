// SPDX-License-Identifier: MIT
#include "cli/stored_answers/picture_of.hpp"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"
#include "cli/stored_answers/readers.hpp"
#include "text/utf8.hpp"

namespace popex::cli {
namespace {

using report::plot::Picture;
using report::plot::SweepShow;

/// The picture of what was read.
template <class Data, class... Options>
Result<Picture> drawn(const Result<Data>& data, Options... options) {
  if (!data) return data.problems();
  return draw(*data, options...);
}

struct JsonAnswer {
  std::string_view command;
  Result<Picture> (*picture)(std::string_view json, SweepShow show);
};

constexpr std::array kJsonAnswers = {
    JsonAnswer{"solve",
               [](std::string_view json, SweepShow) { return drawn(read_decisions(json)); }},
    JsonAnswer{"sweep",
               [](std::string_view json, SweepShow show) { return drawn(read_sweep(json), show); }},
    JsonAnswer{"breakpoints",
               [](std::string_view json, SweepShow) { return drawn(read_breakpoints(json)); }},
    JsonAnswer{"exits", [](std::string_view json, SweepShow) { return drawn(read_exits(json)); }},
    JsonAnswer{"calibrate",
               [](std::string_view json, SweepShow) { return drawn(read_calibration(json)); }},
    JsonAnswer{"tune", [](std::string_view json, SweepShow) { return drawn(read_tune(json)); }},
    JsonAnswer{"replay", [](std::string_view json, SweepShow) { return drawn(read_replay(json)); }},
};

struct CsvAnswer {
  std::string_view command;
  std::vector<std::string_view> columns;  ///< by which it is found
  Result<Picture> (*picture)(CsvReader& table,
                             SweepShow show);  ///< nothing: its table lacks something …
  std::string_view lacks;                      ///< … which is this, and in …
  std::string_view options;                    ///< … the answer with these options
};

const std::vector<CsvAnswer>& csv_answers() {
  static const std::vector<CsvAnswer> answers = {
      {"tune",
       {"samples", "choice", "split", "accuracy"},
       [](CsvReader& table, SweepShow) { return drawn(read_tune(table)); },
       "",
       ""},
      {"exits",
       {"samples", "threshold", "exit", "exit_probability"},
       [](CsvReader& table, SweepShow) { return drawn(read_exits(table)); },
       "",
       ""},
      {"replay",
       {"trace", "time_s", "rate_mbps", "estimate_mbps", "split", "regret_ms"},
       [](CsvReader& table, SweepShow) { return drawn(read_replay(table)); },
       "",
       ""},
      {"replay", {"trace", "strategy", "regret_ms"}, nullptr, "the steps", "--steps --format csv"},
      {"calibrate",
       {"samples", "exit", "ece_before"},
       nullptr,
       "the reliability of each bin",
       "--format json"},
      {"breakpoints",
       {"from", "to", "branches_run"},
       nullptr,
       "the parameter that varies",
       "--format json"},
      {"solve",
       {"branches_run", "expected_time_ms"},
       nullptr,
       "the network and the best decision",
       "--all --format json"},
      {"sweep",
       {"gamma", "expected_time_ms"},
       [](CsvReader& table, SweepShow show) { return drawn(read_sweep(table), show); },
       "",
       ""},
  };
  return answers;
}

std::string known_answers() {
  std::vector<std::string_view> commands;
  commands.reserve(kJsonAnswers.size());
  for (const JsonAnswer& answer : kJsonAnswers) commands.push_back(answer.command);
  return fmt::format(
      "expected an answer of {} in JSON (--format json), or of sweep, exits, tune or "
      "replay in CSV (--format csv)",
      fmt::join(commands, ", "));
}

/// Of other answers there is one picture.
Problems problems_of(SweepShow show, std::string_view command) {
  if (show == SweepShow::fitting || command == "sweep") return {};
  return {{"--show", fmt::format("the answer is one of {}, expected one of sweep", command)}};
}

Result<Picture> picture_of_json(std::string_view json, const std::string& name, SweepShow show) {
  std::string command;
  Problems problems = read_json(
      json, JsonShape::object_with({JsonShape::optional(
                "command", JsonShape::text([&](std::string& t) { command = std::move(t); }))}));
  if (!problems.empty()) return in_file(name, std::move(problems));
  for (const JsonAnswer& answer : kJsonAnswers) {
    if (answer.command != command) continue;
    if (Problems wrong = problems_of(show, command); !wrong.empty()) return wrong;
    Result<Picture> picture = answer.picture(json, show);
    if (!picture) return in_file(name, picture.problems());
    return picture;
  }
  const std::string wrong =
      command.empty() ? "missing" : fmt::format("'{}' cannot be drawn", command);
  return in_file(name, Problems{{"/command", wrong + ", " + known_answers()}});
}

Result<Picture> picture_of_table(std::string_view text, const std::string& name, SweepShow show) {
  CsvReader table(text, name);
  for (const CsvAnswer& answer : csv_answers()) {
    if (!table.has_all(answer.columns)) continue;
    if (Problems wrong = problems_of(show, answer.command); !wrong.empty()) return wrong;
    if (answer.picture != nullptr) return answer.picture(table, show);
    return Problems{{name, fmt::format("a table of popex {0} does not say {1}, expected the answer "
                                       "of popex {0} … {2}",
                                       answer.command, answer.lacks, answer.options)}};
  }
  return Problems{{name, "not an answer that can be drawn, " + known_answers()}};
}

}  // namespace

Result<Picture> picture_of(std::string_view answer, const std::string& name, SweepShow show) {
  const std::size_t begin = answer.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) {
    return Problems{{name, "empty, " + known_answers()}};
  }
  if (answer[begin] == '{' || answer[begin] == '[') {
    return picture_of_json(answer, name, show);
  }
  if (!text::is_utf8(answer)) return Problems{{name, "not UTF-8, " + known_answers()}};
  return picture_of_table(answer, name, show);
}

}  // namespace popex::cli
