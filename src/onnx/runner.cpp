// SPDX-License-Identifier: MIT
#include "onnx/runner.hpp"

#include <algorithm>
#include <chrono>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include <popex/units.hpp>

#include "onnx/crash_report.hpp"
#include "onnx/cures.hpp"
#include "onnx/tensor_shape.hpp"

namespace popex {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kLibrary = "OpenCV " CV_VERSION;
constexpr std::string_view kNodePrefix = "onnx_node!";

/// "Node [Pad@ai.onnx]:(onnx_node!/s1/Pad) parse error: OpenCV(4.6.0) …: error: (-5:Bad argument)
/// Blob not found in function 'getBlob'" says which operator; the last "error: " why.
Problem problem_of(const cv::Exception& exception) {
  const std::string& text = exception.err;
  const auto between = [&](std::string_view before, std::string_view after) -> std::string {
    const std::size_t begin = text.find(before);
    if (begin == std::string::npos) return "";
    const std::size_t end = text.find(after, begin + before.size());
    if (end == std::string::npos) return "";
    return text.substr(begin + before.size(), end - begin - before.size());
  };
  std::string why = text;
  if (const std::size_t last = text.rfind("error: "); last != std::string::npos) {
    why = text.substr(last + 7);
  }
  why.erase(std::find(why.begin(), why.end(), '\n'), why.end());
  if (const std::size_t place = why.rfind(" in function '"); place != std::string::npos) {
    why.erase(place);
  }
  const std::string type = between("[", "@");
  const std::string name = between(std::string("(") + std::string(kNodePrefix), ")");
  if (type.empty() || name.empty()) {
    return {"", fmt::format("{} cannot run this model: {}", kLibrary, why)};
  }
  return {"", fmt::format("{} cannot run operator {} '{}': {}", kLibrary, type, name, why)};
}

/// Random, but for whole numbers: any table can be asked for its entry 0.
cv::Mat values_for(const onnx::TypeProto::Tensor& type) {
  std::vector<int> dims;
  for (const auto& dim : type.shape().dim()) dims.push_back(static_cast<int>(dim.dim_value()));
  cv::Mat values(dims, CV_32F, cv::Scalar(0));
  const int element = type.elem_type();
  if (element == onnx::TensorProto::FLOAT || element == onnx::TensorProto::FLOAT16 ||
      element == onnx::TensorProto::DOUBLE) {
    cv::randn(values, 0, 1);
  }
  return values;
}

class Runner {
 public:
  explicit Runner(onnx::ModelProto model) {
    for (const onnx::NodeProto& node : model.graph().node()) {
      if (node.output_size() != 1) continue;
      const onnx::TypeProto* type = find_type(model.graph(), node.output(0));
      const int element = type == nullptr ? 0 : type->tensor_type().elem_type();
      // Of what nothing is known OpenCV makes floats.
      element_bytes_[node.name()] =
          element == 0 ? sizeof(float) : element_bytes(element).value_or(0);
    }
    cure_for_opencv(model);
    for (const onnx::NodeProto& node : model.graph().node()) {
      names_.insert(node.name());
      for (const std::string& output : node.output()) made_by_.emplace(output, node.name());
    }
    std::string bytes;
    model.SerializeToString(&bytes);
    net_ = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
    net_.enableFusion(false);
    cv::theRNG().state = 1;
    for (const onnx::ValueInfoProto& input : model.graph().input()) {
      inputs_.push_back(values_for(input.type().tensor_type()));
      net_.setInput(inputs_.back(), input.name());
      input_ = input.name();
    }
    outputs_ = net_.getUnconnectedOutLayersNames();
    assign_layers();
  }

  [[nodiscard]] const std::vector<std::string>& nodes() const { return nodes_; }

  /// The size of what each of them makes, as this run has it; 0 where it is not one tensor alone.
  [[nodiscard]] std::vector<double> output_bytes() const {
    std::vector<cv::dnn::MatShape> inputs;
    for (const cv::Mat& values : inputs_)
      inputs.emplace_back(values.size.p, values.size.p + values.dims);
    std::vector<int> layers;
    std::vector<std::vector<cv::dnn::MatShape>> in;
    std::vector<std::vector<cv::dnn::MatShape>> out;
    net_.getLayersShapes(inputs, layers, in, out);
    std::vector<double> bytes(nodes_.size(), 0);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      // Layer 0 is the input. Of a node's layers the last one makes what the node makes.
      if (layers[i] == 0 || out[i].size() != 1) continue;
      const std::size_t node = node_of_.at(static_cast<std::size_t>(layers[i]) - 1);
      const auto element = element_bytes_.find(nodes_[node]);
      if (element == element_bytes_.end()) continue;
      bytes[node] = element->second;
      for (const int size : out[i].front()) bytes[node] *= size;
    }
    return bytes;
  }

