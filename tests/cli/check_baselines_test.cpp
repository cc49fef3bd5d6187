// SPDX-License-Identifier: MIT
//
// What a baseline can say and what becomes of it; check_command_test.cpp has the usual course.

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

std::string baseline_of(const std::string& cases, const std::string& more = "") {
  return R"({"format_version": 1, "profile": "small.json", )" + more + R"("cases": [)" + cases +
         "]}";
}

class Baselines : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string profile_ = folder_.write("small.json", kSmallProfile);

  [[nodiscard]] Seen check(const std::string& text) const {
    return popex({"check", folder_.write("base.json", text)});
  }
};

// In kSmallProfile at 1 Mbps everything goes to the cloud and takes 11 ms.
TEST_F(Baselines, WrittenByHandHoldAsThoseThatAreRecorded) {
  const Seen seen = check(
      baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "input", "expected_time_ms": 11})"));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, folder_.file("base.json") + ": all 1 cases hold\n");
  EXPECT_EQ(seen.err, "");
}

TEST_F(Baselines, AllowTheToleranceThatTheyName) {
  const std::string wrong =
      R"({"scenario": {"rate_mbps": 1}, "split": "input", "expected_time_ms": 11.5})";
  EXPECT_EQ(check(baseline_of(wrong)).code, 1);
  EXPECT_EQ(check(baseline_of(wrong, R"("tolerance": 0.04, )")).code, 1);
  const Seen seen = check(baseline_of(wrong, R"("tolerance": 0.05, )"));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
}

TEST_F(Baselines, NameBothTheSplitAndTheTimeThatChanged) {
  const Seen seen =
      check(baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "a", "expected_time_ms": 16})"));
  const std::string which =
      folder_.file("base.json") + ": case 1 (edge-cloud 1 Mbps, p(x) = 0.5): ";
  EXPECT_EQ(seen.code, 1);
  EXPECT_EQ(seen.out, which + "the split was a, is input\n" + which +
                          "the expected time was 16 ms, is 11 ms (tolerance 1e-06)\n" +
                          folder_.file("base.json") + ": 1 of 1 cases differ\n");
  EXPECT_EQ(seen.err, "");
}

TEST_F(Baselines, OfSeveralLinksHaveASplitForEach) {
  const std::string file = folder_.file("three.json");
  const Seen recorded = popex({"check", "--record", file, "-p", "alexnet-three-tier.json", "-r",
                               "device-edge=1,20,300", "-b", "0.2,0.9", "--tolerance", "1e-3"});
  ASSERT_EQ(recorded.code, 0);
  EXPECT_EQ(recorded.out + recorded.err, "");
  const json baseline = json::parse(read_file(file));
  EXPECT_EQ(baseline["profile"], "alexnet-three-tier.json");
  EXPECT_EQ(baseline["tolerance"], 1e-3);
  ASSERT_EQ(baseline["cases"].size(), 6U);
  for (const json& recorded_case : baseline["cases"]) {
    EXPECT_EQ(recorded_case["split"].size(), 2U);
    // What nobody asked for stays the profile's.
    EXPECT_EQ(recorded_case["scenario"]["rate_mbps"].size(), 1U);
    EXPECT_EQ(recorded_case["scenario"]["latency_ms"].size(), 0U);
  }
  const Seen seen = popex({"check", file});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, file + ": all 6 cases hold\n");
  EXPECT_EQ(seen.err, "");
}

TEST_F(Baselines, WithoutCasesWouldCheckNothing) {
  const Seen seen = check(baseline_of(""));
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: " + folder_.file("base.json") +
                ": /cases: empty, expected at least one case: nothing would be checked\n");
}

TEST_F(Baselines, ThatAreNotJsonNameLineAndColumn) {
  const Seen seen = check("{\n  \"cases\": [}\n");
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err.find("popex: error: " + folder_.file("base.json") + ":2:13: not valid JSON: "),
            0U)
      << seen.err;
}

