// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

class Check : public testing::Test {
 protected:
  void record() const {
    const Seen seen = popex({"check", baseline_, "--record", "-p", profile_, "-r", "0.1,0.5,2"});
    ASSERT_EQ(seen.code, 0) << seen.err;
    ASSERT_EQ(seen.out + seen.err, "");
  }
  /// Writes the profile with one piece of its text replaced.
  void edit_profile(const std::string& from, const std::string& to) const {
    std::string text(kSmallProfile);
    text.replace(text.find(from), from.size(), to);
    ASSERT_NE(folder_.write("small.json", text), "");
  }

  TemporaryFolder folder_;
  std::string profile_ = folder_.write("small.json", kSmallProfile);
  std::string baseline_ = folder_.file("base.json");
};

TEST_F(Check, IsGreenRightAfterRecording) {
  record();
  const Seen seen = popex({"check", baseline_});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, baseline_ + ": all 3 cases hold\n");
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"base.json", "small.json"}));
}

TEST_F(Check, FindsTheProfileFromAnyFolder) {
  record();
  EXPECT_EQ(shell("popex check " + baseline_, "/").code, 0);
}

TEST_F(Check, GoesRedWhenATimeIsEdited) {
  record();
  edit_profile("\"cloud\": 2}", "\"cloud\": 2.5}");
  const Seen seen = popex({"check", baseline_, "--junit", folder_.file("report.xml")});
  EXPECT_EQ(seen.code, 1);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, baseline_ +
                          ": case 2 (edge-cloud 0.5 Mbps, p(x) = 0.5): the expected time was "
                          "16 ms, is 16.2 ms: 1.56 % slower (tolerance 0.0001 %)\n" +
                          baseline_ +
                          ": case 3 (edge-cloud 2 Mbps, p(x) = 0.5): the expected time was "
                          "7 ms, is 7.5 ms: 7.14 % slower (tolerance 0.0001 %)\n" +
                          baseline_ + ": 2 of 3 cases differ\n");
  const Seen xml = shell(
      "xmllint --noout report.xml && xmllint --xpath "
      "'concat(//testsuite/@tests, \" \", //testsuite/@failures, \" \", "
      "count(//failure))' report.xml",
      folder_.path());
  EXPECT_EQ(xml.code, 0) << xml.err;
  EXPECT_EQ(xml.out, "3 2 2\n");
}

TEST_F(Check, GoesRedWhenOnlyAnExitProbabilityIsEdited) {
  record();
  edit_profile("0.5}", "0.4}");
  const Seen seen = popex({"check", baseline_, "--format", "json"});
  EXPECT_EQ(seen.code, 1);
  EXPECT_EQ(seen.err, "");
  const nlohmann::json cases = nlohmann::json::parse(seen.out)["baselines"][0]["cases"];
  ASSERT_EQ(cases.size(), 3U);
  EXPECT_EQ(cases[1]["holds"], false);
  EXPECT_EQ(cases[1]["found"]["expected_time_ms"], 17);  // 11 + 0.6 · (8 + 2)
  EXPECT_EQ(cases[2]["holds"], true);                    // cloud-only never depends on p
}

TEST_F(Check, RecordsItsOwnScenariosAgain) {
  record();
  edit_profile("\"cloud\": 2}", "\"cloud\": 2.5}");
  EXPECT_EQ(popex({"check", baseline_, "--record"}).code, 0);
  EXPECT_EQ(popex({"check", baseline_}).code, 0);
}

TEST_F(Check, ReportsEveryProblemOfABaseline) {
  const std::string bad =
      folder_.write("bad.json", R"({"format_version": 2, "profil": "small.json", "tolerance": -1,
        "cases": [{"scenario": {"rate_mbps": "fast"}, "split": 1}]})");
  const Seen seen = popex({"check", bad});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  for (const char* place : {"/format_version: 2", "/profil: unknown key", "/profile: missing",
                            "/tolerance: -1", "/cases/0/scenario/rate_mbps: a string",
                            "/cases/0/split: a number", "/cases/0/expected_time_ms: missing"}) {
    EXPECT_NE(seen.err.find("popex: error: " + bad + ": " + place), std::string::npos)
        << place << '\n'
        << seen.err;
  }
}

TEST_F(Check, PlacesAScenarioThatTheProfileCannotAnswer) {
  const std::string bad =
      folder_.write("bad.json", R"({"format_version": 1, "profile": "small.json", "cases": [
        {"scenario": {"rate_mbps": {"edge-clod": 1}}, "split": "a", "expected_time_ms": 1}]})");
  const Seen seen = popex({"check", bad});
  EXPECT_EQ(seen.code, 2);
  EXPECT_NE(seen.err.find(bad + ": /cases/0/scenario: rate_mbps edge-clod"), std::string::npos);
}

TEST_F(Check, ChecksTheOtherBaselinesWhenOneIsMissing) {
  record();
  const Seen seen = popex({"check", folder_.file("none.json"), baseline_});
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, baseline_ + ": all 3 cases hold\n");
  EXPECT_NE(seen.err.find("none.json: cannot be read"), std::string::npos);
}

TEST_F(Check, RefusesWhatCannotBeRecorded) {
  EXPECT_EQ(popex({"check", "a", "b", "--record", "-p", profile_, "-r", "1"}).code, 2);
  EXPECT_EQ(popex({"check"}).code, 2);
  EXPECT_EQ(popex({"check", baseline_, "-p", profile_}).code, 2);
  EXPECT_EQ(popex({"check", baseline_, "--record", "-p", profile_}).code, 2);  // no rate
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"small.json"});
}

}  // namespace
}  // namespace popex::test
