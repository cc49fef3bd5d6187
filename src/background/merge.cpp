// SPDX-License-Identifier: MIT
#include "background/merge.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/batch.hpp"
#include "background/text_file.hpp"
#include "model/numbers.hpp"
#include "text/json_pointer.hpp"

namespace popex {
namespace {

/// Sizes that were divided by a batch differ in the last digits.
template <class T>
bool same(const T& one, const T& other) {
  const double a = number_of(one);
  const double b = number_of(other);
  return std::abs(a - b) <= 1e-9 * std::max(a, b);
}

/// A layer reads a set of tensors; files may list it in different orders.
std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

/// With more differences than that the files are not of the same model.
constexpr std::size_t kMostProblems = 1000;

bool has_ranges(const Profile& profile, std::size_t tier) {
  const auto has = [&](const auto& ranges) { return tier < ranges.size() && ranges[tier]; };
  return has(profile.input_range()) ||
         std::any_of(profile.layers().begin(), profile.layers().end(),
                     [&](const Layer& layer) { return has(layer.range); });
}

class Merger {
 public:
  explicit Merger(std::span<const MeasuredTier> measured) : measured_(measured) {}

  Result<Profile> merge() {
    for (const MeasuredTier& one : measured_) {
      file_ = &one;
      data_.push_back(data_of(one.batch == 1 ? one.profile : per_sample(one.profile, one.batch)));
      if (data_.size() > 1) add(data_.back());
    }
    merge_tier_names();
    if (unlisted_ > 0) {
      problems_.push_back({first_file(), fmt::format("and {} more differences", unlisted_)});
    }
    if (!problems_.empty()) return problems_;
    Result<Profile> merged = make_profile(std::move(data_.front()));
    if (!merged) return in_file("merged", merged.problems());
    return merged;
  }

 private:
  void report(const std::string& pointer, const std::string& message) {
    if (problems_.size() == kMostProblems) {
      ++unlisted_;
    } else {
      problems_.push_back({file_->file + ": " + pointer, message});
    }
  }

  [[nodiscard]] const std::string& first_file() const { return measured_.front().file; }

  /// Takes what `other` has and checks what both have.
  template <class T>
  void take(std::optional<T>& into, const std::optional<T>& other, const std::string& pointer) {
    if (into && other && !same(*into, *other)) {
      report(pointer,
             fmt::format("{}, but {} in {}", number_of(*other), number_of(*into), first_file()));
    }
    if (!into) into = other;
  }

  /// Appends what `other` has of tiers that `into` has not. What both have is the same, if there is
  /// a `pointer`; otherwise somebody else looks at that.
  template <class T>
  void append(ByTierName<T>& into, const ByTierName<T>& other, const std::string& pointer = {}) {
    for (const std::pair<std::string, T>& value : other) {
      const auto known = std::find_if(into.begin(), into.end(),
                                      [&](const auto& one) { return one.first == value.first; });
      if (known == into.end()) {
        into.push_back(value);
      } else if (!pointer.empty() && !same(known->second, value.second)) {
        std::string place = pointer;
        text::append_pointer_token(place, value.first);
        report(place, fmt::format("{}, but {} in {}", number_of(value.second),
                                  number_of(known->second), first_file()));
      }
    }
  }

  void add(const ProfileData& other) {
    ProfileData& into = data_.front();
    if (into.name.empty()) into.name = other.name;
    take(into.accuracy, other.accuracy, "/accuracy");
    take(into.input, other.input, "/input/bytes");
    append(into.input_range, other.input_range);
    add_pieces(into.layers, other.layers, "layers");
    add_pieces(into.branches, other.branches, "branches");
    append(into.power_mw, other.power_mw, "/power_mw");
    add_links(into.links, other.links);
  }

  void add_links(std::vector<ProfileData::Link>& into,
                 const std::vector<ProfileData::Link>& other) {
    for (std::size_t i = 0; i < other.size(); ++i) {
      const ProfileData::Link& link = other[i];
      const auto known = std::find_if(into.begin(), into.end(), [&](const auto& one) {
        return one.from == link.from && one.to == link.to;
      });
      if (known == into.end()) {
        into.push_back(link);
        continue;
      }
      take(known->rate, link.rate, fmt::format("/links/{}/rate_mbps", i));
      take(known->latency, link.latency, fmt::format("/links/{}/latency_ms", i));
    }
  }