TEST_F(Baselines, MissingIsTheSystemsRefusalInJsonToo) {
  const Seen seen = popex({"check", folder_.file("none.json"), "--format", "json"});
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.err, "popex: error: " + folder_.file("none.json") +
                          ": cannot be read: No such file or directory\n");
  const json error = json::parse(seen.out)["error"];
  EXPECT_EQ(error["code"], 4);
  EXPECT_EQ(error["problems"].size(), 1U);
}

TEST_F(Baselines, ThatCannotBeRecordedLeaveTheOldOneAsItWas) {
  const std::string file = folder_.write("base.json", "of yesterday");
  const Seen tolerance =
      popex({"check", "--record", file, "-p", profile_, "-r", "1", "--tolerance", "2"});
  EXPECT_EQ(tolerance.code, 2);
  EXPECT_EQ(tolerance.err, "popex: error: --tolerance: 2, must be between 0 and 1\n");
  const Seen grid = popex({"check", "--record", file, "-p", profile_, "-r", "2:1:1"});
  EXPECT_EQ(grid.code, 2);
  EXPECT_EQ(tolerance.out + grid.out, "");
  EXPECT_EQ(read_file(file), "of yesterday");
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"base.json", "small.json"}));
}

TEST_F(Baselines, SeveralMakeOneReportForCi) {
  const std::string good = folder_.write(
      "a<b>&.json",
      baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "input", "expected_time_ms": 11})"));
  const std::string bad = folder_.write(
      "b.json", baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "a", "expected_time_ms": 11},
                     {"scenario": {"rate_mbps": 0}, "split": "output", "expected_time_ms": 21})"));
  const Seen seen = popex({"check", good, bad, "--junit", folder_.file("report.xml")});
  EXPECT_EQ(seen.code, 1);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(lines_of(seen.out).size(), 3U) << seen.out;
  if (shell("command -v xmllint").code != 0) {
    GTEST_SKIP() << "needs xmllint (libxml2-utils), which is not installed";
  }
  const Seen xml = shell(
      "xmllint --noout report.xml && xmllint --xpath 'concat(count(//testsuite), \" \", "
      "count(//testcase), \" \", count(//testcase[failure]), \" \", "
      "sum(//testsuite/@tests), \" \", sum(//testsuite/@failures))' report.xml",
      folder_.path());
  EXPECT_EQ(xml.code, 0);
  EXPECT_EQ(xml.out, "2 3 1 3 1\n");
  EXPECT_EQ(xml.err, "");
}

TEST_F(Baselines, ThatCannotBeReadAreErrorsInTheReportForCi) {
  const std::string good = folder_.write(
      "a.json",
      baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "input", "expected_time_ms": 11})"));
  const Seen seen =
      popex({"check", good, folder_.file("none.json"), "--junit", folder_.file("report.xml")});
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, good + ": all 1 cases hold\n");
  EXPECT_EQ(seen.err, "popex: error: " + folder_.file("none.json") +
                          ": cannot be read: No such file or directory\n");
  EXPECT_EQ(read_file(folder_.file("report.xml")),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            "  <testsuite name=\"" +
                good +
                "\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
                "    <testcase classname=\"small.json\" name=\"case 1: edge-cloud 1 Mbps, p(x) "
                "= 0.5\"/>\n"
                "  </testsuite>\n"
                "  <testsuite name=\"" +
                folder_.file("none.json") +
                "\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
                "    <testcase classname=\"" +
                folder_.file("none.json") + "\" name=\"" + folder_.file("none.json") +
                "\">\n"
                "      <error message=\"cannot be read: No such file or directory\"/>\n"
                "    </testcase>\n  </testsuite>\n</testsuites>\n");
}

TEST_F(Baselines, ReportForCiThatCannotBeWrittenIsARefusal) {
  const std::string good = folder_.write(
      "base.json",
      baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "input", "expected_time_ms": 11})"));
  const Seen seen = popex({"check", good, "--junit", folder_.file("none/report.xml")});
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + folder_.file("none/report.xml") +
                          ": cannot be written: No such file or directory\n");
}

}  // namespace
}  // namespace popex::test
