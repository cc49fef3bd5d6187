// SPDX-License-Identifier: MIT
#include "background/importers/ort_trace.hpp"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

std::string shown(const std::optional<Bytes>& size) {
  return size ? fmt::format("{:.10g}", size->value) : "?";
}

/// "conv Conv #0 at 5 for 10: 64 > 100 (8) on CPU", or "run at 0 for 20".
std::string line_of(const OrtEvent& event) {
  if (event.kind == OrtEvent::Kind::run) {
    return fmt::format("run at {} for {}", event.begin, event.duration);
  }
  return fmt::format("{} {} #{} at {} for {}: {} > {} ({}) on {}", event.name, event.type,
                     event.index.value_or(-1), event.begin, event.duration, shown(event.input),
                     shown(event.output), shown(event.parameters), event.provider);
}

struct Read {
  Lines events;
  Lines problems;
};

Read read(std::istream& in, std::size_t longest = kLongestOrtEvent) {
  Read made;
  const ImportFile file{"trace", {}, &in};
  made.problems = problem_lines(read_ort_trace(
      file,
      [&made](const OrtEvent& event) {
        made.events.push_back(line_of(event));
        return std::string(event.name == "bad" ? "is bad" : "");
      },
      longest));
  return made;
}

Read read(const std::string& text) {
  std::istringstream in(text);
  return read(in);
}

/// `beginning`, and then `more` again and again, without an end.
class Endless : public std::streambuf {
 public:
  Endless(std::string beginning, const std::string& more) : block_(std::move(beginning)) {
    while (more_.size() < 65536) more_ += more;
    setg(block_.data(), block_.data(), block_.data() + block_.size());
  }
  [[nodiscard]] std::size_t bytes_read() const {
    return before_ + static_cast<std::size_t>(gptr() - eback());
  }

 protected:
  int_type underflow() override {
    before_ += static_cast<std::size_t>(egptr() - eback());
    setg(more_.data(), more_.data(), more_.data() + more_.size());
    return traits_type::to_int_type(more_.front());
  }

 private:
  std::string block_;
  std::string more_;
  std::size_t before_ = 0;
};

constexpr const char* kTrace = R"([
{"cat" : "Session","pid" :1,"tid" :1,"dur" :4,"ts" :3,"ph" : "X","name" :"model_loading_uri","args" : {}},
{"cat" : "Node","pid" :1,"tid" :1,"dur" :10,"ts" :5,"ph" : "X","name" :"conv_kernel_time","args" : {"input_type_shape" : [{"float":[1,3,2,2]}],"parameter_size" : "8","activation_size" : "64","thread_scheduling_stats" : "","op_name" : "Conv","output_size" : "100","provider" : "CPU","node_index" : "0"}},
{"cat" : "Session","pid" :1,"tid" :1,"dur" :20,"ts" :0,"ph" : "X","name" :"model_run","args" : {}}
]
)";

TEST(OrtTrace, GivesNodesAndRuns) {
  const Read made = read(kTrace);
  EXPECT_EQ(made.problems, Lines{});
  EXPECT_EQ(made.events,
            (Lines{"conv Conv #0 at 5 for 10: 64 > 100 (8) on CPU", "run at 0 for 20"}));
}

TEST(OrtTrace, PassesOverFencesAndOtherEventsWhateverTheyHold) {
  const Read made = read(R"([
    {"cat": "Node", "name": "a_fence_before", "dur": "long", "args": {"op_name": 3}},
    {"cat": "Session", "name": "SequentialExecutor::Execute", "args": 7},
    {"cat": "Api", "name": "model_run"}, {"ph": "M"}, {}])");
  EXPECT_EQ(made.problems, Lines{});
  EXPECT_EQ(made.events, Lines{});
}

TEST(OrtTrace, TakesKeysInAnyOrderAndNumbersAsTextOrNot) {
  const Read made =
      read(R"([{"args": {"output_size": 100, "thread_scheduling_stats": {"main_thread":
    {"block_size": [1], "core": -1}}, "op_name": "Conv", "graph_index": 7, "exec_plan_index": 8},
    "name": "a_kernel_time", "ts": "5", "dur": 1.0, "cat": "Node"}])");
  EXPECT_EQ(made.problems, Lines{});
  EXPECT_EQ(made.events, Lines{"a Conv #7 at 5 for 1: ? > 100 (?) on "});
}

TEST(OrtTrace, WorksSizesOutOfShapesWhereTheyAreMissing) {
  const auto sizes = [](const std::string& in, const std::string& out) {
    const Read made =
        read(fmt::format(R"([{{"cat": "Node", "name": "_kernel_time", "ts": 0, "dur": 0,
      "args": {{"input_type_shape": {}, "output_type_shape": {}}}}}])",
                         in, out));
    EXPECT_EQ(made.problems, Lines{});
    return made.events.empty() ? "" : made.events.front();
  };
  // Weights are among the inputs: the first is what the node works on.
  EXPECT_EQ(sizes(R"([{"float": [1, 3, 4, 4]}, {"float": [8]}])",
                  R"([{"float16": [1, 2, 3]}, {"int64": []}])"),
            "  #-1 at 0 for 0: 192 > 20 (?) on ");
  // Of strings and of what is no shape nobody knows.
  EXPECT_EQ(sizes(R"([])", R"([{"float": [2]}, {"string": [1]}])"),
            "  #-1 at 0 for 0: ? > ? (?) on ");
  EXPECT_EQ(sizes(R"([{"float": [-1, 3]}])", R"([{"float": 4}])"),
            "  #-1 at 0 for 0: ? > ? (?) on ");
  EXPECT_EQ(sizes(R"({"float": [1]})", R"([[1]])"), "  #-1 at 0 for 0: ? > ? (?) on ");
}

