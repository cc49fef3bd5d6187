// SPDX-License-Identifier: MIT
#include "background/import.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "background/import_notes.hpp"
#include "background/merge.hpp"
#include "background/text_file.hpp"
#include "model/by_name.hpp"
#include "text/nearest_name.hpp"

namespace popex {
namespace {

/// Files that are read together, by one importer.
struct Group {
  const Importer* importer;
  std::span<const ImportFile> files;
};

std::string known_formats() {
  std::string list;
  for (const Importer* importer : importers()) {
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", importer->format, importer->files);
  }
  return list;
}

const Importer* importer_of(const ImportFile& file, const std::string& format, Problems& problems) {
  for (const Importer* importer : importers()) {
    if (format.empty() ? importer->recognises(file.head) : importer->format == format) {
      return importer;
    }
  }
  std::vector<std::string_view> names;
  for (const Importer* importer : importers()) names.push_back(importer->format);
  if (format.empty() && file.head.empty()) {
    problems.push_back({file.name, "empty, expected what a profiler wrote"});
  } else if (format.empty()) {
    problems.push_back(
        {file.name, fmt::format("of no known format, expected {}", known_formats())});
  } else if (problems.empty()) {
    problems.push_back({format, fmt::format("no such format, expected {}{}", fmt::join(names, ", "),
                                            text::did_you_mean(format, names))});
  }
  return nullptr;
}

std::vector<Group> groups_of(std::span<const ImportFile> files, const std::string& format,
                             Problems& problems) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < files.size();) {
    const Importer* importer = importer_of(files[i], format, problems);
    if (importer == nullptr) {
      ++i;
      continue;
    }
    if (files.size() - i < importer->files_per_tier) {
      problems.push_back({files[i].name, fmt::format("has no partner, expected {}: {} files a tier",
                                                     importer->files, importer->files_per_tier)});
      break;
    }
    groups.push_back({importer, files.subspan(i, importer->files_per_tier)});
    i += importer->files_per_tier;
  }
  return groups;
}

/// A group and what its importer read; `tier` is empty where the files name their tiers.
struct Reading {
  Group group;
  std::string tier;
  Imported imported;
  [[nodiscard]] const std::string& file() const { return group.files.front().name; }
};

const std::vector<std::string>& default_tiers() {
  static const std::vector<std::string> tiers = {"edge", "cloud"};
  return tiers;
}

/// What --tier says that cannot be.
void check_measured(const ImportRequest& request, const std::vector<Group>& groups,
                    Problems& problems) {
  const std::vector<std::string>& tiers = request.tiers.empty() ? default_tiers() : request.tiers;
  const std::vector<std::string>& measured = request.measured;
  const auto files =
      static_cast<std::size_t>(std::count_if(groups.begin(), groups.end(), [](const Group& group) {
        return !group.importer->names_tiers;
      }));
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (!is_among(measured[i], tiers)) {
      problems.push_back(
          {"--tier", fmt::format("'{}' is not a tier, expected one of {}, or others by --tiers",
                                 measured[i], fmt::join(tiers, ", "))});
    } else if (std::find(measured.begin(), measured.end(), measured[i]) !=
               measured.begin() + static_cast<std::ptrdiff_t>(i)) {
      problems.push_back({"--tier", fmt::format("'{}' is given twice", measured[i])});
    } else if (i >= files && problems.empty()) {
      problems.push_back(
          {"--tier", fmt::format("no file for '{}', expected one that does not name its tiers "
                                 "itself for each",
                                 measured[i])});
    }
  }
}

std::vector<Reading> read_groups(const std::vector<Group>& groups, const ImportRequest& request,
                                 Problems& problems) {
  const std::vector<std::string>& tiers = !request.measured.empty() ? request.measured
                                          : !request.tiers.empty()  ? request.tiers
                                                                    : default_tiers();
  std::vector<Reading> readings;
  std::size_t next = 0;
  for (const Group& group : groups) {
    ImportSettings settings;
    settings.tier = "";
    settings.model = request.model;
    if (!group.importer->names_tiers) {
      if (next == tiers.size()) {
        problems.push_back({group.files.front().name,
                            fmt::format("one file too many, the tiers are {}; expected a tier for "
                                        "each file by --tier or --tiers",
                                        fmt::join(tiers, ", "))});
        break;
      }
      settings.tier = tiers[next++];
    }
    Result<Imported> read = group.importer->read(group.files, settings);
    if (read) {
      readings.push_back({group, settings.tier, *std::move(read)});
    } else {
      problems.insert(problems.end(), read.problems().begin(), read.problems().end());
    }
  }
  return readings;
}

