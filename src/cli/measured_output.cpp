// SPDX-License-Identifier: MIT
#include "cli/measured_output.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <popex/profile_io.hpp>

#include "background/granularity.hpp"
#include "cli/failure.hpp"
#include "cli/file_kind.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/quantities.hpp"
#include "text/number.hpp"

namespace popex::cli {

void MeasuredOutput::add_to(CLI::App& command) {
  command
      .add_option("--granularity", granularity,
                  "operator (the default): as measured; layer: activation, normalisation and "
                  "pooling belong to the layer before; block: one layer from cut vertex to cut "
                  "vertex")
      ->type_name("KIND")
      ->check(CLI::IsMember({"operator", "layer", "block"}));
  command.add_option("-o,--output", file, "Write to FILE instead of standard output")
      ->type_name("FILE");
  check_when_read(command, [this, &command] {
    return problems_of_ending(command, "-o", file, {FileKind::json});
  });
}

Granularity MeasuredOutput::chosen() const {
  if (granularity == "layer") return Granularity::layers;
  return granularity == "block" ? Granularity::blocks : Granularity::operators;
}

void write_measured(const Context& context, const MeasuredOutput& output,
                    const Measured& measured) {
  Output out(context, output.file);
  for (const std::string& note : measured.notes) context.log.warning(note);
  out.write(
      write_profile(grouped(measured.profile, group_layers(measured.profile, output.chosen()))));
  out.commit();
}

CLI::Option* add_list_before_files(CLI::App& command, const std::string& name,
                                   std::vector<std::string>& into, const std::string& text,
                                   const std::string& type) {
  return add_list(command, name, into, text, type)->allow_extra_args(false);
}

void BatchOption::add_to(CLI::App& command) {
  add_list_before_files(command, "--batch", texts,
                        "Samples that the times and sizes are of, of all files or a tier's; they "
                        "are divided by it; default: what the files say, or 1",
                        "[TIER=]COUNT");
}

Batches BatchOption::read(Problems& problems) const {
  Batches batches;
  for (const std::string& text : texts) {
    const auto [tier, count] = split_named(text);
    const std::optional<double> batch = text::parse_number(count);
    if (!batch || *batch < 1 || *batch != std::floor(*batch)) {
      problems.push_back(
          {"--batch", fmt::format("'{}', expected a whole number of samples, 1 or more", count)});
    } else if (tier.empty()) {
      batches.all = batch;
    } else {
      batches.named.emplace_back(tier, *batch);
    }
  }
  return batches;
}

void add_tiers_option(CLI::App& command, std::vector<std::string>& tiers) {
  add_list_before_files(command, "--tiers", tiers,
                        "The tiers of the profile, first to last; default: edge,cloud", "TIERS")
      ->delimiter(',');
}

}  // namespace popex::cli
