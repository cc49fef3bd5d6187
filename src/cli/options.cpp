// SPDX-License-Identifier: MIT
#include "cli/options.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <popex/profile_io.hpp>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"
#include "cli/failure.hpp"
#include "cli/setting_reader.hpp"

namespace popex::cli {
namespace {

using Values = ScenarioOptions::Values;

/// The value, or the first of a grid where one may stand.
Result<double> first_value(const std::string& text, Values values, const ValueKind& kind,
                           const std::string& option) {
  if (values == Values::single) return parse_value(text, kind, option);
  const Result<std::vector<double>> grid = parse_grid(text, kind, option);
  if (!grid) return grid.problems();
  return grid->front();
}

/// How the values of one option are read into a setting of T.
template <class T>
auto reader(Values values, const ValueKind& kind, const std::string& option) {
  return [values, &kind, &option](const std::string& text) {
    return quantity<T>(first_value(text, values, kind, option));
  };
}

std::string described(const char* text, Values values) {
  return std::string(text) + (values == Values::grid ? "; a value or a grid" : "");
}

std::string type_of(Values values) { return values == Values::grid ? "GRID" : "VALUE"; }

/// An option for each link or branch.
CLI::Option* add_setting(CLI::App& command, const char* name, std::vector<std::string>& into,
                         const char* text, Values values) {
  return add_list(command, name, into, described(text, values), "[NAME=]" + type_of(values));
}

}  // namespace

CLI::Option* add_list(CLI::App& command, const std::string& name, std::vector<std::string>& into,
                      const std::string& text, const std::string& type) {
  return command.add_option(name, into, text)
      ->type_name(type)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

CLI::Validator suggested(const std::string& values) { return CLI::Validator('{' + values + ",…}"); }

void OutputOptions::add_to(CLI::App& command, bool csv, const std::vector<FileKind>& also) {
  command
      .add_option("--format", format,
                  csv ? "text, json or csv; default: json for a FILE.json, csv for a FILE.csv, "
                        "otherwise text"
                      : "text or json; default: json for a FILE.json, otherwise text")
      ->type_name("FORMAT")
      ->check(csv ? CLI::IsMember({"text", "json", "csv"}) : CLI::IsMember({"text", "json"}));
  command.add_option("-o,--output", file, "Write to FILE instead of standard output")
      ->type_name("FILE");
  std::vector<FileKind> written{FileKind::json};
  if (csv) written.push_back(FileKind::csv);
  written.insert(written.end(), also.begin(), also.end());
  check_when_read(command, [this, &command, written] {
    Problems problems = problems_of_ending(command, "-o", file, written);
    append(problems, problems_of_format(format, file));
    return problems;
  });
}

Format OutputOptions::chosen() const {
  const std::optional<FileKind> kind = kind_by_ending(file);
  if (format == "json" || (format.empty() && kind == FileKind::json)) return Format::json;
  return format == "csv" || (format.empty() && kind == FileKind::csv) ? Format::csv : Format::text;
}

void ProfileOption::add_to(CLI::App& command) {
  command
      .add_option("-p,--profile", name,
                  "The profile: a file, a bundled profile's name, or - for standard input")
      ->type_name("PROFILE");
}

ScenarioPlaces option_places() { return {"--rate", "--latency", "--gamma", "--probability"}; }

void ScenarioOptions::add_to(CLI::App& command, Values accepted) {
  add_conditions_to(command, accepted);
  add_setting(command, "-b,--probability", probability,
              "Exit probability, 0.7 or 70%, of every branch, or BRANCH=PROBABILITY of one",
              values);
}

void ScenarioOptions::add_conditions_to(CLI::App& command, Values accepted) {
  values = accepted;
  add_setting(
      command, "-r,--rate", rate,
      "Upload rate in Mbps, or 700kbit/s, 5MB/s, 3g, 4g, wifi; with several links LINK=RATE each",
      values)
      ->check(suggested("3g,4g,wifi"));
  add_setting(command, "-l,--latency", latency,
              "Latency of a link in ms, or 0.1s, per sample that crosses it", Values::single);
  command
      .add_option(
          "-g,--gamma", gamma,
          described("Processing factor: the first tier's times are this times the last's", values))
      ->type_name(type_of(values));
}

Scenario ScenarioOptions::scenario(Problems& problems) const {
  const ScenarioPlaces places = option_places();
  Scenario scenario;
  read_setting(rate, reader<Mbps>(values, kRate, places.rate), places.rate, scenario.rate,
               problems);
  read_setting(latency, reader<Milliseconds>(Values::single, kMilliseconds, places.latency),
               places.latency, scenario.latency, problems);
  read_setting(probability, reader<Probability>(values, kShare, places.exit_probability),
               places.exit_probability, scenario.exit_probability, problems);
  if (gamma) {
    const Result<double> read = first_value(*gamma, values, kNumber, places.gamma);
    if (read) {
      scenario.gamma = *read;
    } else {
      append(problems, read.problems());
    }
  }
  return scenario;
}

Result<LoadedProfile> load(const Context& context, const std::string& name,
                           const std::string& folder) {
  if (name.empty()) {
    return Problems{{"--profile",
                     "missing, expected a profile's file or a bundled one's name "
                     "('popex profiles' lists them)"}};
  }
  if (name == "-") {
    const std::string file = "standard input";
    const Result<std::string> text = read_text(context.in, file, JsonLimits::bytes);
    if (!text) return text.problems();
    Result<Profile> profile = read_profile(*text);
    if (!profile) return in_file(file, profile.problems());
    return LoadedProfile{file, *std::move(profile)};
  }
  const Result<std::filesystem::path> file = context.profiles.find(name, folder);
  if (!file) return file.problems();
  Result<Profile> profile = load_profile(*file);
  if (!profile) return profile.problems();
  return LoadedProfile{file->string(), *std::move(profile)};
}

Problems place_in_profile(const std::string& file, Problems problems) {
  for (Problem& problem : problems) {
    if (problem.where.starts_with('/')) problem.where = file + ": " + problem.where;
  }
  return problems;
}

Question read_question(const Context& context, const ProfileOption& profile,
                       const ScenarioOptions& scenario, Problems problems) {
  Scenario read = scenario.scenario(problems);
  Result<LoadedProfile> loaded = load(context, profile.name);
  if (!loaded) {
    append(problems, loaded.problems());
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  return {*std::move(loaded), std::move(read)};
}

void ThreadsOption::add_to(CLI::App& command) {
  command.add_option("--threads", count, "Worker threads; default: one a core")
      ->type_name("COUNT")
      ->check(CLI::Range(1U, 1024U));
}

unsigned ThreadsOption::workers() const {
  return count > 0 ? count : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace popex::cli
