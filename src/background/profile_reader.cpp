// SPDX-License-Identifier: MIT
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/profile_io.hpp>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"
#include "model/profile_builder.hpp"

namespace popex {
namespace {

/// Starts the next element of a list. One past `most` is still made, so that there are visibly too
/// many; a hostile file cannot make more of them than that.
template <class T>
JsonShape::Action next_in(std::vector<T>& list, std::size_t most) {
  return [&list, most] {
    if (list.size() <= most) list.emplace_back();
  };
}

/// Fills a ProfileData from the events of the reader. What is checked here is the types; the rules
/// are the model's.
class ProfileShape {
 public:
  JsonShape shape() {
    using S = JsonShape;
    return S::object({
        S::required("format_version", S::number([this](double v) { format_version_ = v; })),
        S::optional("name", S::text([this](std::string& t) { data.name = std::move(t); })),
        S::optional("description",
                    S::text([this](std::string& t) { data.description = std::move(t); })),
        S::optional("tiers", tiers()),
        S::optional("power_mw", by_tier<double>([this]() -> auto& { return data.power_mw; })),
        S::optional("accuracy", S::number([this](double v) { data.accuracy = Probability{v}; })),
        S::optional("input", input()),
        S::required("layers", S::list(layer(), next_in(data.layers, ProfileLimits::layers))),
        S::optional("branches", S::list(branch(), next_in(data.branches, ProfileLimits::branches))),
        S::optional("links", S::list(link(), next_in(data.links, ProfileLimits::tiers))),
    });
  }

  [[nodiscard]] Problems problems_of_version() const {
    if (!format_version_ || *format_version_ == 1) return {};
    return {{"/format_version", fmt::format("{}, expected 1", *format_version_)}};
  }

  ProfileData data;

 private:
  /// {"edge": 4.9, "cloud": 0.2}
  template <class T, class List>
  JsonShape by_tier(List list) {
    return JsonShape::map(
        [list](const std::string& tier) {
          if (list().size() <= ProfileLimits::tiers) list().emplace_back(tier, T{});
        },
        JsonShape::number([list](double v) { list().back().second = T{v}; }));
  }

  JsonShape input() {
    using S = JsonShape;
    return S::object({
        S::optional("bytes", S::number([this](double v) { data.input = Bytes{v}; })),
        S::optional("range_ms",
                    by_tier<Milliseconds>([this]() -> auto& { return data.input_range; })),
    });
  }

  JsonShape tiers() {
    const JsonShape name =
        JsonShape::text([this](std::string& t) { data.tiers.back() = std::move(t); });
    return JsonShape::list(name, next_in(data.tiers, ProfileLimits::tiers)).on_begin([this] {
      data.tiers.clear();  // the default
    });
  }

  JsonShape inputs() {
    const auto add = [this](std::string& name) {
      auto& inputs = *data.layers.back().inputs;
      if (inputs.size() <= ProfileLimits::inputs_per_layer) inputs.push_back(std::move(name));
    };
    return JsonShape::list(JsonShape::text(add)).on_begin([this] {
      data.layers.back().inputs.emplace();
    });
  }

  JsonShape layer() {
    using S = JsonShape;
    return S::object({
        S::required("name",
                    S::text([this](std::string& t) { data.layers.back().name = std::move(t); })),
        S::optional("type",
                    S::text([this](std::string& t) { data.layers.back().type = std::move(t); })),
        S::optional("inputs", inputs()),
        S::optional("time_ms",
                    by_tier<Milliseconds>([this]() -> auto& { return data.layers.back().time; })),
        S::optional("range_ms",
                    by_tier<Milliseconds>([this]() -> auto& { return data.layers.back().range; })),
        S::optional("output_bytes",
                    S::number([this](double v) { data.layers.back().output = Bytes{v}; })),
        S::optional("parameter_bytes",
                    S::number([this](double v) { data.layers.back().parameters = Bytes{v}; })),
        S::optional("energy_mj",
                    by_tier<double>([this]() -> auto& { return data.layers.back().energy_mj; })),
        S::optional("time_iqr_ms", by_tier<Milliseconds>([this]() -> auto& {
                      return data.layers.back().time_iqr;
                    })),
    });
  }

  JsonShape branch() {
    using S = JsonShape;
    return S::object({
        S::required("name",
                    S::text([this](std::string& t) { data.branches.back().name = std::move(t); })),
        S::required("after",
                    S::text([this](std::string& t) { data.branches.back().after = std::move(t); })),
        S::optional("time_ms",
                    by_tier<Milliseconds>([this]() -> auto& { return data.branches.back().time; })),
        S::optional("exit_probability", S::number([this](double v) {
                      data.branches.back().exit_probability = Probability{v};
                    })),
        S::optional("accuracy", S::number([this](double v) {
                      data.branches.back().accuracy = Probability{v};
                    })),
        S::optional("energy_mj",
                    by_tier<double>([this]() -> auto& { return data.branches.back().energy_mj; })),
        S::optional("time_iqr_ms", by_tier<Milliseconds>([this]() -> auto& {
                      return data.branches.back().time_iqr;
                    })),
    });
  }

  JsonShape link() {
    using S = JsonShape;
    return S::object({
        S::required("from",
                    S::text([this](std::string& t) { data.links.back().from = std::move(t); })),
        S::required("to", S::text([this](std::string& t) { data.links.back().to = std::move(t); })),
        S::optional("rate_mbps", S::number([this](double v) { data.links.back().rate = Mbps{v}; })),
        S::optional("latency_ms",
                    S::number([this](double v) { data.links.back().latency = Milliseconds(v); })),
    });
  }

  std::optional<double> format_version_;
};

}  // namespace

Result<Profile> read_profile(std::string_view json) {
  ProfileShape reader;
  Problems problems = read_json(json, reader.shape());
  for (const Problem& problem : problems) {
    // Not JSON to its end: what the rest would have said is unknown, so rules cannot be checked.
    if (problem.where.starts_with(':') || problem.where.empty()) return problems;
  }
  for (Problem& problem : reader.problems_of_version()) problems.push_back(std::move(problem));
  return make_profile(std::move(reader.data), std::move(problems));
}

Result<Profile> load_profile(const std::filesystem::path& file) {
  const Result<std::string> text = read_text_file(file, JsonLimits::bytes);
  if (!text) return text.problems();
  Result<Profile> profile = read_profile(*text);
  if (!profile) return in_file(file.string(), profile.problems());
  return profile;
}

}  // namespace popex
