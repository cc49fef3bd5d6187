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
  EXPECT_EQ(seen.out, folder_.file("base.json") + ": the case holds\n");
  EXPECT_EQ(seen.err, "popex: warning: " + folder_.file("base.json") +
                          ": 1 case without a label: the split is compared, not which branches "
                          "run at it; check --record writes labels\n");
}

TEST_F(Baselines, AllowTheToleranceThatTheyName) {
  const std::string wrong =
      R"({"scenario": {"rate_mbps": 1}, "split": "input", "expected_time_ms": 11.5})";
  EXPECT_EQ(check(baseline_of(wrong)).code, 1);
  EXPECT_EQ(check(baseline_of(wrong, R"("tolerance": 0.04, )")).code, 1);
  const Seen seen = check(baseline_of(wrong, R"("tolerance": 0.05, )"));
  EXPECT_EQ(seen.code, 0);
}

TEST_F(Baselines, NameBothTheSplitAndTheTimeThatChanged) {
  const Seen seen =
      check(baseline_of(R"({"scenario": {"rate_mbps": 1}, "split": "a", "expected_time_ms": 16})"));
  const std::string which =
      folder_.file("base.json") + ": case 1 (edge-cloud 1 Mbps, p(x) = 0.5): ";
  EXPECT_EQ(seen.code, 1);
  EXPECT_EQ(seen.out,
            which + "the split was a, is input\n" + which +
                "the expected time was 16 ms, is 11 ms: 31.2 % faster (tolerance 0.0001 %)\n" +
                folder_.file("base.json") + ": 1 of 1 case differs\n");
}

// a's split with and without x differ in nothing but the label.
TEST_F(Baselines, WithALabelNoticeABranchThatRunsNoMore) {
  const std::string cases =
      R"({"scenario": {"rate_mbps": 0.5}, "label": "a", "split": "a", "expected_time_ms": 16})";
  const Seen seen = check(baseline_of(cases));
  EXPECT_EQ(seen.code, 1);
  EXPECT_EQ(seen.out, folder_.file("base.json") +
                          ": case 1 (edge-cloud 0.5 Mbps, p(x) = 0.5): the decision was a, is "
                          "a +x\n" +
                          folder_.file("base.json") + ": 1 of 1 case differs\n");
  EXPECT_EQ(seen.err, "");
  const json tested = json::parse(popex({"check", folder_.file("base.json"), "--format", "json"})
                                      .out)["baselines"][0]["cases"][0];
  EXPECT_EQ(tested["expected"]["label"], "a");
  EXPECT_EQ(tested["found"]["label"], "a +x");
  EXPECT_EQ(tested["change"], 0);
}

TEST_F(Baselines, NeedALabelOrASplit) {
  const Seen seen = check(baseline_of(R"({"scenario": {"rate_mbps": 1}, "expected_time_ms": 11})"));
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + folder_.file("base.json") +
                          ": /cases/0: no decision, expected 'label' or 'split'\n");
}

TEST_F(Baselines, AreCheckedWithTheToleranceOfTheCommand) {
  const std::string file = folder_.write(
      "base.json",
      baseline_of(R"({"scenario": {"rate_mbps": 1}, "label": "input", "expected_time_ms": 11.5})",
                  R"("tolerance": 0.5, )"));
  EXPECT_EQ(popex({"check", file}).code, 0);
  for (const char* tolerance : {"0.05", "5%", "5 %", "1"}) {
    EXPECT_EQ(popex({"check", file, "--tolerance", tolerance}).code, 0) << tolerance;
  }
  const Seen tight = popex({"check", file, "--tolerance", "4%"});
  EXPECT_EQ(tight.code, 1);
  EXPECT_EQ(tight.out, file +
                           ": case 1 (edge-cloud 1 Mbps, p(x) = 0.5): the expected time was 11.5 "
                           "ms, is 11 ms: 4.35 % faster (tolerance 4 %)\n" +
                           file + ": 1 of 1 case differs\n");
  for (const char* tolerance : {"banana", "", "-1%", "101%", "2"}) {
    const Seen seen = popex({"check", file, "--tolerance", tolerance});
    EXPECT_EQ(seen.code, 2) << tolerance;
    EXPECT_EQ(seen.out, "");
    EXPECT_TRUE(seen.err.starts_with("popex: error: --tolerance: ")) << seen.err;
  }
}

