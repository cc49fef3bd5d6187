// SPDX-License-Identifier: MIT
//
// caffe describes each layer as it makes it, with what it reads (<-), what it makes (->) and the
// shapes of that; the averages follow at the end, in the same order:
//
//     I0803 16:17:04.3 4515 net.cpp:84] Creating Layer conv1
//     I0803 16:17:04.3 4515 net.cpp:406] conv1 <- data
//     I0803 16:17:04.3 4515 net.cpp:380] conv1 -> conv1
//     I0803 16:17:05.9 4515 net.cpp:129] Top shape: 10 96 55 55 (2904000)
//     …
//     I0803 16:17:17.2 4515 caffe.cpp:406] Average time per layer:
//     I0803 16:17:17.2 4515 caffe.cpp:409]      conv1	forward: 7.43227 ms.
//     I0803 16:17:17.2 4515 caffe.cpp:412]      conv1	backward: 7.7391 ms.
//     …
//     I0803 16:17:17.2 4515 caffe.cpp:417] Average Forward pass: 120.556 ms.
//
// The types of layers stand only in the dump of the network's description before all that. Around
// these lines there may be anything: prompts, iterations, other threads.

#include "background/importers/caffe_log.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "background/importers/lines.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::string_view kBegin = "Initializing net from parameters";
constexpr std::string_view kAverages = "Average time per layer";
constexpr std::string_view kForward = "forward: ";

/// What a line says, without glog's "I0803 16:17:04.3 4515 net.cpp:84] ".
std::string_view message_of(std::string_view line) {
  const bool is_glog = line.size() > 1 && std::string_view("IWEF").find(line[0]) < 4 &&
                       std::isdigit(static_cast<unsigned char>(line[1])) != 0;
  const std::size_t end = is_glog ? line.find("] ") : std::string_view::npos;
  return end == std::string_view::npos ? line : line.substr(end + 2);
}

/// What follows `prefix`, or nothing if something else does.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

class CaffeLogReader {
 public:
  explicit CaffeLogReader(const ImportFile& file) : lines_(file) {}

  Result<CaffeLog> read() {
    std::string line;
    while (lines_.next(line)) {
      read_description(line);
      const std::string_view message = message_of(line);
      if (place_ == Place::in_averages) {
        read_average(message);
      } else {
        read_structure(message);
      }
    }
    if (place_ == Place::before_averages) {
      lines_.report(fmt::format("ends without a line '{}:', expected the whole log of 'caffe time'",
                                kAverages));
    } else if (place_ == Place::in_averages) {
      lines_.report("ends before the line 'Average Forward pass:', expected the whole log");
    }
    if (!lines_.problems().empty()) return lines_.problems();
    for (CaffeLog::Layer& layer : log_.layers) {
      const auto type = types_.find(layer.name);
      if (type != types_.end()) layer.type = type->second;
    }
    return std::move(log_);
  }

 private:
  enum class Place { before_averages, in_averages, behind_averages };

  /// The dump: `name: "AlexNet"`, and two blanks deep the names and types of layers.
  void read_description(std::string_view line) {
    if (line.size() < 2 || line.back() != '"') return;
    const std::string_view open = line.substr(0, line.size() - 1);
    if (const auto network = after(open, "name: \""); network && log_.network.empty()) {
      log_.network = *network;
    } else if (const auto name = after(open, "  name: \"")) {
      described_ = *name;
    } else if (const auto type = after(open, "  type: \"")) {
      types_.emplace(described_, *type);
    }
  }

  void read_structure(std::string_view message) {
    const bool begins = message.starts_with(kBegin);
    const bool is_behind = place_ == Place::behind_averages;
    if (begins || message.starts_with(kAverages)) {
      if (is_behind || (begins && std::exchange(has_begun_, true))) {
        return lines_.give_up("a second run begins, expected the log of one");
      }
      if (!begins) begin_averages();
    } else if (is_behind) {
      return;
    } else if (const auto name = after(message, "Creating Layer ")) {
      if (!lines_.has_room_behind(log_.layers.size())) return;
      log_.layers.emplace_back().name = trimmed(*name);
      shapes_ = 0;
    } else if (const auto iterations = after(message, "Testing for ")) {
      log_.iterations = number(*iterations);
    } else if (!log_.layers.empty()) {
      read_layer(message, log_.layers.back());
    }
  }

  void begin_averages() {
    place_ = Place::in_averages;
    log_.has_structure =
        std::any_of(log_.layers.begin(), log_.layers.end(),
                    [](const CaffeLog::Layer& layer) { return !layer.makes.empty(); });
    if (!log_.has_structure) log_.layers.clear();
  }

