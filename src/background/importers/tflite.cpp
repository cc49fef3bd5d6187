// SPDX-License-Identifier: MIT
//
// What TensorFlow Lite's benchmark_model prints, or writes as a table with commas, with
// --enable_op_profiling=true. Of its tables the one in run order is read:
//
//     ============================== Run Order ==============================
//     	   [node type]	  [start]	  [first]	 [avg ms]	…	[times called]
//     [Name] 	       CONV_2D	    0.000	    4.269	    4.269	…	        0
//     [MobilenetV1/Conv2d_0/Relu6]
//
//     Timings (microseconds): count=50 first=79449 curr=81350 min=77385 max=88213 avg=79732
//     std=1929 Average inference timings in us: Warmup: 83235, Init: 38467, Inference: 79760.9
//
// Versions differ in their columns, which are found by name; newer ones number the names ("…]:7").
// The time is the mean of the calls, of which a node may have several a run (older versions count
// none). There may be more such tables: of the initialisation, of what a delegate does inside of
// one node, of other subgraphs. Theirs come with a headline before them.

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/importers/lines.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::string_view kRunOrder = "= Run Order =";

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "[avg ms]" and "avg_ms" are the same column.
std::string plain(std::string_view column) {
  std::string made;
  for (const char c : column) {
    if (c == '[' || c == ']') continue;
    made += c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return made;
}

/// What stands between commas, or between tabs or two blanks and more: tables get copied from
/// screens.
std::vector<std::string_view> fields_of(std::string_view line, bool has_commas) {
  std::vector<std::string_view> fields;
  line = trimmed(line);
  while (!line.empty()) {
    std::size_t end = has_commas ? line.find(',') : std::min(line.find('\t'), line.find("  "));
    end = std::min(end, line.size());
    fields.push_back(trimmed(line.substr(0, end)));
    line = trimmed(line.substr(std::min(end + 1, line.size())));
  }
  return fields;
}

/// "[conv1/Relu]:7" as "conv1/Relu", "Delegate/Convolution:3" as "Delegate/Convolution".
std::string_view name_of(std::string_view field) {
  const std::size_t colon = field.find_last_not_of("0123456789");
  if (colon != std::string_view::npos && colon + 1 < field.size() && field[colon] == ':') {
    field = field.substr(0, colon);
  }
  if (field.starts_with('[') && field.ends_with(']')) field = field.substr(1, field.size() - 2);
  return field;
}

class TfliteReader {
 public:
  TfliteReader(const ImportFile& file, std::string tier) : lines_(file), tier_(std::move(tier)) {}

  Result<Imported> read() {
    std::string line;
    while (lines_.next(line)) {
      switch (place_) {
        case Place::outside:
          read_line(line);
          break;
        case Place::before_columns:
          read_columns(line);
          break;
        case Place::in_table:
          read_node(line);
          break;
      }
    }
    if (place_ != Place::outside) {
      lines_.report("ends in the table of the run order, expected an empty line after it");
    } else if (!has_table_ && lines_.problems().empty()) {
      return Problems{{lines_.file(),
                       "no table of the run order, expected what benchmark_model prints with "
                       "--enable_op_profiling=true"}};
    }
    if (!lines_.problems().empty()) return lines_.problems();
    return imported();
  }

 private:
  enum class Place { outside, before_columns, in_table };

  void read_line(std::string_view line) {
    if (contains(line, "Profiling Info for Benchmark Initialization")) {
      section_ = "the initialisation";
    } else if (contains(line, "Delegate internal:")) {
      section_ = "what a delegate does inside of its nodes";
    } else if (line.starts_with("Subgraph (index")) {
      section_ = "other subgraphs";
    } else if (contains(line, "Operator-wise Profiling Info")) {
      section_ = {};
    } else if (contains(line, kRunOrder)) {
      if (!section_.empty()) {
        if (std::find(skipped_.begin(), skipped_.end(), section_) == skipped_.end()) {
          skipped_.push_back(section_);
        }
      } else if (std::exchange(has_table_, true)) {
        lines_.report("a second table of the run order, expected the output of one run");
      } else {
        place_ = Place::before_columns;
      }
    } else if (section_.empty()) {
      read_total(line);
    }
  }

  /// The time of a run: of all of it, where it is said, or else of the nodes.
  void read_total(std::string_view line) {
    const auto number_after = [&](std::string_view key) -> std::optional<double> {
      const std::size_t at = line.find(key);
      if (at == std::string_view::npos) return std::nullopt;
      const std::string_view rest = trimmed(line.substr(at + key.size()));
      return text::parse_number(rest.substr(0, rest.find_first_of(", \t")));
    };
    if (contains(line, "nference timings in us")) {
      run_us_ = number_after("Inference (avg):");
      if (!run_us_) run_us_ = number_after("Inference:");
    } else if (contains(line, "Timings (microseconds):")) {
      nodes_us_ = number_after(" avg=");
      if (!nodes_us_) nodes_us_ = number_after(" curr=");  // of a single run
    }
  }

  void read_columns(std::string_view line) {
    place_ = Place::in_table;
    has_commas_ = !contains(line, "[");
    const std::vector<std::string_view> fields = fields_of(line, has_commas_);
    const auto column = [&](std::string_view name) {
      return static_cast<std::size_t>(
          std::find_if(fields.begin(), fields.end(),
                       [&](std::string_view field) { return plain(field) == name; }) -
          fields.begin());
    };
    columns_ = fields.size();
    time_ = column("avg ms");
    calls_ = column("times called");
    if (time_ < columns_ && column("node type") == 0 && column("name") + 1 == columns_) return;
    lines_.report("unknown columns, expected [node type] first, [avg ms], and [Name] last");
    place_ = Place::outside;
  }

  void read_node(std::string_view line) {
    if (line.empty()) place_ = Place::outside;
    if (trimmed(line).empty()) return;  // blanks may be what is left of a node
    std::vector<std::string_view> fields = fields_of(line, has_commas_);
    if (fields.size() < columns_) {
      return lines_.report(
          fmt::format("{} fields, expected {} as in the line of columns", fields.size(), columns_));
    }
    // Types of a delegate have commas: "Convolution (NHWC, QC8)". Names have them, too, but not in
    // tables with commas.
    const std::size_t more = has_commas_ ? fields.size() - columns_ : 0;
    const auto end_of = [](std::string_view field) { return field.data() + field.size(); };
    const std::string_view type(fields[0].data(),
                                static_cast<std::size_t>(end_of(fields[more]) - fields[0].data()));
    const std::string_view last = fields[more + columns_ - 1];
    const std::string_view name(last.data(),
                                static_cast<std::size_t>(end_of(fields.back()) - last.data()));
    const std::optional<double> time = text::parse_number(fields[more + time_]);
    if (!time || *time < 0) {
      return lines_.report(
          fmt::format("avg ms {}, expected a time", in_quotes(fields[more + time_])));
    }
    double calls = 1;
    if (calls_ < columns_) {
      const std::optional<double> number = text::parse_number(fields[more + calls_]);
      if (!number) {
        return lines_.report(
            fmt::format("times called {}, expected a number", in_quotes(fields[more + calls_])));
      }
      calls = std::max(*number, 1.0);
    }
    if (calls > 1) ++called_often_;
    if (!lines_.has_room_behind(made_.profile.layers.size())) return;
    ProfileData::Layer& layer = made_.profile.layers.emplace_back();
    layer.type = type;
    layer.name = names_.add(name_of(name).empty() ? type : name_of(name));
    layer.time.emplace_back(tier_, Milliseconds(*time * calls));
  }

  Imported imported() {
    made_.profile.description = "TensorFlow Lite's benchmark_model";
    const std::optional<double> total = run_us_ ? run_us_ : nodes_us_;
    if (total) made_.total = Milliseconds(*total / 1000);
    made_.notes.emplace_back(kChainAssumed);
    made_.batch_note = kBatchAssumed;
    if (!skipped_.empty()) {
      made_.notes.push_back(
          fmt::format("tables that were not read: of {}", fmt::join(skipped_, ", of ")));
    }
    if (called_often_ > 0) {
      made_.notes.push_back(
          fmt::format("{} of {} nodes run several times in a run: their times "
                      "are of all calls, at the place of the first",
                      called_often_, made_.profile.layers.size()));
    }
    names_.note(made_.notes);
    return std::move(made_);
  }

  Lines lines_;
  std::string tier_;
  Imported made_;
  LayerNames names_;
  Place place_ = Place::outside;
  std::string_view section_;  // what the next tables are of; empty: of whole runs
  std::vector<std::string_view> skipped_;
  bool has_table_ = false;
  bool has_commas_ = false;
  std::size_t columns_ = 0;  // how many; the others are places in them
  std::size_t time_ = 0;
  std::size_t calls_ = 0;
  std::size_t called_often_ = 0;
  std::optional<double> run_us_;
  std::optional<double> nodes_us_;
};

bool is_tflite(std::string_view head) {
  return contains(head, kRunOrder) || contains(head, "nference timings in us:");
}

Result<Imported> read_tflite(std::span<const ImportFile> files, const ImportSettings& settings) {
  return TfliteReader(files.front(), settings.tier).read();
}

}  // namespace

const Importer kTfliteImporter = {
    "tflite",   "the operator profile of TensorFlow Lite's benchmark_model", 1, false, is_tflite,
    read_tflite};

}  // namespace popex