  /// One pass without its parts. What it returns is valid until the next.
  const cv::Mat& forward() {
    net_.forward(results_, outputs_);
    return results_.front();
  }

  void set_input(const cv::Mat& values) { net_.setInput(values, input_); }

  /// One pass; the sum over what belongs to each of `nodes()`.
  double run(std::vector<double>& node_ms) {
    const Clock::time_point start = Clock::now();
    net_.forward(results_, outputs_);
    const Milliseconds total = Clock::now() - start;
    net_.getPerfProfile(ticks_);
    node_ms.assign(nodes_.size(), 0);
    for (std::size_t i = 0; i < std::min(ticks_.size(), node_of_.size()); ++i) {
      node_ms[node_of_[i]] += ticks_[i] * 1000 / cv::getTickFrequency();
    }
    return total.count();
  }

 private:
  /// OpenCV's layers come in running order; layer i has the i-th entry of its profile.
  void assign_layers() {
    std::unordered_map<std::string, std::size_t> places;
    std::size_t place = 0;
    for (const std::string& layer : net_.getLayerNames()) {
      if (const std::string node = node_named_in(layer); !node.empty()) {
        const auto [known, is_new] = places.emplace(node, nodes_.size());
        if (is_new) nodes_.push_back(node);
        place = known->second;
      }
      node_of_.push_back(place);
    }
    if (nodes_.empty()) nodes_.emplace_back();
  }

  /// The node that a layer is of: "onnx_node!fc", or a part of it, "onnx_node!fc/flatten", or the
  /// copy that makes an output of the network. Empty where it is of none.
  [[nodiscard]] std::string node_named_in(std::string layer) const {
    if (const auto maker = made_by_.find(layer); maker != made_by_.end()) return maker->second;
    if (!layer.starts_with(kNodePrefix)) return "";
    layer.erase(0, kNodePrefix.size());
    while (!layer.empty() && !names_.contains(layer)) {
      const std::size_t slash = layer.rfind('/');
      layer.erase(slash == std::string::npos ? 0 : slash);
    }
    return layer;
  }

  std::unordered_set<std::string> names_;
  std::unordered_map<std::string, std::string> made_by_;   // node by output
  std::unordered_map<std::string, double> element_bytes_;  // by node that makes one tensor
  cv::dnn::Net net_;
  std::vector<cv::Mat> inputs_;
  std::string input_;  // the last one
  std::vector<std::string> outputs_;
  std::vector<cv::Mat> results_;
  std::vector<double> ticks_;
  std::vector<std::string> nodes_;
  std::vector<std::size_t> node_of_;  // by layer
};

void set_up(int threads) {
  // It writes its errors to stderr, too.
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
  cv::setNumThreads(threads);
}

/// Sleeping alone would end up to a tenth of a millisecond too late.
void wait_until(Clock::time_point end) {
  using namespace std::chrono_literals;
  if (end - Clock::now() > 1ms) std::this_thread::sleep_until(end - 500us);
  while (Clock::now() < end) {
  }
}

}  // namespace

Problems run_with_opencv(onnx::ModelProto model, const RunSettings& settings,
                         const std::function<void(const RunBegin&)>& begin,
                         const std::function<void(const Run&)>& on_run) {
  set_up(settings.threads);
  set_running(kLibrary, "reads it");
  try {
    Runner runner(std::move(model));
    set_running(kLibrary, "runs it");
    begin({runner.nodes(), runner.output_bytes(), std::string(kLibrary) + " dnn"});
    std::vector<double> node_ms;
    for (std::size_t i = 0; i < settings.warmup + settings.runs; ++i) {
      const double total = runner.run(node_ms);
      on_run({total, node_ms});
    }
  } catch (const cv::Exception& exception) {
    return {problem_of(exception)};
  }
  return {};
}

Problems run_in_two_parts(onnx::ModelProto first, onnx::ModelProto second, double link_ms,
                          const RunSettings& settings, const std::function<void(double)>& on_run) {
  set_up(settings.threads);
  set_running(kLibrary, "runs it");
  try {
    std::optional<Runner> edge;
    std::optional<Runner> cloud;
    if (first.graph().node_size() > 0) edge.emplace(std::move(first));
    if (second.graph().node_size() > 0) cloud.emplace(std::move(second));
    const auto link = std::chrono::duration_cast<Clock::duration>(Milliseconds(link_ms));
    for (std::size_t i = 0; i < settings.warmup + settings.runs; ++i) {
      const Clock::time_point start = Clock::now();
      const cv::Mat* sent = edge ? &edge->forward() : nullptr;
      if (link_ms > 0) wait_until(Clock::now() + link);
      if (cloud) {
        if (sent != nullptr) cloud->set_input(*sent);
        cloud->forward();
      }
      on_run(Milliseconds(Clock::now() - start).count());
    }
  } catch (const cv::Exception& exception) {
    return {problem_of(exception)};
  }
  return {};
}

}  // namespace popex
