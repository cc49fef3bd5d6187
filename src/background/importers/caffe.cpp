// SPDX-License-Identifier: MIT
//
// The log of `caffe time`, of which forward times are read. caffe trains as much as it infers, so a
// log may have what a network in use has not: layers that give labels, read them, or split them.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "background/importers/caffe_log.hpp"
#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/importers/side_heads.hpp"

namespace popex {
namespace {

constexpr double kValueBytes = 4;  // caffe computes in floats

/// The copies that caffe itself puts in where several layers read a blob. They are not in the
/// description of the network, so their type is not, either.
bool is_split(const CaffeLog::Layer& layer) {
  return layer.type == "Split" ||
         (layer.type.empty() && layer.makes.size() > 1 && layer.name.ends_with("_split"));
}

/// Layers that, if nothing reads them, say how good the network is.
bool is_metric(const CaffeLog::Layer& layer) {
  const auto is_scalar = [](const CaffeLog::Made& made) { return made.is_scalar; };
  return !layer.is_loss && (layer.type == "Accuracy" ||
                            std::all_of(layer.makes.begin(), layer.makes.end(), is_scalar));
}

/// All that a layer hands on. The copies of a split are one and the same blob, so it counts once;
/// those of other layers are different ones. What a loss makes is no output of a network in use.
std::optional<Bytes> output_of(const CaffeLog::Layer& layer) {
  if (layer.makes.empty() || layer.is_loss) return std::nullopt;
  double values = 0;
  for (const CaffeLog::Made& made : layer.makes) {
    if (!made.values) return std::nullopt;
    values = is_split(layer) ? *made.values : values + *made.values;
  }
  return Bytes{values * kValueBytes};
}

class CaffeNetwork {
 public:
  CaffeNetwork(const CaffeLog& log, std::string tier) : log_(log), tier_(std::move(tier)) {}

  Imported imported() {
    made_.profile.name = log_.network;
    made_.profile.description = "caffe time, forward passes";
    if (log_.iterations) made_.profile.description += fmt::format(", mean of {}", *log_.iterations);
    made_.total = log_.total;
    if (log_.has_structure) {
      add_network();
    } else {
      for (const CaffeLog::Layer& layer : log_.layers) add(layer);
      made_.notes.emplace_back(kChainAssumed);
    }
    names_.note(made_.notes);
    made_.batch = log_.batch.value_or(1);
    made_.batch_note = kBatchAssumed;
    if (log_.batch) {
      made_.batch_note =
          made_.batch == 1
              ? ""
              : fmt::format("a batch of {}, the first dimension of the first blob", made_.batch);
    }
    return std::move(made_);
  }

 private:
  ProfileData::Layer& add(const CaffeLog::Layer& layer) {
    ProfileData::Layer& made = made_.profile.layers.emplace_back();
    made.name = names_.add(layer.name);
    made.type = layer.type.empty() && is_split(layer) ? "Split" : layer.type;
    if (layer.time) made.time.emplace_back(tier_, *layer.time);
    return made;
  }

  void add_network() {
    find_makers();
    find_what_is_left_out();
    std::vector<std::string> names(log_.layers.size());
    std::size_t untyped = 0;
    for (std::size_t i = 0; i < log_.layers.size(); ++i) {
      if (!left_out_[i].empty()) continue;
      const CaffeLog::Layer& layer = log_.layers[i];
      ProfileData::Layer& made = add(layer);
      names[i] = made.name;
      made.output = output_of(layer);
      made.inputs.emplace();
      for (const Read& read : reads_[i]) {
        const bool is_input = read.maker == kNone || is_source(read.maker);
        made.inputs->push_back(is_input ? "input" : names[read.maker]);
      }
      if (made.type.empty()) ++untyped;
      if (layer.is_loss) losses_.push_back(made.name);
    }
    measure_input();
    note_left_out();
    if (!losses_.empty()) {
      made_.notes.push_back(
          fmt::format("losses are there for training; kept, without the labels that they read, for "
                      "what a network in use ends with: {}",
                      fmt::join(losses_, ", ")));
    }
    if (untyped > 0) {
      made_.notes.push_back(
          fmt::format("no type for {} of {} layers, the log does not describe the whole network",
                      untyped, made_.profile.layers.size()));
    }
    SideHeads heads = split_off_side_heads(made_.profile);
    made_.left_out += heads.left_out;
    made_.notes.insert(made_.notes.end(), heads.notes.begin(), heads.notes.end());
  }

