// SPDX-License-Identifier: MIT
#include "background/import_notes.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "background/importers/few_names.hpp"

namespace popex {
namespace {

/// Further apart, the layers' times are not the whole of what the file measured.
constexpr double kAgreement = 0.05;

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

/// "no time for 7 of 9 layers: a, b, c, d, e, …"
std::string note_of(std::string_view what, const std::vector<std::string>& names,
                    std::size_t layers) {
  return fmt::format("no {} for {} of {} layers: {}", what, names.size(), layers, few_names(names));
}

}  // namespace

void compare_with_total(Imported& imported, const std::string& tier) {
  if (!imported.total || imported.total->count() <= 0) return;
  const double sum = time_of(imported.profile, tier).count();
  const double total = imported.total->count();
  imported.profile.description += fmt::format(
      "; layers add up to {:.4g} of {:.4g} ms that the file gives for a whole run", sum, total);
  const double found = sum + imported.left_out.count();
  if (std::abs(found - total) <= kAgreement * total) return;
  imported.notes.push_back(
      fmt::format("the layers' times add up to {:.4g} ms, {:.1f} % of the file's own total of "
                  "{:.4g} ms",
                  found, 100 * found / total, total));
}

void note_missing_times(Imported& imported) {
  std::vector<std::string> timeless;
  for (const ProfileData::Layer& layer : imported.profile.layers) {
    if (layer.time.empty()) timeless.push_back(layer.name);
  }
  if (timeless.empty()) return;
  imported.notes.push_back(note_of("time", timeless, imported.profile.layers.size()));
}

std::vector<std::string> missing_sizes(const Profile& profile) {
  std::vector<std::string> sizeless;
  for (const Layer& layer : profile.layers()) {
    if (!layer.output && &layer != &profile.layers().back()) sizeless.push_back(layer.name);
  }
  std::vector<std::string> notes;
  if (!sizeless.empty()) {
    notes.push_back(note_of("output size", sizeless, profile.layers().size()) +
                    "; give it as output_bytes in the profile");
  }
  if (!profile.input()) {
    notes.emplace_back("no size of the network's input; give it as bytes of input in the profile");
  }
  return notes;
}

}  // namespace popex
