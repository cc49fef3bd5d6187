// SPDX-License-Identifier: MIT
//
// What the program costs as a whole process.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

namespace fs = std::filesystem;

void run(std::vector<std::string> words, const std::string& output) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  if (posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    throw std::runtime_error("cannot start " + words[0]);
  }
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error(words[0] + " failed");
}

void cold_empty_program(benchmark::State& state) {
  for (auto _ : state) run({EMPTY_PROGRAM}, "/dev/null");
}
BENCHMARK(cold_empty_program)->UseRealTime();

void cold_solve(benchmark::State& state) {
  for (auto _ : state) {
    run({POPEX_PROGRAM, "solve", "--profile", "alexnet.json", "--rate", "5.5"}, "/dev/null");
  }
}
BENCHMARK(cold_solve)->UseRealTime();

std::string temporary_file(const char* name) {
  return (fs::temp_directory_path() / ("popex-bench-" + std::to_string(getpid()) + name)).string();
}

/// 10^6 points: rates × gammas × probabilities.
void sweep_million_points(benchmark::State& state) {
  const std::string file = temporary_file(".csv");
  for (auto _ : state) {
    run({POPEX_PROGRAM, "sweep", "--profile", "alexnet.json", "--rate", "0.1:100:0.1", "--gamma",
         "1:100:1", "--probability", "0:0.9:0.1", "--format", "csv"},
        file);
  }
  state.counters["points_per_s"] =
      benchmark::Counter(1e6, benchmark::Counter::kIsIterationInvariantRate);
  fs::remove(file);
}
BENCHMARK(sweep_million_points)->UseRealTime()->Unit(benchmark::kMillisecond);

