// SPDX-License-Identifier: MIT
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/topology.hpp"

namespace popex::report {
namespace {

constexpr const char* kInfinite = "∞";

/// Four digits for what is close to the next unit, so that 999.6 does not become 1e+03.
std::string three_digits(double number) {
  if (number >= 999.5) return fmt::format("{:.0f}", number);
  return fmt::format("{:.3g}", number);
}

}  // namespace

std::string significant(double number) {
  if (std::isinf(number)) return number > 0 ? kInfinite : fmt::format("-{}", kInfinite);
  if (number != 0 && (std::abs(number) >= 1e6 || std::abs(number) < 1e-3)) {
    return fmt::format("{:.3g}", number);
  }
  return three_digits(number);
}

std::string duration(Milliseconds time) {
  const double ms = time.count();
  if (std::isinf(ms)) return kInfinite;
  if (ms == 0) return "0 ms";
  if (ms < 1e-3) return three_digits(ms * 1e6) + " ns";
  if (ms < 0.1) return three_digits(ms * 1e3) + " µs";
  if (ms < 1e4) return three_digits(ms) + " ms";
  if (ms < 1e9) return three_digits(ms / 1e3) + " s";
  return fmt::format("{:.3g} s", ms / 1e3);
}

std::string size(Bytes bytes) {
  if (bytes.value < 1e3) return three_digits(bytes.value) + " B";
  if (bytes.value < 1e6) return three_digits(bytes.value / 1e3) + " kB";
  if (bytes.value < 1e9) return three_digits(bytes.value / 1e6) + " MB";
  return three_digits(bytes.value / 1e9) + " GB";
}

std::string percent(double share) { return three_digits(share * 100) + " %"; }

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string_view split_name(const Profile& profile, std::size_t layers_done) {
  return layers_done == profile.layers().size()
             ? "output"
             : std::string_view(profile.tensor_name(layers_done));
}

std::string split_name(const Profile& profile, const Handover& handover) {
  if (!handover.is_inside_block()) return std::string(split_name(profile, handover.layers));
  std::string name;
  for (const std::size_t tensor : tensors_across(profile, handover)) {
    if (!name.empty()) name += " + ";
    name += profile.tensor_name(tensor);
  }
  return name;
}

std::string block_name(const Profile& profile, const Handover& handover) {
  const Block& block = *block_at(*profile.blocks(), handover.layers);
  return layer_names(profile, {{block.begin, block.end}});
}

std::vector<std::size_t> tensors_across(const Profile& profile, const Handover& handover) {
  return popex::tensors_across(*profile.blocks(), handover, profile.layers().size());
}

std::string layer_names(const Profile& profile, const std::vector<Range>& layers) {
  constexpr std::size_t most_ranges = 6;
  const auto& all = profile.layers();
  std::string names;
  for (std::size_t r = 0; r < layers.size(); ++r) {
    if (r > 0) names += ", ";
    if (r == most_ranges && layers.size() > most_ranges + 1) return names + "…";
    const Range range = layers[r];
    const std::size_t count = range.end - range.begin;
    names += all[range.begin].name;
    if (count > 1) names += (count == 2 ? ", " : " … ") + all[range.end - 1].name;
  }
  return names;
}

std::string branch_names(const Profile& profile, Range branches) {
  const auto& all = profile.branches();
  const std::size_t count = branches.end - branches.begin;
  if (count == 0) return "";
  if (count == 1) return "branch " + all[branches.begin].name;
  return fmt::format("branches {}{}{}", all[branches.begin].name, count == 2 ? ", " : " … ",
                     all[branches.end - 1].name);
}

std::vector<std::string> scenario_parts(const Scenario& scenario) {
  const auto& latencies = scenario.latency.named;
  const auto latency_of = [&](const std::string& link) {
    const auto found = std::find_if(latencies.begin(), latencies.end(),
                                    [&](const auto& named) { return named.first == link; });
    if (found == latencies.end() || found->second.count() == 0) return std::string();
    return fmt::format(" + {} ms", found->second.count());
  };
  std::vector<std::string> parts;
  for (const auto& [link, rate] : scenario.rate.named) {
    parts.push_back(fmt::format("{} {} Mbps{}", link, rate.value, latency_of(link)));
  }
  if (scenario.gamma) parts.push_back(fmt::format("gamma {}", *scenario.gamma));
  constexpr std::size_t most_branches = 4;
  const auto& branches = scenario.exit_probability.named;
  for (std::size_t j = 0; j < std::min(most_branches, branches.size()); ++j) {
    parts.push_back(fmt::format("p({}) = {}", branches[j].first, branches[j].second.value));
  }
  if (branches.size() > most_branches) parts.emplace_back("…");
  return parts;
}

std::string scenario_in_words(const Scenario& scenario) {
  return fmt::format("{}", fmt::join(scenario_parts(scenario), ", "));
}

double open_end(Parameter::Kind kind, double to) {
  const bool is_open = kind != Parameter::Kind::probability && to >= domain(kind).to;
  return is_open ? std::numeric_limits<double>::infinity() : to;
}

std::string parameter_name(const Profile& profile, Parameter parameter) {
  switch (parameter.kind) {
    case Parameter::Kind::rate:
      return fmt::format("{} rate in Mbps", profile.links()[parameter.index].name);
    case Parameter::Kind::gamma:
      return "gamma";
    case Parameter::Kind::probability:
      return fmt::format("exit probability of {}", profile.branches()[parameter.index].name);
  }
  return "";
}

std::string shortened(std::string_view text, std::size_t columns) {
  const std::size_t width = width_of(text);
  if (width <= columns) return std::string(text);
  const std::size_t kept = columns == 0 ? 0 : columns - 1;
  // Where the character begins that so many columns are before.
  const auto place = [&](std::size_t before) {
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at) {
      const bool begins = (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U;
      if (begins && seen++ == before) break;
    }
    return at;
  };
  const std::size_t tail = kept / 2;
  return std::string(text.substr(0, place(kept - tail))) + "…" +
         std::string(text.substr(place(width - tail)));
}

std::vector<std::string> shortened_apart(const std::vector<std::string>& names,
                                         std::size_t columns) {
  std::map<std::string_view, std::string> made;  // by the whole name
  std::set<std::string> taken;
  for (const std::string& name : names) {
    if (width_of(name) > columns) continue;
    made.emplace(name, name);
    taken.insert(name);
  }
  std::vector<std::string> short_names;
  short_names.reserve(names.size());
  std::map<std::string, std::size_t> last_number;  // of those that look alike
  for (const std::string& name : names) {
    const auto [at, is_new] = made.emplace(name, "");
    if (is_new) {
      const std::string plain = shortened(name, columns);
      std::string& made_here = at->second = plain;
      for (std::size_t& number = last_number.emplace(plain, 1).first->second;
           !taken.insert(made_here).second;) {
        const std::string mark = fmt::format("#{}", ++number);
        made_here = shortened(name, columns - std::min(columns, mark.size())) + mark;
      }
    }
    short_names.push_back(at->second);
  }
  return short_names;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;  // all but UTF-8's continuation bytes
  }));
}

}  // namespace popex::report