TEST_F(Baselines, CanBeAskedOnlyWhetherSomethingIsWorse) {
  const std::string faster =
      R"({"scenario": {"rate_mbps": 1}, "label": "input", "expected_time_ms": 22})";
  const std::string slower =
      R"({"scenario": {"rate_mbps": 1}, "label": "input", "expected_time_ms": 10})";
  const std::string file = folder_.write("base.json", baseline_of(faster));
  EXPECT_EQ(popex({"check", file}).code, 1);
  const Seen seen = popex({"check", file, "--only-worse"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, file +
                          ": case 1 (edge-cloud 1 Mbps, p(x) = 0.5): remark: the expected time "
                          "was 22 ms, is 11 ms: 50 % faster (tolerance 0.0001 %)\n" +
                          file + ": the case holds\n");
  EXPECT_EQ(seen.err, "");
  const Seen both = popex(
      {"check", folder_.write("base.json", baseline_of(faster + ", " + slower)), "--only-worse"});
  EXPECT_EQ(both.code, 1);
  EXPECT_NE(both.out.find(": the expected time was 10 ms, is 11 ms: 10 % slower (tolerance"),
            std::string::npos)
      << both.out;
  EXPECT_NE(both.out.find(": 1 of 2 cases differs\n"), std::string::npos) << both.out;
}

TEST_F(Baselines, TellTimesApartThatAreAlmostTheSame) {
  const Seen seen = check(baseline_of(
      R"({"scenario": {"rate_mbps": 1}, "label": "input", "expected_time_ms": 11.00011})"));
  EXPECT_EQ(seen.code, 1);
  EXPECT_NE(seen.out.find("was 11.0001 ms, is 11 ms: 0.001 % faster"), std::string::npos)
      << seen.out;
}

TEST_F(Baselines, RefuseOptionsThatWouldDoNothing) {
  const std::string file = folder_.write("base.json", "of yesterday");
  const Seen recording =
      popex({"check", file, "--record", "-p", profile_, "-r", "1", "-o", folder_.file("new.json"),
             "--junit", folder_.file("new.xml"), "--only-worse"});
  EXPECT_EQ(recording.code, 2);
  EXPECT_EQ(recording.out, "");
  EXPECT_EQ(lines_of(recording.err),
            (std::vector<std::string>{
                "popex: error: --output: not with --record, which writes BASELINE alone",
                "popex: error: --junit: not with --record, which writes BASELINE alone",
                "popex: error: --only-worse: not with --record: nothing is compared"}));
  const Seen checking = popex({"check", file, "-r", "1", "--gamma", "2"});
  EXPECT_EQ(checking.code, 2);
  EXPECT_EQ(lines_of(checking.err),
            (std::vector<std::string>{
                "popex: error: --rate: goes with --record; a baseline has its own scenarios",
                "popex: error: --gamma: goes with --record; a baseline has its own scenarios"}));
  const Seen torn = popex({"check", file, "-o", "one", "--junit", "./one"});
  EXPECT_EQ(torn.code, 2);
  EXPECT_EQ(torn.err, "popex: error: --junit: gets the answer (-o), expected another file\n");
  const Seen again = popex({"check", file, "--record", "-r", "1"});
  EXPECT_EQ(again.code, 2);
  EXPECT_EQ(again.err,
            "popex: error: --rate: goes with --profile; without it the scenarios of the baseline "
            "are recorded again\n");
  EXPECT_EQ(read_file(file), "of yesterday");
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"base.json", "small.json"}));
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
    EXPECT_NE(recorded_case["label"].get<std::string>().find(" | "), std::string::npos);
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
      baseline_of(R"({"scenario": {"rate_mbps": 1}, "label": "input", "expected_time_ms": 11})"));
  const Seen seen =
      popex({"check", good, folder_.file("none.json"), "--junit", folder_.file("report.xml")});
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, good + ": the case holds\n");
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
