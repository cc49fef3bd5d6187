// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "background/batch.hpp"
#include "background/granularity.hpp"
#include "background/import.hpp"
#include "cli/context.hpp"

/// What the commands that make profiles (measure, import, merge) share.
namespace popex::cli {

struct MeasuredOutput {
  std::string file;
  std::string granularity = "operator";
  void add_to(CLI::App& command);
  [[nodiscard]] Granularity chosen() const;
};

/// Writes the profile to its place and its notes to stderr as warnings.
void write_measured(const Context& context, const MeasuredOutput& output, const Measured& measured);

/// An option that takes one value each time that it is given; files may follow it.
CLI::Option* add_list_before_files(CLI::App& command, const std::string& name,
                                   std::vector<std::string>& into, const std::string& text,
                                   const std::string& type);

/// --batch: "8" is of every file, "cloud=8" of the one that measured the cloud.
struct BatchOption {
  std::vector<std::string> texts;
  void add_to(CLI::App& command);
  [[nodiscard]] Batches read(Problems& problems) const;
};

/// --tiers: those of the profile.
void add_tiers_option(CLI::App& command, std::vector<std::string>& tiers);

}  // namespace popex::cli