/// The tiers of the profile: what was asked for, or edge and cloud where the files know no others,
/// or those of the files.
std::vector<std::string> profile_tiers(const ImportRequest& request,
                                       const std::vector<Reading>& readings, Problems& problems) {
  std::vector<std::string> tiers = request.tiers.empty() ? default_tiers() : request.tiers;
  std::vector<std::string> named;
  bool others = false;
  for (const Reading& reading : readings) {
    std::vector<std::string> here = {reading.tier};
    if (reading.group.importer->names_tiers) here = reading.imported.profile.tiers;
    for (const std::string& tier : here) {
      if (!is_among(tier, named)) named.push_back(tier);
      if (is_among(tier, tiers)) continue;
      others = true;
      if (request.tiers.empty()) continue;
      problems.push_back({"--tiers", fmt::format("has no '{}', but {} has; expected all its tiers",
                                                 tier, reading.file())});
    }
  }
  if (others && request.tiers.empty()) tiers = std::move(named);
  // The rules of tiers are those of a profile.
  ProfileData probe;
  probe.tiers = tiers;
  probe.layers.emplace_back().name = "layer";
  const Result<Profile> checked = make_profile(std::move(probe));
  for (const Problem& problem : checked ? Problems{} : checked.problems()) {
    problems.push_back({"--tiers", problem.message});
    if (!request.tiers.empty()) continue;
    problems.back().message += fmt::format("; the files name {}", fmt::join(tiers, ", "));
  }
  return tiers;
}

Result<Measured> finished(Reading reading, const std::vector<std::string>& tiers,
                          const ImportRequest& request) {
  Imported& imported = reading.imported;
  imported.profile.tiers = tiers;
  compare_with_total(imported, reading.tier);
  if (!reading.group.importer->names_tiers) note_missing_times(imported);
  Result<Profile> profile = make_profile(std::move(imported.profile));
  if (!profile) return in_file(reading.file(), profile.problems());
  Measured made{*std::move(profile), {}};
  const std::optional<double> said = batch_of(request.batches, made.profile);
  if (!said && !imported.batch_note.empty()) imported.notes.push_back(imported.batch_note);
  const double batch = said.value_or(imported.batch);
  if (batch != 1) made.profile = per_sample(made.profile, batch);
  for (const std::string& note : imported.notes) {
    made.notes.push_back(fmt::format("{}: {}", reading.file(), note));
  }
  return made;
}

}  // namespace

Result<Measured> import_files(std::vector<ImportFile> files, const ImportRequest& request) {
  Problems problems;
  const std::vector<Group> groups = groups_of(files, request.format, problems);
  if (problems.empty()) check_measured(request, groups, problems);
  std::vector<Reading> readings = read_groups(groups, request, problems);
  if (!problems.empty()) return problems;
  const std::vector<std::string> tiers = profile_tiers(request, readings, problems);
  if (!problems.empty()) return problems;
  std::vector<MeasuredTier> measured;
  std::vector<std::string> with_times;
  std::vector<std::string> notes;
  for (Reading& reading : readings) {
    const std::string file = reading.file();
    Result<Measured> made = finished(std::move(reading), tiers, request);
    if (!made) {
      problems.insert(problems.end(), made.problems().begin(), made.problems().end());
      continue;
    }
    notes.insert(notes.end(), made->notes.begin(), made->notes.end());
    for (std::string& tier : measured_tiers(made->profile)) with_times.push_back(std::move(tier));
    measured.push_back({file, std::move(made->profile), 1});
  }
  if (problems.empty()) problems = unmeasured_tiers(request.batches, with_times, "--batch");
  if (!problems.empty()) return problems;
  if (measured.empty()) return Problems{{"FILE", "missing, expected the files to import"}};
  const bool several = measured.size() > 1;
  Result<Profile> profile =
      several ? merge_tiers(measured) : Result<Profile>(std::move(measured.front().profile));
  if (!profile) return profile.problems();
  for (const std::string& note : missing_sizes(*profile)) {
    notes.push_back(several ? note : fmt::format("{}: {}", files.front().name, note));
  }
  return Measured{*std::move(profile), std::move(notes)};
}

}  // namespace popex
