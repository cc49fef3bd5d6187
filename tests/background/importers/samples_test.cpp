// SPDX-License-Identifier: MIT
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/problem_lines.hpp"
#include "support/program.hpp"

// Files that others measured with these tools. They are not part of the project.

namespace popex::test {
namespace {

struct Sample {
  const Importer* importer;
  const char* file;
  std::size_t layers;
  double batch;
  double total_ms;     // as the file says
  double percent;      // of it that layers and what was left out add up to
  double input_bytes;  // of the batch; 0: not in the file
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.file; }

class Samples : public ::testing::TestWithParam<Sample> {};

TEST_P(Samples, ImportAndAddUpToTheFilesOwnTotal) {
  const Sample& sample = GetParam();
  const std::filesystem::path file = std::filesystem::path(POPEX_SAMPLES) / sample.file;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const std::string text = read_file(file);
  EXPECT_EQ(format_of(text.substr(0, 65536)), sample.importer->format);

  Result<Imported> made = imported(*sample.importer, text);
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(made->profile.layers.size(), sample.layers);
  EXPECT_EQ(made->batch, sample.batch);
  ASSERT_TRUE(made->total);
  EXPECT_DOUBLE_EQ(made->total->count(), sample.total_ms);
  double sum = made->left_out.count();
  for (const ProfileData::Layer& layer : made->profile.layers) {
    ASSERT_EQ(layer.time.size(), 1U) << layer.name;
    sum += layer.time.front().second.count();
  }
  EXPECT_NEAR(100 * sum / sample.total_ms, sample.percent, 0.05);
  EXPECT_EQ(made->profile.input.value_or(Bytes{0}).value, sample.input_bytes);
  EXPECT_TRUE(make_profile(made->profile));
}

// All but one add up to 1 %. Of the Jetson's 120.556 ms 1.8, or 1.5 %, are in no layer.
INSTANTIATE_TEST_SUITE_P(
    Importers, Samples,
    ::testing::Values(Sample{&kCaffeImporter, "caffe-time/caffe_time_bvlc_alexnet_jetson_tx2.log",
                             23, 10, 120.556, 98.5, 4.0 * 10 * 3 * 227 * 227},
                      Sample{&kCaffeImporter, "caffe-time/caffe_gpu_output_alexnet.log", 16, 128,
                             42.405, 99.7, 4.0 * 128 * 3 * 224 * 224},
                      Sample{&kCaffeImporter, "caffe-time/caffe_gpu_output_googlenet.log", 148, 128,
                             146.263, 99.3, 4.0 * 128 * 3 * 224 * 224},
                      Sample{&kCaffeImporter, "caffe-time/caffe_mkl_cpu_output_alexnet.log", 17,
                             256, 2259.9, 100, 4.0 * 256 * 3 * 227 * 227},
                      Sample{&kTfliteImporter,
                             "tflite/litert-readme-mobilenetv1/mobilenet_v1_op_profiling.txt", 31,
                             1, 79.7609, 99.6, 0},
                      Sample{&kOpenVinoImporter,
                             "openvino/benchmark_detailed_counters_report.first_request.csv", 58, 1,
                             123.231, 100, 0}),
    [](const auto& test) { return fmt::format("{}{}", test.param.importer->format, test.index); });

TEST(SampleReports, ReportOfOpenVinoWithoutLayersIsRefused) {
  const std::filesystem::path file =
      std::filesystem::path(POPEX_SAMPLES) / "openvino/benchmark_report.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const std::string text = read_file(file);
  EXPECT_EQ(format_of(text), "openvino");
  EXPECT_FALSE(imported(kOpenVinoImporter, text));
}

}  // namespace
}  // namespace popex::test