/// From a pipe, in the way that a shell's user has it.
void watch_three_million_rates(benchmark::State& state) {
  for (auto _ : state) {
    run({"/bin/sh", "-c",
         "yes 5.5 | head -3000000 | " POPEX_PROGRAM " watch --profile alexnet.json --source -"},
        "/dev/null");
  }
  state.counters["samples_per_s"] =
      benchmark::Counter(3e6, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(watch_three_million_rates)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The pictures of 10^6 points: one parameter as a line, or two as a map.
void plot_million_points(benchmark::State& state, const std::string& rate,
                         const std::string& probability) {
  const std::string table = temporary_file(".csv");
  const std::string picture = temporary_file(".svg");
  run({POPEX_PROGRAM, "sweep", "--profile", "alexnet.json", "--rate", rate, "--probability",
       probability, "--format", "csv"},
      table);
  for (auto _ : state) run({POPEX_PROGRAM, "--quiet", "plot", table, "-o", picture}, "/dev/null");
  fs::remove(table);
  fs::remove(picture);
}
void plot_line_of_million_points(benchmark::State& state) {
  plot_million_points(state, "log:0.1:1000:1000000", "0.5");
}
void plot_map_of_million_points(benchmark::State& state) {
  plot_million_points(state, "log:0.1:1000:1000", "0:0.999:0.001");
}
BENCHMARK(plot_line_of_million_points)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(plot_map_of_million_points)->UseRealTime()->Unit(benchmark::kMillisecond);

void batch_million_lines(benchmark::State& state) {
  const std::string scenarios = temporary_file(".ndjson");
  {
    std::ofstream out(scenarios);
    for (int i = 0; i < 1'000'000; ++i) {
      out << "{\"rate_mbps\": " << 0.1 + i % 997 * 0.05 << ", \"gamma\": " << 1 + i % 499
          << ", \"exit_probability\": {\"b1\": " << i % 1000 / 1000.0 << "}}\n";
    }
  }
  for (auto _ : state) {
    run({POPEX_PROGRAM, "solve", "--profile", "alexnet.json", "--batch", scenarios}, "/dev/null");
  }
  state.counters["lines_per_s"] =
      benchmark::Counter(1e6, benchmark::Counter::kIsIterationInvariantRate);
  fs::remove(scenarios);
}
BENCHMARK(batch_million_lines)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The peak of a process that decides for 10^6 layers, in bytes a layer; `loaded` is the same
/// without a decision. Their difference is what deciding takes.
double peak_kib(const std::vector<std::string>& words) {
  const std::string file = temporary_file(".peak");
  std::vector<std::string> timed{"/usr/bin/time", "-f", "%M", "-o", file};
  timed.insert(timed.end(), words.begin(), words.end());
  run(timed, "/dev/null");
  double kib = 0;
  std::ifstream(file) >> kib;
  fs::remove(file);
  return kib;
}

void memory_of_million_layers(benchmark::State& state) {
  const std::string profile = temporary_file(".json");
  {
    std::ofstream out(profile);
    out << R"({"format_version": 1, "input": {"bytes": 150000}, "layers": [)";
    for (int i = 0; i < 1'000'000; ++i) {
      out << (i > 0 ? ",\n" : "\n") << R"({"name": "layer)" << i << R"(", "time_ms": {"edge": )"
          << 1 + i % 17 << R"(, "cloud": 0.1}, "output_bytes": )" << 1000 + i % 4001 << "}";
    }
    out << "]}";
  }
  double loaded = 0;
  double decided = 0;
  for (auto _ : state) {
    loaded = peak_kib({POPEX_PROGRAM, "validate", profile});
    decided = peak_kib({POPEX_PROGRAM, "solve", "--profile", profile, "--rate", "5.5"});
  }
  state.counters["bytes_per_layer"] = (decided - loaded) * 1024 / 1e6;
  fs::remove(profile);
}
BENCHMARK(memory_of_million_layers)->UseRealTime()->Iterations(1)->Unit(benchmark::kMillisecond);

/// A profile of ONNX Runtime, 100 MB of it: 50 nodes, run again and again.
void import_trace_of_100_mb(benchmark::State& state) {
  const std::string trace = temporary_file(".trace");
  const std::streamoff least = 100'000'000;
  {
    std::ofstream out(trace);
    out << "[\n";
    long begin = 0;
    for (long run = 0; out.tellp() < least; ++run) {
      const long run_begin = begin;
      for (int i = 0; i < 50; ++i) {
        const long duration = 100 + (17 * i + run) % 23;
        out << R"({"cat" : "Node","pid" :25039,"tid" :25039,"dur" :)" << duration << R"(,"ts" :)"
            << begin << R"(,"ph" : "X","name" :"/features/block.)" << i
            << R"(/Conv_kernel_time","args" : {"mem_bytes_requested_in_use" : "3920504",)"
            << R"("node_index" : ")" << i
            << R"(","mem_in_use_delta" : "4194304","mem_bytes_in_use" : "4846092",)"
            << R"("output_size" : "3268864","parameter_size" : "7168",)"
            << R"("mem_requested_in_use_delta" : "3268864","mem_arena_held" : "7373324",)"
            << R"("thread_scheduling_stats" : "","mem_in_use_peak" : "4846092",)"
            << R"("mem_arena_held_delta" : "4194304","provider" : "CPUExecutionProvider",)"
            << R"("output_type_shape" : [{"float":[1,64,113,113]}],)"
            << R"("input_type_shape" : [{"float":[1,3,227,227]},{"float":[64,3,3,3]}],)"
            << R"("op_name" : "Conv","activation_size" : "618348"}},)" << '\n';
        begin += duration + 7;
      }
      out << R"({"cat" : "Session","pid" :25039,"tid" :25039,"dur" :)" << begin - run_begin
          << R"(,"ts" :)" << run_begin << R"(,"ph" : "X","name" :"model_run","args" : {}},)"
          << '\n';
      begin += 100;
    }
    out << "{}]\n";
  }
  const std::vector<std::string> words{POPEX_PROGRAM, "--quiet", "import", trace};
  for (auto _ : state) run(words, "/dev/null");
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(fs::file_size(trace)));
  state.counters["peak_mib"] = peak_kib(words) / 1024;
  fs::remove(trace);
}
BENCHMARK(import_trace_of_100_mb)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
