// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "cli/context.hpp"
#include "cli/file_kind.hpp"
#include "cli/quantities.hpp"
#include "model/instance.hpp"

/// Options that several commands share. CLI11 takes them as text; they are read here, so that one
/// run reports everything that is wrong with them.
namespace popex::cli {

enum class Format { text, json, csv };

/// An option that takes one value each time that it is given.
CLI::Option* add_list(CLI::App& command, const std::string& name, std::vector<std::string>& into,
                      const std::string& text, const std::string& type);

/// For `check`: values that the completion offers, "3g,4g,wifi". Others are accepted, too.
CLI::Validator suggested(const std::string& values);

struct OutputOptions {
  std::string format;  ///< empty: not said
  std::string file;

  /// `csv`: whether the answer is a table. `also`: what else the command writes into files whose
  /// names say so.
  void add_to(CLI::App& command, bool csv, const std::vector<FileKind>& also = {});
  /// As said, or as the name of the file says.
  [[nodiscard]] Format chosen() const;
};

struct ProfileOption {
  std::string name;
  void add_to(CLI::App& command);
};

/// How the parts of a scenario are called on the command line.
ScenarioPlaces option_places();

/// --rate, --latency, --gamma and --probability, with one value each or, in a sweep, a grid for all
/// but the latency.
struct ScenarioOptions {
  enum class Values { single, grid };

  std::vector<std::string> rate;
  std::vector<std::string> latency;
  std::optional<std::string> gamma;
  std::vector<std::string> probability;
  Values values = Values::single;

  void add_to(CLI::App& command, Values accepted = Values::single);
  /// All but --probability, for commands that find the exit probabilities themselves.
  void add_conditions_to(CLI::App& command, Values accepted = Values::single);

  /// The scenario, with the first value of each grid.
  [[nodiscard]] Scenario scenario(Problems& problems) const;
};

/// A loaded profile and what it is called in messages.
struct LoadedProfile {
  std::string file;
  Profile profile;
};

/// Reads the profile that an option names; "-" is stdin. `folder`: from where a relative name is
/// seen.
Result<LoadedProfile> load(const Context& context, const std::string& name,
                           const std::string& folder = {});

/// Puts the profile's file before problems that are the profile's (those with a JSON pointer).
Problems place_in_profile(const std::string& file, Problems problems);

/// Loads the profile and reads the scenario, and fails with the problems of both and with those
/// that were found before.
struct Question {
  LoadedProfile loaded;
  Scenario scenario;
};
Question read_question(const Context& context, const ProfileOption& profile,
                       const ScenarioOptions& scenario, Problems problems = {});

/// Number of worker threads for --threads: as said, or one a core.
struct ThreadsOption {
  unsigned count = 0;
  void add_to(CLI::App& command);
  [[nodiscard]] unsigned workers() const;
};

}  // namespace popex::cli