  /// Who makes what each layer reads. A blob that is changed in place is made anew by whoever
  /// changes it. A loss reads labels beside what it judges: those are not taken for an input.
  void find_makers() {
    std::map<std::string_view, std::size_t> makers;
    for (const CaffeLog::Layer& layer : log_.layers) {
      std::vector<Read>& reads = reads_.emplace_back();
      bool is_raw = layer.reads.empty() || is_split(layer);
      for (const std::string& blob : layer.reads) {
        const auto found = makers.find(blob);
        const std::size_t maker = found == makers.end() ? kNone : found->second;
        const bool reads_raw = maker == kNone || is_raw_[maker];
        is_raw = is_raw && reads_raw;
        if (layer.is_loss && !reads.empty() && reads_raw) continue;
        reads.push_back({blob, maker});
      }
      is_raw_.push_back(is_raw);
      for (const CaffeLog::Made& made : layer.makes) makers[made.blob] = reads_.size() - 1;
    }
  }

  [[nodiscard]] bool is_source(std::size_t i) const { return log_.layers[i].reads.empty(); }

  /// For each layer why it is no layer of the profile; empty for those that are. From the last, so
  /// that what is read only by layers that are left out can be, too.
  void find_what_is_left_out() {
    left_out_.resize(log_.layers.size());
    std::vector<bool> is_read(log_.layers.size(), false);
    for (std::size_t i = log_.layers.size(); i-- > 0;) {
      const CaffeLog::Layer& layer = log_.layers[i];
      if (is_source(i)) {
        left_out_[i] = "gives the input";
      } else if (!is_read[i] && is_metric(layer)) {
        left_out_[i] = "measures quality";
      } else if (!is_read[i] && is_split(layer)) {
        left_out_[i] = "nothing reads it";
      }
      if (!left_out_[i].empty()) continue;
      for (const Read& read : reads_[i]) {
        if (read.maker != kNone) is_read[read.maker] = true;
      }
    }
  }

  /// The blobs of sources that layers read; labels are none of them.
  void measure_input() {
    std::set<std::string_view> blobs;
    for (std::size_t i = 0; i < log_.layers.size(); ++i) {
      if (!left_out_[i].empty()) continue;
      for (const Read& read : reads_[i]) {
        if (read.maker == kNone) return;  // the log does not say its size
        if (is_source(read.maker)) blobs.insert(read.blob);
      }
    }
    double values = 0;
    for (const CaffeLog::Layer& layer : log_.layers) {
      if (!layer.reads.empty()) continue;
      for (const CaffeLog::Made& made : layer.makes) {
        if (!blobs.contains(made.blob)) continue;
        if (!made.values) return;
        values += *made.values;
      }
    }
    if (!blobs.empty()) made_.profile.input = Bytes{values * kValueBytes};
  }

  void note_left_out() {
    std::vector<std::string> list;
    for (std::size_t i = 0; i < log_.layers.size(); ++i) {
      if (left_out_[i].empty()) continue;
      made_.left_out += log_.layers[i].time.value_or(Milliseconds(0));
      list.push_back(fmt::format("{} ({})", log_.layers[i].name, left_out_[i]));
    }
    if (list.empty()) return;
    made_.notes.push_back(
        fmt::format("left out, with {:.4g} ms: {}", made_.left_out.count(), fmt::join(list, ", ")));
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);  // no layer of the log

  struct Read {
    std::string_view blob;
    std::size_t maker;
  };

  const CaffeLog& log_;
  std::string tier_;
  Imported made_;
  LayerNames names_;
  std::vector<std::vector<Read>> reads_;
  std::vector<bool> is_raw_;           // hands on what sources give, copied at most
  std::vector<std::string> left_out_;  // why; empty for layers of the profile
  std::vector<std::string> losses_;
};

Result<Imported> read_caffe(std::span<const ImportFile> files, const ImportSettings& settings) {
  const Result<CaffeLog> log = read_caffe_log(files.front());
  if (!log) return log.problems();
  return CaffeNetwork(*log, settings.tier).imported();
}

}  // namespace

const Importer kCaffeImporter = {"caffe",   "the log of 'caffe time'", 1, false, is_caffe_log,
                                 read_caffe};

}  // namespace popex
