// SPDX-License-Identifier: MIT
#include "background/importers/ort_trace.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "background/importers/block_stream.hpp"
#include "background/problem_list.hpp"
#include "text/number.hpp"
#include "text/utf8.hpp"

namespace popex {
namespace {

using rapidjson::Value;

constexpr double kMost = 1e18;  // of any number: 10^18 µs are 31,700 years

const Value* member(const Value& object, const char* key) {
  const auto found = object.FindMember(key);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string_view view(const Value& text) { return {text.GetString(), text.GetStringLength()}; }

/// Takes one event apart, and says what is wrong with it.
class EventReader {
 public:
  EventReader(const Value& json, std::string place, Problems& problems)
      : json_(json), place_(std::move(place)), problems_(problems) {}

  /// The event, if it is one that matters.
  bool read(OrtEvent& event) {
    if (!json_.IsObject()) {
      problems_.push_back({place_, "expected an object"});
      return false;
    }
    const std::string_view category = text(json_, "cat");
    const std::string_view name = text(json_, "name");
    if (category == "Session" && name == "model_run") {
      event.kind = OrtEvent::Kind::run;
    } else if (category == "Node" && name.ends_with(kOrtKernel)) {
      event.kind = OrtEvent::Kind::node;
      event.name = name.substr(0, name.size() - kOrtKernel.size());
    } else {
      return false;
    }
    event.begin = required(json_, "ts");
    event.duration = required(json_, "dur");
    if (const Value* arguments = member(json_, "args"); arguments != nullptr) {
      if (arguments->IsObject()) {
        read_arguments(*arguments, event);
      } else {
        problems_.push_back({place_ + "/args", "expected an object"});
      }
    }
    return true;
  }

 private:
  void read_arguments(const Value& arguments, OrtEvent& event) {
    event.type = text(arguments, "op_name");
    event.provider = text(arguments, "provider");
    event.index = number(arguments, "node_index");
    if (!event.index) event.index = number(arguments, "graph_index");
    event.parameters = size(arguments, "parameter_size");
    event.input = size(arguments, "activation_size");
    if (!event.input) event.input = size_of_tensors(arguments, "input_type_shape", 1);
    event.output = size(arguments, "output_size");
    if (!event.output) event.output = size_of_tensors(arguments, "output_type_shape", -1);
  }

  std::string_view text(const Value& object, const char* key) {
    const Value* value = member(object, key);
    if (value == nullptr) return {};
    if (value->IsString() && text::is_utf8(view(*value))) return view(*value);
    report(object, key, "expected a string in UTF-8");
    return {};
  }

  /// A number, or the string of one: sizes are strings.
  std::optional<double> number(const Value& object, const char* key) {
    const Value* value = member(object, key);
    if (value == nullptr) return std::nullopt;
    std::optional<double> number;
    if (value->IsNumber()) number = value->GetDouble();
    if (value->IsString()) number = text::parse_number(view(*value));
    if (!number || *number < 0 || *number > kMost) {
      report(object, key, fmt::format("expected a number between 0 and {}", kMost));
    }
    return number;
  }

  double required(const Value& object, const char* key) {
    if (member(object, key) == nullptr) report(object, key, "missing, expected a number of µs");
    return number(object, key).value_or(0);
  }

  std::optional<Bytes> size(const Value& object, const char* key) {
    const std::optional<double> bytes = number(object, key);
    return bytes ? std::optional(Bytes{*bytes}) : std::nullopt;
  }

  /// The size of the first `most` of [{"float": [1, 3, 224, 224]}, …], or of all; nothing where one
  /// of them is not known.
  static std::optional<Bytes> size_of_tensors(const Value& object, const char* key, int most) {
    const Value* tensors = member(object, key);
    if (tensors == nullptr || !tensors->IsArray() || tensors->Empty()) return std::nullopt;
    Bytes sum;
    for (const Value& tensor : tensors->GetArray()) {
      if (most-- == 0) break;
      if (!tensor.IsObject() || tensor.MemberCount() != 1) return std::nullopt;
      const auto& [type, shape] = *tensor.MemberBegin();
      double bytes = size_of_type(view(type));
      if (bytes == 0 || !shape.IsArray()) return std::nullopt;
      for (const Value& dimension : shape.GetArray()) {
        if (!dimension.IsUint64()) return std::nullopt;
        bytes *= dimension.GetDouble();
      }
      sum.value += bytes;
    }
    return sum;
  }

  static double size_of_type(std::string_view type) {
    static constexpr std::pair<std::string_view, double> kSizes[] = {
        {"float", 4},  {"double", 8}, {"float16", 2}, {"bfloat16", 2}, {"int8", 1},
        {"uint8", 1},  {"bool", 1},   {"int16", 2},   {"uint16", 2},   {"int32", 4},
        {"uint32", 4}, {"int64", 8},  {"uint64", 8}};
    for (const auto& [name, size] : kSizes) {
      if (name == type) return size;
    }
    return 0;
  }

  void report(const Value& object, const char* key, std::string message) {
    problems_.push_back({fmt::format("{}/{}{}", place_, &object == &json_ ? "" : "args/", key),
                         std::move(message)});
  }

  const Value& json_;
  std::string place_;  // "file: /17"
  Problems& problems_;
};

/// Reads the array around the events.
class TraceReader {
 public:
  TraceReader(const ImportFile& file, std::size_t longest)
      : name_(file.name), in_(*file.in, longest), problems_(file.name) {}

  Problems read(const TakeOrtEvent& take) {
    if (in_.next() != '[') {
      stop("expected a JSON array of events");
    } else {
      in_.Take();
      if (in_.next() == ']') {
        in_.Take();
      } else {
        while (read_event(take)) {
        }
      }
      if (!is_stopped_ && in_.next() != '\0') stop("text after the end of the trace");
      if (!is_stopped_ && (!in_.is_at_end() || in_.is_too_long())) stop("a NUL byte");
    }
    return problems_.take();
  }

 private:
  /// Whether there is another one.
  bool read_event(const TakeOrtEvent& take) {
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseStopWhenDoneFlag;
    in_.begin_piece();
    pool_.Clear();
    document_.ParseStream<flags>(in_);
    if (document_.HasParseError()) {
      const rapidjson::ParseErrorCode error = document_.GetParseError();
      std::string_view why = "expected an event";
      if (error != rapidjson::kParseErrorDocumentEmpty) why = rapidjson::GetParseError_En(error);
      if (why.ends_with('.')) why.remove_suffix(1);
      stop(why);
      return false;
    }
    OrtEvent event;
    Problems problems;
    const std::string place = fmt::format("{}: /{}", name_, index_++);
    if (EventReader(document_, place, problems).read(event) && problems.empty()) {
      std::string wrong = take(event);
      is_stopped_ = !wrong.empty();
      if (is_stopped_) problems.push_back({place, std::move(wrong)});
    }
    for (Problem& problem : problems) problems_.add(std::move(problem));
    if (is_stopped_) return false;
    const char after = in_.next();
    if (after != ',' && after != ']') {
      stop("expected a comma or ] after an event");
      return false;
    }
    in_.Take();
    return after == ',';
  }

  /// Reports what keeps the trace from being read any further.
  void stop(std::string_view why) {
    is_stopped_ = true;
    std::string message;
    if (in_.is_too_long()) {
      message = fmt::format("an event of more than {} bytes", in_.longest());
    } else if (in_.is_at_end()) {
      message = fmt::format(
          "the trace is incomplete, it ends after {} bytes: ONNX Runtime writes the end of it when "
          "the session is closed or its profiling is ended",
          in_.Tell());
    } else {
      message = fmt::format("not valid JSON: {}", why);
    }
    problems_.at_line(in_.line(), std::move(message));
  }

  const std::string& name_;
  BlockStream in_;
  alignas(
      std::max_align_t) std::array<char, 65536> memory_{};  // enough for all that profilers write
  rapidjson::MemoryPoolAllocator<> pool_{memory_.data(), memory_.size()};
  rapidjson::Document document_{&pool_};
  std::size_t index_ = 0;
  ProblemList problems_;
  bool is_stopped_ = false;
};

}  // namespace

Problems read_ort_trace(const ImportFile& file, const TakeOrtEvent& take, std::size_t longest) {
  return std::make_unique<TraceReader>(file, longest)->read(take);  // too large for the stack
}

}  // namespace popex
