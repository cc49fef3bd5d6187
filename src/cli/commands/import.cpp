// SPDX-License-Identifier: MIT
#include "background/import.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/measured_output.hpp"
#include "cli/onnx_tool.hpp"
#include "cli/options.hpp"

namespace popex::cli {
namespace {

struct ImportOptions {
  std::vector<std::string> words;
  std::vector<std::string> tier;
  std::vector<std::string> tiers;
  BatchOption batch;
  std::string name;
  std::string model;
  MeasuredOutput output;
};

/// The files that the words name, opened, and a format if the first word is one.
class Sources {
 public:
  Sources(const Context& context, std::vector<std::string> words, Problems& problems) {
    const auto& known = importers();
    const auto is_format = [&](const Importer* importer) {
      return !words.empty() && importer->format == words.front();
    };
    if (std::any_of(known.begin(), known.end(), is_format)) {
      format = words.front();
      words.erase(words.begin());
    }
    if (words.empty()) problems.push_back({"FILE", "missing, expected the files to import"});
    if (std::count(words.begin(), words.end(), "-") > 1) {
      problems.push_back({"-", "given twice, but standard input can be read only once"});
      return;
    }
    for (const std::string& word : words) add(context, word, problems);
  }

  std::string format;
  std::vector<ImportFile> files;

 private:
  void add(const Context& context, const std::string& name, Problems& problems) {
    std::istream* in = &context.in;
    if (name != "-") {
      errno = 0;
      opened_.push_back(std::make_unique<std::ifstream>(name, std::ios::binary));
      in = opened_.back().get();
    }
    std::string head(kImportHead, '\0');
    in->read(head.data(), static_cast<std::streamsize>(head.size()));
    if (in->bad() || (in->fail() && !in->eof())) {
      problems.push_back(
          {name, fmt::format("cannot be read: {}", std::strerror(errno)), Problem::Cause::system});
      return;
    }
    head.resize(static_cast<std::size_t>(in->gcount()));
    in->clear();
    buffers_.push_back(std::make_unique<FromTheStart>(head, *in->rdbuf()));
    streams_.push_back(std::make_unique<std::istream>(buffers_.back().get()));
    files.push_back(
        {name == "-" ? "standard input" : name, std::move(head), streams_.back().get()});
  }

  /// A stream whose beginning was read already: standard input cannot be wound back.
  class FromTheStart : public std::streambuf {
   public:
    FromTheStart(std::string head, std::streambuf& rest) : block_(std::move(head)), rest_(rest) {
      setg(block_.data(), block_.data(), block_.data() + block_.size());
    }

   protected:
    int_type underflow() override {
      block_.resize(kImportHead);
      const auto count = rest_.sgetn(block_.data(), static_cast<std::streamsize>(block_.size()));
      setg(block_.data(), block_.data(), block_.data() + count);
      return count == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
    }

   private:
    std::string block_;
    std::streambuf& rest_;
  };

  std::vector<std::unique_ptr<std::ifstream>> opened_;
  std::vector<std::unique_ptr<FromTheStart>> buffers_;
  std::vector<std::unique_ptr<std::istream>> streams_;
};

ExitCode run_import(const Context& context, const ImportOptions& options) {
  Problems problems;
  ImportRequest request;
  request.tiers = options.tiers;
  request.measured = options.tier;
  request.batches = options.batch.read(problems);
  Sources sources(context, options.words, problems);
  request.format = sources.format;
  if (!problems.empty()) throw Failure(std::move(problems));
  std::optional<OnnxGraph> graph;
  if (!options.model.empty()) {
    graph = value_or_fail(onnx_tool("--model", options.model).describe());
    request.model = &*graph;
  }
  Measured measured = value_or_fail(import_files(std::move(sources.files), request));
  if (!options.name.empty()) {
    ProfileData data = data_of(measured.profile);
    data.name = options.name;
    measured.profile = value_or_fail(make_profile(std::move(data)));
  }
  write_measured(context, options.output, measured);
  return ExitCode::done;
}

}  // namespace

Command add_import(CLI::App& app) {
  auto options = std::make_shared<ImportOptions>();
  std::string names;
  std::string formats;
  for (const Importer* importer : importers()) {
    names += (names.empty() ? "" : ",") + std::string(importer->format);
    formats += fmt::format("\n  {:<9} {}", importer->format, importer->files);
  }
  app.add_option("FILE", options->words,
                 "Files of profilers, a tier each; a format's name may stand before them")
      ->check(suggested(names));
  add_list_before_files(app, "--tier", options->tier,
                        "The tiers that the files measured, in their order; default: edge, cloud",
                        "TIER")
      ->delimiter(',');
  add_tiers_option(app, options->tiers);
  options->batch.add_to(app);
  app.add_option("--model", options->model,
                 "The ONNX model that ort files measured, for what reads what and for exits")
      ->type_name("FILE");
  app.add_option("--name", options->name, "What the profile calls the network")->type_name("NAME");
  options->output.add_to(app);
  app.footer("Formats, each found by content:" + formats);
  return [options](const Context& context) { return run_import(context, *options); };
}

}  // namespace popex::cli
