// SPDX-License-Identifier: MIT
#include "background/onnx_tool.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/fake_onnx_program.hpp"
#include "support/problem_lines.hpp"
#include "support/small_graph.hpp"

namespace popex::test {
namespace {

class OnnxTools : public testing::Test {
 protected:
  /// What two runs without warm-up come to when the program writes these lines.
  Lines problems_with(const std::vector<std::string>& lines) {
    program_.processes = {lines};
    const OnnxTool::RunRequest request{2, 0, 1, "", ""};
    const Result<OnnxTool::Runs> runs = program_.tool().run(request, [this] { ++seen_; });
    if (!runs) cause_ = runs.problems().front().cause;
    return problem_lines(runs);
  }

  FakeOnnxProgram program_;
  int seen_ = 0;
  Problem::Cause cause_ = Problem::Cause::input;  // of what was wrong last
};

constexpr const char* kNodes = R"({"nodes":["a","b"],"output_bytes":[8,0],"library":"Fake 1.0"})";
constexpr const char* kRun = R"({"total_ms":3,"node_ms":[1,2]})";

TEST_F(OnnxTools, DescribeAModel) {
  program_.description = write_onnx_graph(small_graph());
  const Result<OnnxGraph> graph = program_.tool("my net.onnx", {"1x3x8x8", "mask=1x1"}).describe();
  ASSERT_EQ(problem_lines(graph), Lines{"no problem"});
  EXPECT_EQ(write_onnx_graph(*graph), program_.description);
  EXPECT_EQ(program_.calls,
            std::vector<std::string>{"describe my net.onnx --input 1x3x8x8 --input mask=1x1"});
}

TEST_F(OnnxTools, HandOnWhatIsWrongWithAModelAndItsPlace) {
  program_.description =
      R"({"problems":[{"where":"","message":"is no ONNX model","system":false},
          {"where":"--input","message":"missing","system":true}]})";
  const Result<OnnxGraph> graph = program_.tool().describe();
  EXPECT_EQ(problem_lines(graph), (Lines{"net.onnx: is no ONNX model", "--input: missing"}));
  EXPECT_EQ(graph.problems()[0].cause, Problem::Cause::input);
  EXPECT_EQ(graph.problems()[1].cause, Problem::Cause::system);
}

TEST_F(OnnxTools, SayWhatADescriptionIsNot) {
  const auto problems_of = [&](const std::string& text) {
    program_.description = text;
    return problem_lines(program_.tool().describe());
  };
  EXPECT_EQ(problems_of(""), (Lines{"net.onnx: popex-onnx ended without an answer"}));
  EXPECT_EQ(problems_of("terminate called\nby whom?\n"),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: terminate called …"}));
  EXPECT_EQ(problems_of(R"({"problems":[]})"),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: {\"problems\":[]} …"}));
  EXPECT_EQ(problems_of(R"({"problems":[{"where":7}]})"),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: "
                   "{\"problems\":[{\"where\":7}]} …"}));
}

TEST_F(OnnxTools, SaySystemsProblemsOfBothCalls) {
  program_.system_problems = {{"popex-onnx", "was ended by signal 11", Problem::Cause::system}};
  program_.description = "{\"inputs\"";
  EXPECT_EQ(problem_lines(program_.tool().describe()),
            (Lines{"popex-onnx: was ended by signal 11, for net.onnx"}));
  EXPECT_EQ(problems_with({kNodes, kRun}),
            (Lines{"popex-onnx: was ended by signal 11, for net.onnx"}));
}

TEST_F(OnnxTools, BlameTheModelAtWhichTheyCrash) {
  program_.system_problems = {{"popex-onnx", "was ended by signal 11"}};
  program_.description = "{\"inputs\"";
  const Problems problems = program_.tool().describe().problems();
  EXPECT_EQ(problem_lines(problems),
            (Lines{"net.onnx: makes popex-onnx crash: it was ended by signal 11"}));
  EXPECT_EQ(problems.front().cause, Problem::Cause::input);
}

