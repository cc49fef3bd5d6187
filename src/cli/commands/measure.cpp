// SPDX-License-Identifier: MIT
#include "background/measure.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/profile_io.hpp>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/measured_output.hpp"
#include "cli/onnx_tool.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/surroundings.hpp"
#include "text/csv_rows.hpp"

namespace popex::cli {
namespace {

struct MeasureOptions {
  std::string model;
  std::string tier = "edge";
  std::vector<std::string> tiers;
  std::vector<std::string> inputs;
  std::string main_output;
  std::string name;
  std::string samples;
  std::size_t runs = 50;
  std::size_t warmup = 10;
  unsigned threads = 1;
  std::size_t repeats = 1;
  bool ranges = false;
  MeasuredOutput output;
};

/// "1x3x224x224" or "image=1x3x224x224".
bool is_shape(const std::string& text) {
  const std::string dims = text.substr(text.rfind('=') + 1);  // npos + 1 is 0
  bool digit_before = false;
  std::size_t digits = 0;
  for (const char c : dims) {
    if (c == 'x' && digit_before) {
      digit_before = false;
      digits = 0;
    } else if (c >= '0' && c <= '9' && (digits > 0 || c != '0') && ++digits <= 9) {
      digit_before = true;
    } else {
      return false;
    }
  }
  return digit_before;
}

Problems problems_of(const MeasureOptions& options, const std::vector<std::string>& tiers) {
  Problems problems;
  if (options.model.empty()) {
    problems.push_back({"MODEL", "missing, expected an ONNX file to measure"});
  } else if (std::error_code error; !std::filesystem::is_regular_file(options.model, error)) {
    problems.push_back({options.model,
                        std::filesystem::exists(options.model, error)
                            ? "is a folder or a device, expected an ONNX file"
                            : "no such file",
                        Problem::Cause::system});
  }
  if (std::find(tiers.begin(), tiers.end(), options.tier) == tiers.end()) {
    problems.push_back({"--tier", fmt::format("'{}' is not a tier, expected one of {}, or others "
                                              "by --tiers",
                                              options.tier, fmt::join(tiers, ", "))});
  }
  for (const std::string& input : options.inputs) {
    if (is_shape(input)) continue;
    problems.push_back(
        {"--input",
         fmt::format("'{}', expected sizes as in 1x3x224x224 or NAME=1x3x224x224", input)});
  }
  const std::string profile = options.output.file.empty() ? "-" : options.output.file;
  if (options.samples == profile) {
    problems.push_back(
        {"--samples", fmt::format("{} is where the profile goes, expected another file",
                                  profile == "-" ? std::string("standard output") : profile)});
  }
  return problems;
}

std::string samples_csv(const std::vector<Sample>& samples) {
  std::string out = "repeat,run,layer,ms\n";
  text::CsvRows rows(out);
  for (const Sample& sample : samples) {
    rows.field(sample.repeat).field(sample.run).field(sample.piece).field(sample.ms).end_row();
  }
  return out;
}

/// "conv1 40 % (0.7 ms), conv2 21 % (0.4 ms)": those that take longest, of all layers together.
std::string slowest_layers(const Profile& profile, std::size_t tier) {
  constexpr std::size_t most = 3;
  std::vector<const Layer*> layers;
  double sum = 0;
  for (const Layer& layer : profile.layers()) {
    if (!layer.time[tier]) continue;
    layers.push_back(&layer);
    sum += layer.time[tier]->count();
  }
  std::stable_sort(layers.begin(), layers.end(), [&](const Layer* one, const Layer* other) {
    return *one->time[tier] > *other->time[tier];
  });
  if (layers.size() > most) layers.resize(most);
  std::vector<std::string> words;
  for (const Layer* layer : layers) {
    const double ms = layer->time[tier]->count();
    words.push_back(
        fmt::format("{} {:.0f} % ({:.3g} ms)", layer->name, sum > 0 ? 100 * ms / sum : 0, ms));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

/// What was measured, what the outputs were taken for, and what to type next.
void summarise(const Context& context, const MeasureOptions& options, const MeasureRequest& request,
               const MeasureResult& result) {
  const Profile& profile = result.measured.profile;
  const auto& tiers = profile.tiers();
  const auto tier =
      static_cast<std::size_t>(std::find(tiers.begin(), tiers.end(), request.tier) - tiers.begin());
  context.log.note(fmt::format("{}: a whole run takes {:.3g} ms on {}, in {} layers",
                               profile.name(), result.whole.count(), request.tier,
                               profile.layers().size()));
  context.log.note("slowest layers: " + slowest_layers(profile, tier));
  std::vector<std::string> exits;
  for (const Branch& branch : profile.branches()) {
    exits.push_back(
        fmt::format("'{}' after {}", branch.name, profile.layers()[branch.after - 1].name));
  }
  context.log.note(
      fmt::format("outputs: '{}' is the main one{}; {}{}", result.main_output,
                  options.main_output.empty() && !exits.empty() ? ", as the last" : "",
                  exits.empty() ? "no exits" : fmt::format("exits: {}", fmt::join(exits, ", ")),
                  exits.empty() ? "" : "; --main-output NAME says otherwise"));
  const std::string file = options.output.file.empty() ? "PROFILE" : options.output.file;
  if (tier + 1 == tiers.size()) {
    context.log.note(fmt::format("next: popex solve --profile {} --rate 5.5 --gamma 10{}", file,
                                 exits.empty() ? "" : " --probability 0.5"));
  } else {
    context.log.note(
        fmt::format("next: on the other machine popex measure {} --tier {} -o OTHER, then popex "
                    "merge {} OTHER -o BOTH",
                    options.model, tiers.back(), file));
  }
}

ExitCode run_measure(const Context& context, const MeasureOptions& options) {
  MeasureRequest request;
  if (!options.tiers.empty()) request.tiers = options.tiers;
  if (Problems problems = problems_of(options, request.tiers); !problems.empty()) {
    throw Failure(std::move(problems));
  }
  OnnxTool tool = onnx_tool("measure", options.model, options.inputs);
  request.name =
      options.name.empty() ? std::filesystem::path(options.model).stem().string() : options.name;
  request.machine = fmt::format("{}, {}", processor(), today());
  request.tier = options.tier;
  request.main_output = options.main_output;
  request.runs = options.runs;
  request.warmup = options.warmup;
  request.threads = options.threads;
  request.repeats = options.repeats;
  request.granularity = options.output.chosen();
  request.ranges = options.ranges;
  request.keep_samples = !options.samples.empty();

  Output profile(context, options.output.file);
  std::optional<Output> samples;
  if (!options.samples.empty()) samples.emplace(context, options.samples);
  std::unique_ptr<ProgressLine> line;
  MeasureResult result = value_or_fail(measure(tool, request, [&](auto done, auto total) {
    if (!line) {
      line = std::make_unique<ProgressLine>(context.err, context.shows_progress, "measure", total);
    }
    line->update(done);
  }));
  line.reset();
  if (samples) {
    samples->write(samples_csv(result.samples));
    samples->commit();
  }
  for (const std::string& note : result.measured.notes) context.log.warning(note);
  profile.write(write_profile(result.measured.profile));
  profile.commit();
  summarise(context, options, request, result);
  return ExitCode::done;
}

}  // namespace

Command add_measure(CLI::App& app) {
  auto options = std::make_shared<MeasureOptions>();
  app.add_option("MODEL", options->model, "The model, an ONNX file");
  app.add_option("--tier", options->tier, "The tier that this machine is; default: edge")
      ->type_name("TIER");
  add_tiers_option(app, options->tiers);
  const auto count = [&](const char* name, auto& into, const char* text, std::size_t least,
                         std::size_t most = 1'000'000) {
    app.add_option(name, into, text)->type_name("COUNT")->check(CLI::Range(least, most));
  };
  count("--runs", options->runs, "Runs that are measured; default: 50", 1);
  count("--warmup", options->warmup, "Runs before them; default: 10", 0);
  count("--threads", options->threads, "Threads; default: 1, which is the steadiest", 1, 1024);
  count("--repeats", options->repeats,
        "Processes, one after the other, that do all of this; default: 1", 1);
  add_list_before_files(
      app, "--input", options->inputs,
      "Shape of the input, as 1x3x224x224, where the model leaves it open; with several inputs "
      "NAME=SHAPE each. Times and sizes of a batch, the first of two, four or more sizes, are "
      "divided by it",
      "[NAME=]SHAPE");
  app.add_option("--main-output", options->main_output,
                 "The output that is the network's result; default: the last. The others are exits")
      ->type_name("NAME");
  app.add_flag("--ranges", options->ranges,
               "Measure the network up to (first tier) or from (last tier) every cut vertex, too");
  app.add_option("--samples", options->samples, "Write every single time to FILE, as CSV")
      ->type_name("FILE");
  app.add_option("--name", options->name, "What the profile calls the network; default: the file")
      ->type_name("NAME");
  options->output.add_to(app);
  return [options](const Context& context) { return run_measure(context, *options); };
}

}  // namespace popex::cli
