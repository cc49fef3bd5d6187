// SPDX-License-Identifier: MIT
//
// Reading 10^6 records of three exits: with confidence, entropy and correct of each, and with the
// logits of ten classes.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "background/exit_records.hpp"

namespace {

using popex::RecordsRequest;

constexpr std::size_t kSamples = 1'000'000;

std::string table_of_values() {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> share(0, 1);
  std::string text = "sample,condition,label";
  for (const char* exit : {"b1", "b2", "output"}) {
    text += fmt::format(",confidence_{0},entropy_{0},correct_{0}", exit);
  }
  text += '\n';
  for (std::size_t i = 0; i < kSamples; ++i) {
    text += fmt::format("{},{},{}", i, i % 4 == 0 ? "pristine" : "blur5", i % 10);
    for (int e = 0; e < 3; ++e) {
      text +=
          fmt::format(",{:.8f},{:.8f},{}", share(random), 2 * share(random), i % 3 == 0 ? 0 : 1);
    }
    text += '\n';
  }
  return text;
}

std::string table_of_logits() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> logit(0, 5);
  std::string text = "sample,condition,label";
  for (const char* exit : {"b1", "b2", "output"}) {
    for (int c = 0; c < 10; ++c) text += fmt::format(",logit_{}_{}", exit, c);
  }
  text += '\n';
  for (std::size_t i = 0; i < kSamples; ++i) {
    text += fmt::format("{},{},{}", i, i % 4 == 0 ? "pristine" : "blur5", i % 10);
    for (int c = 0; c < 30; ++c) text += fmt::format(",{:.5f}", logit(random));
    text += '\n';
  }
  return text;
}

void read(benchmark::State& state, const std::string& table, const RecordsRequest& request) {
  const std::string file = std::filesystem::temp_directory_path() / "popex_bench_records.csv";
  std::ofstream(file, std::ios::binary) << table;
  for (auto _ : state) {
    std::ifstream in(file, std::ios::binary);
    auto records = popex::read_records(in, "table", request);
    if (!records || records->records.samples != kSamples) state.SkipWithError("not read");
    benchmark::DoNotOptimize(records);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(table.size()));
  std::filesystem::remove(file);
}

void read_records_of_values(benchmark::State& state) {
  read(state, table_of_values(), {{}, {"condition"}, false, false});
}

void read_records_of_logits(benchmark::State& state) {
  read(state, table_of_logits(), {{}, {"condition"}, false, state.range(0) != 0});
}

BENCHMARK(read_records_of_values)->Unit(benchmark::kMillisecond);
BENCHMARK(read_records_of_logits)->ArgName("keep")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