TEST_F(OnnxTools, RunAModelAndDropTheWarmUp) {
  program_.add_process({"a", "b"}, {{9, {4, 5}}, {8, {4, 4}}, {3, {1, 2}}, {3.5, {1.5, 2}}});
  const OnnxTool::RunRequest request{2, 2, 4, "t1", "t2"};
  const Result<OnnxTool::Runs> runs =
      program_.tool("net.onnx", {"1x3"}).run(request, [this] { ++seen_; });
  ASSERT_EQ(problem_lines(runs), Lines{"no problem"});
  EXPECT_EQ(program_.calls,
            std::vector<std::string>{"run net.onnx --runs 2 --warmup 2 --threads 4 --from t1 "
                                     "--to t2 --input 1x3"});
  EXPECT_EQ(runs->library, "Fake 1.0");
  EXPECT_EQ(runs->nodes, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(runs->total_ms, (std::vector<double>{3, 3.5}));
  EXPECT_EQ(runs->node_ms, (std::vector<std::vector<double>>{{1, 2}, {1.5, 2}}));
  EXPECT_EQ(seen_, 4);
}

TEST_F(OnnxTools, ReportARefusalAfterSomeRuns) {
  EXPECT_EQ(problems_with({kNodes, kRun,
                           R"({"problems":[{"where":"","message":"cannot run","system":false}]})"}),
            (Lines{"net.onnx: cannot run"}));
  EXPECT_EQ(cause_, Problem::Cause::input);
  EXPECT_EQ(seen_, 1);
}

TEST_F(OnnxTools, ReportWhatEndsEarly) {
  EXPECT_EQ(problems_with({}), (Lines{"net.onnx: popex-onnx ended after 0 of 2 runs"}));
  EXPECT_EQ(problems_with({kNodes}), (Lines{"net.onnx: popex-onnx ended after 0 of 2 runs"}));
  EXPECT_EQ(problems_with({kNodes, kRun}), (Lines{"net.onnx: popex-onnx ended after 1 of 2 runs"}));
  EXPECT_EQ(cause_, Problem::Cause::system);
}

TEST_F(OnnxTools, ReportRunsThatDoNotSayEverything) {
  const Lines expected{"net.onnx: popex-onnx does not say for every run what each node took"};
  EXPECT_EQ(problems_with({kNodes, kRun, R"({"total_ms":3,"node_ms":[1]})"}), expected);
  EXPECT_EQ(problems_with({kNodes, R"({"total_ms":3})", R"({"total_ms":3})"}), expected);
  EXPECT_EQ(problems_with({kRun, kRun}), expected);
  EXPECT_EQ(problems_with({kNodes, kRun, kRun, kRun}), expected);
  EXPECT_EQ(problems_with({kNodes, kRun, R"({"node_ms":[1,2]})", kRun}), expected);
}

TEST_F(OnnxTools, ReportTheFirstLineThatIsNoAnswer) {
  EXPECT_EQ(problems_with({kNodes, "[ INFO:0] global loadsOpenCL", kRun, "more", ""}),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: [ INFO:0] global "
                   "loadsOpenCL"}));
  EXPECT_EQ(cause_, Problem::Cause::system);
  EXPECT_EQ(problems_with({kNodes, R"({"total_ms":"3"})"}),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: {\"total_ms\":\"3\"}"}));
  EXPECT_EQ(problems_with({kNodes, std::string(100'000, '[')}),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: " + std::string(60, '[') +
                   " …"}));
  EXPECT_EQ(problems_with({R"({"problems":[{"where":7},"text"]})"}),
            (Lines{"net.onnx: popex-onnx gave no answer that popex knows: "
                   R"({"problems":[{"where":7},"text"]})"}));
}

}  // namespace
}  // namespace popex::test