  void read_layer(std::string_view message, CaffeLog::Layer& layer) {
    if (layer.reads.size() + layer.makes.size() > ProfileLimits::inputs_per_layer) {
      return lines_.give_up(fmt::format("{} has more than {} blobs", in_quotes(layer.name),
                                        ProfileLimits::inputs_per_layer));
    }
    if (const auto read = after(message, layer.name + " <- ")) {
      layer.reads.emplace_back(trimmed(*read));
    } else if (const auto made = after(message, layer.name + " -> ")) {
      layer.makes.emplace_back().blob = trimmed(made->substr(0, made->find(" (in-place)")));
    } else if (const auto shape = after(message, "Top shape: ")) {
      read_shape(*shape, layer);
    } else if (trimmed(message).starts_with("with loss weight")) {
      layer.is_loss = true;
    }
  }

  /// "10 96 55 55 (2904000)", or without dimensions "(1)".
  void read_shape(std::string_view shape, CaffeLog::Layer& layer) {
    const std::size_t open = std::min(shape.find('('), shape.size());
    const std::size_t close = shape.find(')', open);
    const std::optional<double> values =
        close == std::string_view::npos
            ? std::nullopt
            : text::parse_number(shape.substr(open + 1, close - open - 1));
    if (!values || *values < 0) {
      lines_.report(
          fmt::format("shape {}, expected the number of its values in brackets", in_quotes(shape)));
    } else if (shapes_ == layer.makes.size()) {
      lines_.report(fmt::format("one shape too many, {} makes {} blobs", in_quotes(layer.name),
                                layer.makes.size()));
    } else {
      CaffeLog::Made& made = layer.makes[shapes_++];
      made.values = values;
      made.is_scalar = trimmed(shape.substr(0, open)).empty();
      if (made.is_scalar || log_.batch) return;
      log_.batch = number(shape);
      if (log_.batch && *log_.batch >= 1) return;
      lines_.report(
          fmt::format("shape {}, expected the size of the batch before others", in_quotes(shape)));
    }
  }

  void read_average(std::string_view message) {
    if (const auto total = after(message, "Average Forward pass: ")) {
      if (const std::optional<double> time = time_of(*total)) log_.total = Milliseconds(*time);
      place_ = Place::behind_averages;
      if (times_ == log_.layers.size() && times_ > 0) return;
      lines_.report(fmt::format("times of {} layers before this, expected those of {}", times_,
                                std::max<std::size_t>(log_.layers.size(), 1)));
      return;
    }
    const std::size_t at = message.find(kForward);
    if (at == std::string_view::npos) return;
    const std::string_view name = trimmed(message.substr(0, at));
    if (!lines_.has_room_behind(times_)) return;
    if (!log_.has_structure) log_.layers.emplace_back().name = name;
    if (times_ == log_.layers.size() || log_.layers[times_].name != name) {
      // All that follows would be wrong, too.
      return lines_.give_up(fmt::format(
          "the time of {}, expected {}: times stand in the order in which layers are created",
          in_quotes(name),
          times_ == log_.layers.size() ? "no more"
                                       : "that of " + in_quotes(log_.layers[times_].name)));
    }
    const std::optional<double> time = time_of(message.substr(at + kForward.size()));
    log_.layers[times_++].time = Milliseconds(time.value_or(0));
  }

  /// Of "7.43227 ms.".
  std::optional<double> time_of(std::string_view text) {
    const std::optional<double> time = number(text);
    if (time && *time >= 0) return time;
    lines_.report(fmt::format("{}, expected a time in ms", in_quotes(text)));
    return std::nullopt;
  }

  /// Of "10 iterations".
  static std::optional<double> number(std::string_view text) {
    return text::parse_number(text.substr(0, text.find(' ')));
  }

  Lines lines_;
  CaffeLog log_;
  Place place_ = Place::before_averages;
  bool has_begun_ = false;
  std::unordered_map<std::string, std::string> types_;  // by layer
  std::string described_;                               // the layer whose type comes next
  std::size_t shapes_ = 0;                              // of the last layer, that were read
  std::size_t times_ = 0;                               // of the layers, that were read
};

}  // namespace

Result<CaffeLog> read_caffe_log(const ImportFile& file) { return CaffeLogReader(file).read(); }

bool is_caffe_log(std::string_view head) {
  return head.find(kBegin) != std::string_view::npos ||
         head.find(kAverages) != std::string_view::npos;
}

}  // namespace popex
