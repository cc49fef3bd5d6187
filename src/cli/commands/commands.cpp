// SPDX-License-Identifier: MIT
#include "cli/commands/commands.hpp"

namespace popex::cli {

const std::vector<CommandEntry>& command_entries() {
  static const std::vector<CommandEntry> entries = {
      {"solve", "Decide where to split, for one scenario or for a stream of them",
       "popex solve --profile alexnet.json --rate 5.5", add_solve},
      {"sweep", "Decide at every point of a grid of rates, gammas and probabilities",
       "popex sweep --profile alexnet.json --rate 1:20:1 --format csv", add_sweep},
      {"breakpoints", "Find the exact values at which the decision changes",
       "popex breakpoints --profile alexnet.json --over rate", add_breakpoints},
      {"check", "Compare stored decisions with those of today",
       "popex check baseline.json --junit report.xml", add_check},
      {"measure", "Run an ONNX model here, layer by layer, and make a profile of it",
       "popex measure model.onnx --tier edge -o edge.json", add_measure},
      {"import", "Make a profile of what other tools measured",
       "popex import edge-trace.json cloud-trace.json -o profile.json", add_import},
      {"merge", "Join the measurements of one model, one a tier, into a profile",
       "popex merge edge.json cloud.json -o profile.json", add_merge},
      {"exits", "Count which share of samples leaves at each exit, and how often it is right",
       "popex exits --records test.csv --threshold 0.8", add_exits},
      {"calibrate", "Fit a temperature to each exit, so that confidence means accuracy",
       "popex calibrate --records validation.csv --format json -o temperatures.json",
       add_calibrate},
      {"tune", "Choose exit thresholds and split together, on exit records",
       "popex tune --profile profile.json --records test.csv --rate 5.5 --deadline 20", add_tune},
      {"plan", "Write the decisions over a varying rate as data: JSON, or a C header for a device",
       "popex plan --profile alexnet.json --over rate -o plan.h", add_plan},
      {"watch", "Follow a changing rate: a line for every new decision",
       "popex replay --trace bus.log --samples | popex watch --profile alexnet.json", add_watch},
      {"replay", "Play traces of a rate, and compare what follows it with an oracle",
       "popex replay --profile alexnet.json --trace bus.log --estimator all", add_replay},
      {"plot", "Draw a stored answer, as SVG or PNG", "popex plot sweep.csv -o sweep.png",
       add_plot},
      {"graph", "Draw the network, or the partition graph with its shortest path, for Graphviz",
       "popex graph --profile alexnet.json --rate 5.5 | dot -Tsvg -o graph.svg", add_graph},
      {"validate", "Report every problem of profile files", "popex validate my-profile.json",
       add_validate},
      {"profiles", "List the bundled profiles", "popex profiles", add_profiles},
      {"completion", "Print the completion script of a shell", "source <(popex completion bash)",
       add_completion},
  };
  return entries;
}

}  // namespace popex::cli