  template <class Piece>
  void add_pieces(std::vector<Piece>& into, const std::vector<Piece>& other,
                  std::string_view list) {
    std::map<std::string_view, const Piece*> by_name;
    for (const Piece& piece : other) by_name.emplace(piece.name, &piece);
    for (Piece& piece : into) {
      const auto found = by_name.find(piece.name);
      if (found == by_name.end()) {
        report(fmt::format("/{}", list),
               fmt::format("has no '{}', but {} has", piece.name, first_file()));
        continue;
      }
      const Piece& theirs = *found->second;
      const std::string pointer =
          fmt::format("/{}/{}", list, static_cast<std::size_t>(&theirs - other.data()));
      add_piece(piece, theirs, pointer);
      append(piece.time, theirs.time);
      append(piece.energy_mj, theirs.energy_mj, pointer + "/energy_mj");
      append(piece.time_iqr, theirs.time_iqr, pointer + "/time_iqr_ms");
      by_name.erase(found);
    }
    for (const Piece& piece : other) {
      if (!by_name.contains(piece.name)) continue;
      report(fmt::format("/{}/{}", list, static_cast<std::size_t>(&piece - other.data())),
             fmt::format("'{}' is not in {}", piece.name, first_file()));
    }
  }

  void add_piece(ProfileData::Layer& into, const ProfileData::Layer& other,
                 const std::string& pointer) {
    if (sorted(*into.inputs) != sorted(*other.inputs)) {
      report(pointer + "/inputs", fmt::format("{}, but {} in {}", fmt::join(*other.inputs, ", "),
                                              fmt::join(*into.inputs, ", "), first_file()));
    }
    take(into.output, other.output, pointer + "/output_bytes");
    take(into.parameters, other.parameters, pointer + "/parameter_bytes");
    append(into.range, other.range);
    if (into.type.empty()) into.type = other.type;
  }

  void add_piece(ProfileData::Branch& into, const ProfileData::Branch& other,
                 const std::string& pointer) {
    if (into.after != other.after) {
      report(pointer + "/after",
             fmt::format("'{}', but '{}' in {}", other.after, into.after, first_file()));
    }
    take(into.exit_probability, other.exit_probability, pointer + "/exit_probability");
    take(into.accuracy, other.accuracy, pointer + "/accuracy");
  }

  void merge_tier_names() {
    ProfileData& into = data_.front();
    const bool agree = std::all_of(data_.begin(), data_.end(), [&](const ProfileData& data) {
      return data.tiers == into.tiers;
    });
    std::map<std::string, const MeasuredTier*> measured_by;
    std::vector<std::string> tiers;
    std::string description;
    for (const MeasuredTier& one : measured_) {
      file_ = &one;
      const std::vector<std::string> here = measured_tiers(one.profile);
      for (const std::string& tier : here) {
        const auto [other, is_new] = measured_by.emplace(tier, &one);
        if (is_new) {
          tiers.push_back(tier);
          continue;
        }
        report("/layers", fmt::format("has times on tier '{}', but so has {}; expected each tier "
                                      "in one file",
                                      tier, other->second->file));
      }
      const std::string& said =
          data_[static_cast<std::size_t>(&one - measured_.data())].description;
      if (said.empty()) continue;
      description += fmt::format("{}{}{}{}", description.empty() ? "" : ". ", fmt::join(here, ", "),
                                 here.empty() ? "" : ": ", said);
    }
    into.description = std::move(description);
    if (!agree) into.tiers = std::move(tiers);
    for (const MeasuredTier& one : measured_) check_ranges(one);
  }

  /// Ranges were measured from the input, on a first tier, or to the output, on a last one: on
  /// another tier they would mean something else.
  void check_ranges(const MeasuredTier& one) {
    if (!one.profile.has_ranges()) return;
    file_ = &one;
    const std::vector<std::string>& tiers = data_.front().tiers;
    const std::vector<std::string>& own = one.profile.tiers();
    for (const std::size_t k : {std::size_t{0}, own.size() - 1}) {
      const std::string& expected = k == 0 ? tiers.front() : tiers.back();
      if (!has_ranges(one.profile, k) || own[k] == expected) continue;
      report("/layers",
             fmt::format("has ranges on '{}' as its {} tier, but of {} that is '{}'; "
                         "expected files in the order of the tiers",
                         own[k], k == 0 ? "first" : "last", fmt::join(tiers, ", "), expected));
    }
  }

  std::span<const MeasuredTier> measured_;
  std::vector<ProfileData> data_;
  const MeasuredTier* file_ = nullptr;  // that is being added
  Problems problems_;
  std::size_t unlisted_ = 0;  // problems
};

}  // namespace

std::vector<std::string> measured_tiers(const Profile& profile) {
  std::vector<std::string> tiers;
  for (std::size_t k = 0; k < profile.tiers().size(); ++k) {
    const auto has = [k](const auto& piece) { return piece.time[k].has_value(); };
    if (has_ranges(profile, k) ||
        std::any_of(profile.layers().begin(), profile.layers().end(), has) ||
        std::any_of(profile.branches().begin(), profile.branches().end(), has)) {
      tiers.push_back(profile.tiers()[k]);
    }
  }
  return tiers;
}

Result<Profile> merge_tiers(std::span<const MeasuredTier> measured) {
  return Merger(measured).merge();
}

}  // namespace popex
