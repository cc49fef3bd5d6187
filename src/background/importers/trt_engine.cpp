// SPDX-License-Identifier: MIT
#include "background/importers/trt_engine.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "background/json_shape.hpp"
#include "background/text_file.hpp"

namespace popex {
namespace {

/// Rows, layers, tensors and their dimensions in all, at most: no engine comes near.
constexpr std::size_t kMostEntries = 1U << 20U;

std::optional<double> bytes_of_type(std::string_view format) {
  static constexpr std::pair<std::string_view, double> kTypes[] = {
      {"bf16", 2},   {"bfloat16", 2}, {"bfp16", 2}, {"fp16", 2},  {"half", 2},
      {"fp32", 4},   {"fp8", 1},      {"int8", 1},  {"int32", 4}, {"int64", 8},
      {"int4", 0.5}, {"bool", 1},     {"float", 4}};
  std::string plain;
  for (const char c : format) {
    plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const auto& [name, bytes] : kTypes) {
    if (plain.find(name) != std::string::npos) return bytes;
  }
  return std::nullopt;
}

/// Fills a TrtEngine from either file.
class EngineShape {
 public:
  using S = JsonShape;

  explicit EngineShape(TrtEngine& engine) : engine_(engine) {}

  /// [{"count": 100}, {"name": "conv1", "medianMs": 0.1}, …]
  JsonShape profile() {
    const auto row = [this]() -> TrtEngine::Row& { return engine_.rows.back(); };
    return S::list(
        S::object_with({
            S::optional("count", S::number([this](double v) { engine_.runs = v; })),
            S::optional("name", S::text([row](std::string& t) { row().name = std::move(t); })),
            S::optional("averageMs", S::number([row](double v) { row().average_ms = v; })),
            S::optional("medianMs", S::number([row](double v) { row().median_ms = v; })),
        }),
        next_in([this]() -> auto& { return engine_.rows; }));
  }

  /// {"Layers": [{"Name": "conv1", …}, …], "Bindings": ["x", "y"]}, or names alone for the layers
  JsonShape layers() {
    const auto layer = [this]() -> TrtEngine::Layer& { return engine_.layers.back(); };
    const JsonShape details = S::object_with({
        S::required("Name", S::text([layer](std::string& t) { layer().name = std::move(t); })),
        S::optional("LayerType", S::text([layer](std::string& t) { layer().type = std::move(t); })),
        S::optional("Origin", S::text([layer](std::string& t) { layer().origin = std::move(t); })),
        S::optional("Inputs", tensors([layer]() -> auto& { return layer().inputs; })),
        S::optional("Outputs", tensors([layer]() -> auto& { return layer().outputs; })),
        S::optional("Weights", weights([layer]() -> auto& { return layer().weights; })),
        S::optional("Bias", weights([layer]() -> auto& { return layer().bias; })),
    });
    const JsonShape name = S::text([this](std::string& /*name*/) { has_names_alone_ = true; });
    const JsonShape binding = S::text([this](std::string& t) {
      if (take_entry()) engine_.bindings.insert(std::move(t));
    });
    return S::object_with({
        S::required("Layers", S::list(S::either(name, details),
                                      next_in([this]() -> auto& { return engine_.layers; }))),
        S::optional("Bindings", S::list(binding)),
    });
  }

  /// What is wrong with the whole of a file.
  [[nodiscard]] Problems problems() const {
    if (entries_ > kMostEntries) {
      return {{"", fmt::format("more than {} layers, tensors and dimensions", kMostEntries)}};
    }
    if (has_names_alone_) {
      return {{"/Layers",
               "names alone, expected what each layer reads and writes: build the "
               "engine with trtexec --profilingVerbosity=detailed"}};
    }
    return {};
  }

 private:
  bool take_entry() { return ++entries_ <= kMostEntries; }

  /// Starts the next element of a list, or goes on with the last where there are too many.
  template <class List>
  JsonShape::Action next_in(List list) {
    return [this, list] {
      if (take_entry() || list().empty()) list().emplace_back();
    };
  }

  template <class List>
  JsonShape tensors(List list) {
    const auto shape = [list]() -> auto& { return list().back().shape; };
    const JsonShape dimension = S::number([shape](double v) { shape().back() = v; });
    return S::list(
        S::object_with({
            S::required("Name",
                        S::text([list](std::string& t) { list().back().name = std::move(t); })),
            S::optional("Dimensions", S::list(dimension, next_in(shape))),
            S::optional("Format/Datatype",
                        S::text([list](std::string& t) { list().back().format = std::move(t); })),
        }),
        next_in(list));
  }

  template <class Place>
  static JsonShape weights(Place place) {
    return S::object_with({
        S::optional("Type", S::text([place](std::string& t) { place().type = std::move(t); })),
        S::optional("Count", S::number([place](double v) { place().count = v; })),
    });
  }

  TrtEngine& engine_;
  std::size_t entries_ = 0;
  bool has_names_alone_ = false;
};

/// Reads one of the files, whichever it is.
Problems read_file(const ImportFile& file, TrtEngine& engine) {
  const Result<std::string> text = read_text(*file.in, file.name, JsonLimits::bytes);
  if (!text) return text.problems();
  const std::size_t begin = std::min(text->find_first_not_of(" \t\r\n"), text->size());
  const bool is_profile = text->substr(begin, 1) == "[";
  if (!is_profile) engine.layers_file = file.name;
  EngineShape shape(engine);
  Problems problems = read_json(*text, is_profile ? shape.profile() : shape.layers());
  for (Problem& problem : shape.problems()) problems.push_back(std::move(problem));
  return in_file(file.name, std::move(problems));
}

}  // namespace

std::optional<Bytes> TrtEngine::Tensor::bytes() const {
  std::optional<double> bytes = bytes_of_type(format);
  for (const double dimension : shape) {
    if (dimension < 0) return std::nullopt;  // it is not known before the engine runs
    if (bytes) *bytes *= dimension;
  }
  return bytes ? std::optional(Bytes{*bytes}) : std::nullopt;
}

std::optional<Bytes> TrtEngine::Weights::bytes() const {
  if (count == 0) return Bytes{0};
  const std::optional<double> bytes = bytes_of_type(type);
  return bytes ? std::optional(Bytes{*bytes * count}) : std::nullopt;
}

Result<TrtEngine> read_trt_engine(std::span<const ImportFile> files) {
  TrtEngine engine;
  Problems problems;
  for (const ImportFile& file : files) {
    for (Problem& problem : read_file(file, engine)) problems.push_back(std::move(problem));
  }
  // The row with the number of runs has no name.
  std::erase_if(engine.rows, [](const TrtEngine::Row& row) { return row.name.empty(); });
  if (problems.empty() && (engine.rows.empty() || engine.layers.empty())) {
    problems.push_back(
        {files.front().name,
         fmt::format("neither this file nor its partner has {}, expected the file of trtexec "
                     "--exportProfile beside that of --exportLayerInfo",
                     engine.rows.empty() ? "rows of a profile" : "layers")});
  }
  if (!problems.empty()) return problems;
  return engine;
}

}  // namespace popex