TEST(OrtTrace, ReportsEveryWrongTypeWhereItMatters) {
  EXPECT_EQ(
      read(R"([{"cat": 1, "name": []}, 5,
        {"cat": "Node", "name": "a_kernel_time", "ts": null, "dur": -1, "args": []},
        {"cat": "Node", "name": "a_kernel_time", "args": {"op_name": 3, "output_size": "many"}},
        {"cat": "Session", "name": "model_run", "ts": 1e19, "dur": "1e999"}])")
          .problems,
      (Lines{"trace: /0/cat: expected a string in UTF-8",
             "trace: /0/name: expected a string in UTF-8", "trace: /1: expected an object",
             "trace: /2/ts: expected a number between 0 and 1e+18",
             "trace: /2/dur: expected a number between 0 and 1e+18",
             "trace: /2/args: expected an object", "trace: /3/ts: missing, expected a number of µs",
             "trace: /3/dur: missing, expected a number of µs",
             "trace: /3/args/op_name: expected a string in UTF-8",
             "trace: /3/args/output_size: expected a number between 0 and 1e+18",
             "trace: /4/ts: expected a number between 0 and 1e+18",
             "trace: /4/dur: expected a number between 0 and 1e+18"}));
  // Half of a surrogate pair is a character to no one.
  EXPECT_EQ(read(R"([{"cat": "Node", "name": "\udc00_kernel_time", "ts": 1, "dur": 1}])").problems,
            Lines{"trace: /0/name: expected a string in UTF-8"});
}

TEST(OrtTrace, CountsProblemsBeyondTheFirstThousand) {
  std::string text = "[";
  for (int i = 0; i < 1500; ++i) text += "7,";
  const Lines problems = read(text + "7]").problems;
  ASSERT_EQ(problems.size(), 1001U);
  EXPECT_EQ(problems.back(), "trace: and 501 more problems");
}

TEST(OrtTrace, SaysWhatIsNoTrace) {
  const auto problems = [](const std::string& text) { return read(text).problems; };
  EXPECT_EQ(problems("{}"), Lines{"trace:1: not valid JSON: expected a JSON array of events"});
  EXPECT_EQ(problems("[\n{},\n\n{},]"), Lines{"trace:4: not valid JSON: expected an event"});
  EXPECT_EQ(problems("[{} {}]"),
            Lines{"trace:1: not valid JSON: expected a comma or ] after an event"});
  EXPECT_EQ(problems("[] []"), Lines{"trace:1: not valid JSON: text after the end of the trace"});
  EXPECT_EQ(problems(std::string("[]\0 ", 4)), Lines{"trace:1: not valid JSON: a NUL byte"});
  EXPECT_EQ(problems(std::string("[{\0}]", 5)),
            Lines{"trace:1: not valid JSON: Missing a name for object member"});
  EXPECT_EQ(problems("[1e400]"),
            Lines{"trace:1: not valid JSON: Number too big to be stored in double"});
  EXPECT_EQ(problems(" [ ] "), Lines{});
}

TEST(OrtTrace, StopsAtAnEventThatCannotBe) {
  const Read made = read(R"([{"cat": "Node", "name": "bad_kernel_time", "ts": 1, "dur": 1}, 7])");
  EXPECT_EQ(made.problems, Lines{"trace: /0: is bad"});
}

TEST(OrtTrace, SaysWhereATruncatedTraceEnds) {
  const std::string trace = kTrace;
  const std::size_t end = trace.rfind(']');
  for (std::size_t size = 0; size <= end; ++size) {
    const Lines problems = read(trace.substr(0, size)).problems;
    const auto line =
        1 + std::count(trace.begin(), trace.begin() + static_cast<std::ptrdiff_t>(size), '\n');
    EXPECT_EQ(problems,
              Lines{fmt::format("trace:{}: the trace is incomplete, it ends after {} bytes: "
                                "ONNX Runtime writes the end of it when the session is "
                                "closed or its profiling is ended",
                                line, size)});
  }
}

TEST(OrtTrace, EndsWithAnEventThatDoesNot) {
  const auto expect_early_end = [](const std::string& beginning, const std::string& more) {
    SCOPED_TRACE(more);
    for (const std::size_t longest : {kLongestOrtEvent, std::size_t{200'000}}) {
      Endless text(beginning, more);
      std::istream in(&text);
      const Read made = read(in, longest);
      EXPECT_EQ(made.problems,
                Lines{fmt::format("trace:2: an event of more than {} bytes", longest)});
      EXPECT_LE(text.bytes_read(), longest + 3 * 65536);
    }
  };
  const std::string before = "[{},\n";
  expect_early_end(before + R"({"cat": "Node", "name": ")", "a");
  expect_early_end(before + R"({"cat": "Node", "args": )", "[");
  expect_early_end(before, R"({"a":)");
  expect_early_end(before + "[", "1,");
  expect_early_end(before + "[", "{},");
  expect_early_end(before + "[0.", "1");
  expect_early_end(before + "[1e-", "1");
  expect_early_end(before, " ");
  expect_early_end("[{}]\n", " ");
}

}  // namespace
}  // namespace popex::test
