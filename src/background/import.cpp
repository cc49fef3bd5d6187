// SPDX-License-Identifier: MIT
#include "background/import.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "background/merge.hpp"
#include "background/text_file.hpp"
#include "text/nearest_name.hpp"

namespace popex {
namespace {

/// Further apart, the layers' times are not the whole of what the file measured.
constexpr double kAgreement = 0.05;

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
  if (format.empty()) {
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

Milliseconds time_of(const ProfileData& data, std::string_view tier) {
  Milliseconds sum(0);
  const auto add = [&](const auto& pieces) {
    for (const auto& piece : pieces) {
      for (const auto& [name, time] : piece.time) {
        if (name == tier) sum += time;
      }
    }
  };
  add(data.layers);
  add(data.branches);
  return sum;
}

/// Says how the layers' times compare with what the file calls its total.
void compare_with_total(Imported& imported, const std::string& tier) {
  if (!imported.total) return;
  const Milliseconds sum = time_of(imported.profile, tier);
  imported.profile.description += fmt::format(
      "; layers add up to {:.4g} of {:.4g} ms that the "
      "file gives for a whole run",
      sum.count(), imported.total->count());
  if (std::abs(sum.count() - imported.total->count()) <= kAgreement * imported.total->count()) {
    return;
  }
  imported.notes.push_back(fmt::format(
      "the layers' times add up to {:.4g} ms, {:.1f} % of the "
      "file's own total of {:.4g} ms",
      sum.count(), 100 * sum.count() / imported.total->count(), imported.total->count()));
}

void note_what_is_missing(Imported& imported, bool names_tiers) {
  std::vector<std::string> timeless;
  std::vector<std::string> sizeless;
  const std::vector<ProfileData::Layer>& layers = imported.profile.layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].time.empty()) timeless.push_back(layers[i].name);
    if (!layers[i].output && i + 1 < layers.size()) sizeless.push_back(layers[i].name);
  }
  const auto note = [&](const std::vector<std::string>& names, std::string_view what) {
    if (names.empty()) return;
    const std::size_t shown = std::min<std::size_t>(names.size(), 5);
    imported.notes.push_back(fmt::format(
        "no {} for {} of {} layers: {}{}", what, names.size(), layers.size(),
        fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        shown < names.size() ? ", …" : ""));
  };
  if (!names_tiers) note(timeless, "time");
  note(sizeless, "output size");
  if (!imported.profile.input) imported.notes.emplace_back("no size of the network's input");
}

Result<Measured> read_group(const Group& group, const std::string& tier,
                            const ImportRequest& request) {
  ImportSettings settings;
  settings.tier = tier;
  settings.model = request.model;
  Result<Imported> read = group.importer->read(group.files, settings);
  if (!read) return read.problems();
  Imported imported = *std::move(read);
  const std::string& file = group.files.front().name;
  const std::vector<std::string>& own = imported.profile.tiers;
  if (!group.importer->names_tiers || std::all_of(own.begin(), own.end(), [&](const auto& name) {
        return std::find(request.tiers.begin(), request.tiers.end(), name) != request.tiers.end();
      })) {
    imported.profile.tiers = request.tiers;
  }
  compare_with_total(imported, tier);
  note_what_is_missing(imported, group.importer->names_tiers);
  Result<Profile> profile = make_profile(std::move(imported.profile));
  if (!profile) return in_file(file, profile.problems());
  Measured made{*std::move(profile), {}};
  const double batch = request.batch.value_or(imported.batch);
  if (batch != 1) made.profile = per_sample(made.profile, batch);
  for (const std::string& note : imported.notes) {
    made.notes.push_back(fmt::format("{}: {}", file, note));
  }
  return made;
}

}  // namespace

Result<Measured> import_files(std::vector<ImportFile> files, const ImportRequest& request) {
  Problems problems;
  const std::vector<Group> groups = groups_of(files, request.format, problems);
  const std::vector<std::string>& tiers =
      request.measured.empty() ? request.tiers : request.measured;
  for (const std::string& tier : request.measured) {
    if (std::find(request.tiers.begin(), request.tiers.end(), tier) != request.tiers.end()) {
      continue;
    }
    problems.push_back({"--tier", fmt::format("'{}' is not a tier, expected one of {}, or others "
                                              "by --tiers",
                                              tier, fmt::join(request.tiers, ", "))});
  }
  std::vector<MeasuredTier> measured;
  std::vector<std::string> notes;
  std::size_t tier = 0;
  for (const Group& group : groups) {
    if (!group.importer->names_tiers && tier == tiers.size()) {
      problems.push_back({group.files.front().name,
                          fmt::format("one file too many, the tiers are {}; expected a tier for "
                                      "each file by --tier or --tiers",
                                      fmt::join(tiers, ", "))});
      break;
    }
    Result<Measured> read =
        read_group(group, group.importer->names_tiers ? "" : tiers[tier++], request);
    if (!read) {
      problems.insert(problems.end(), read.problems().begin(), read.problems().end());
      continue;
    }
    notes.insert(notes.end(), read->notes.begin(), read->notes.end());
    measured.push_back({group.files.front().name, std::move(read->profile), 1});
  }
  if (!problems.empty()) return problems;
  if (measured.size() == 1) return Measured{std::move(measured.front().profile), notes};
  Result<Profile> merged = merge_tiers(measured);
  if (!merged) return merged.problems();
  return Measured{*std::move(merged), std::move(notes)};
}

}  // namespace popex
