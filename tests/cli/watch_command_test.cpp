// SPDX-License-Identifier: MIT
//
// What watch makes of rates on standard input.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <popex/profile_io.hpp>

#include "support/program.hpp"
#include "support/random_profile.hpp"
#include "support/random_seed.hpp"

namespace popex::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

Words watch(const Words& more) {
  Words words{"watch", "--estimator", "last", "--jump", "off"};
  if (std::find(more.begin(), more.end(), "-p") == more.end()) {
    words.insert(words.end(), {"-p", "alexnet.json"});
  }
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<json> objects_of(const std::string& out) {
  std::vector<json> objects;
  for (const std::string& line : lines_of(out)) objects.push_back(json::parse(line));
  return objects;
}

TEST(Watch, SaysEveryNewDecisionOnALineOfItsOwn) {
  const Seen seen = popex(watch({}), "10 5.5\n20 6\n30 0.9\n40 0\n50 30\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(
      seen.out,
      R"({"format_version":1,"command":"watch","time_s":10,"rate_mbps":5.5,"estimate_mbps":5.5,)"
      R"("split":"conv5","split_index":5,"label":"conv5","expected_time_ms":83.6866918824901,"changed":true,)"
      R"("why":"the first rate","links":[{"link":"edge-cloud","split":"conv5","branches_run":1}]})"
      "\n"
      R"({"format_version":1,"command":"watch","time_s":30,"rate_mbps":0.9,"estimate_mbps":0.9,)"
      R"("split":"output","split_index":8,"label":"output","expected_time_ms":203.58511000000001,"changed":true,)"
      R"("why":"the estimate fell below 1.01 Mbps",)"
      R"("links":[{"link":"edge-cloud","split":"output","branches_run":1}]})"
      "\n"
      R"({"format_version":1,"command":"watch","time_s":50,"rate_mbps":30,"estimate_mbps":30,)"
      R"("split":"input","split_index":0,"label":"input","expected_time_ms":41.55356363,"changed":true,)"
      R"("why":"the link is back",)"
      R"("links":[{"link":"edge-cloud","split":"input","branches_run":0}]})"
      "\n");
}

TEST(Watch, SaysEverySampleWhenAskedTo) {
  const Seen seen = popex(watch({"--every"}), "10 5.5\n20 6\n30 0\n40 0.5\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  std::vector<std::pair<bool, std::string>> said;
  for (const json& line : objects_of(seen.out)) said.emplace_back(line["changed"], line["why"]);
  EXPECT_EQ(said, (std::vector<std::pair<bool, std::string>>{{true, "the first rate"},
                                                             {false, "it is the best"},
                                                             {true, "nothing gets through"},
                                                             {false, "it is the best"}}));
}

TEST(Watch, WritesForPeople) {
  const Seen seen = popex(watch({"--format", "text"}), "1795668716.3 5.5\n1795668717 0.9\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "  time s      Mbps  estimate      E[T]  split     why\n"
            "1795668716.3       5.5       5.5   83.7 ms  conv5     the first rate\n"
            "1795668717       0.9       0.9    204 ms  output    the estimate fell below 1.01 "
            "Mbps\n");
}

TEST(Watch, SaysWhyADecisionStays) {
  const Seen seen = popex({"watch", "--profile", "alexnet.json", "--estimator", "last", "--every",
                           "--hold", "15s", "--switch-cost", "1000"},
                          "0 5.5\n10 50\n20 50\n60 50\n70 0\n80 50\n");
  EXPECT_EQ(seen.err, "");
  std::vector<std::string> said;
  for (const json& line : objects_of(seen.out)) {
    said.push_back(line["split"].get<std::string>() + ", " + line["why"].get<std::string>());
  }
  EXPECT_EQ(said, (std::vector<std::string>{
                      "conv5, the first rate", "conv5, input is better, but does not pay yet",
                      "conv5, input is better, but does not pay yet",
                      "input, the estimate rose above 19.3 Mbps", "output, nothing gets through",
                      "output, input is better, but it is held until 85 s"}));
}

/// Feeds rates next to each breakpoint that `breakpoints` prints, and looks for the decision on
/// each side. Returns how many there were.
std::size_t check_breakpoints(const std::string& profile, const std::string& link) {
  SCOPED_TRACE(profile + ' ' + link);
  const Seen printed =
      popex({"breakpoints", "-p", profile, "--over", "rate:" + link, "--format", "json"});
  EXPECT_EQ(printed.code, 0) << printed.err;
  const json pieces = json::parse(printed.out)["pieces"];
  std::string rates;
  std::vector<json> expected;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    const double at = pieces[i]["to"];
    rates += json(std::nextafter(at, 0.0)).dump() + '\n';
    expected.push_back(pieces[i]["links"]);
    rates += json(std::nextafter(at, std::numeric_limits<double>::infinity())).dump() + '\n';
    expected.push_back(pieces[i + 1]["links"]);
  }
  const Seen seen = popex(watch({"-p", profile, "--link", link, "--every"}), rates);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<json> lines = objects_of(seen.out);
  EXPECT_EQ(lines.size(), expected.size());
  for (std::size_t i = 0; i < std::min(lines.size(), expected.size()); ++i) {
    EXPECT_EQ(lines[i]["links"], expected[i]) << lines[i];
    // Below a breakpoint is the piece that the rate above the one before it has.
    EXPECT_EQ(lines[i]["changed"], i == 0 || i % 2 == 1) << lines[i];
  }
  return pieces.size() - 1;
}

TEST(Watch, ChangesExactlyAtTheBreakpoints) {
  EXPECT_EQ(check_breakpoints("alexnet.json", "edge-cloud"), 2U);
  std::size_t breakpoints = 0;
  for (const char* link : {"device-edge", "edge-cloud"}) {
    breakpoints += check_breakpoints("inception.json", link);
  }
  const TemporaryFolder folder;
  for (std::uint64_t i = 0; i < 60; ++i) {
    SCOPED_TRACE(trace_of_case(i));
    Random random = random_for_case(i);
    RandomOptions sizes;
    sizes.most_tiers = 2;
    const ProfileData data =
        chance(random, 0.7) ? random_chain(random, sizes) : random_network(random, sizes);
    const Profile profile = make_profile(data).value();
    breakpoints += check_breakpoints(folder.write("profile.json", write_profile(profile)),
                                     profile.links()[0].name);
  }
  EXPECT_GE(breakpoints, 20U);  // or this was about nothing
}

TEST(Watch, PassesOverLinesThatAreWrong) {
  const Seen seen = popex(watch({}), "fast\n5\n-1\n7\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(objects_of(seen.out).size(), 1U);
  EXPECT_EQ(seen.err,
            "popex: warning: standard input:1: 'fast', expected a rate (5.5, 700kbps), seconds and "
            "a rate, or {\"time_s\": …, \"rate_mbps\": …}\n"
            "popex: warning: standard input:3: -1 Mbps, must be between 0 and 1000000000\n"
            "popex: warning: standard input: 2 of 4 lines were passed over\n");
}

TEST(Watch, ListsAHundredWrongLinesAndCountsTheOthers) {
  std::string lines = "5\n";
  for (int i = 0; i < 250; ++i) lines += "x\n";
  const Seen seen = popex(watch({}), lines);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(objects_of(seen.out).size(), 1U);
  const std::vector<std::string> said = lines_of(seen.err);
  ASSERT_EQ(said.size(), 101U);
  EXPECT_EQ(said[100],
            "popex: warning: standard input: 250 of 251 lines were passed over, the first 100 are "
            "listed");
}

TEST(Watch, EndsAtTheFirstWrongLineWhenItIsStrict) {
  const Seen seen = popex(watch({"--strict"}), "5\n50\nx\n0.5\n");
  EXPECT_EQ(seen.code, 2);
  const std::vector<json> lines = objects_of(seen.out);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1]["split"], "input");
  EXPECT_EQ(lines[2]["error"]["code"], 2);
  EXPECT_EQ(lines[2]["error"]["problems"][0]["where"], "standard input:3");
  EXPECT_EQ(seen.err,
            "popex: error: standard input:3: 'x', expected a rate (5.5, 700kbps), seconds and a "
            "rate, or {\"time_s\": …, \"rate_mbps\": …}\n");
  const Seen text = popex(watch({"--strict", "--format", "text"}), "x\n");
  EXPECT_EQ(text.code, 2);
  EXPECT_EQ(lines_of(text.out).size(), 1U) << "the heading alone";
  EXPECT_EQ(lines_of(text.err).size(), 1U);
}

std::vector<double> rates_of(const Seen& seen) {
  std::vector<double> rates;
  for (const json& object : objects_of(seen.out)) rates.push_back(object["rate_mbps"]);
  return rates;
}

TEST(Watch, ReadsTheQuantitiesOfOptions) {
  const Seen seen = popex(watch({"--every"}),
                          "5MB/s\n700kbit/s\n20 Mbits/sec\n0.57,Mbits/sec\n"
                          "3g\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(rates_of(seen), (std::vector<double>{40, 0.7, 20, 0.57, 1.1}));
  const Seen wrong = popex(watch({"--every"}), "5mb/s\n7\n");
  EXPECT_EQ(wrong.code, 0);
  EXPECT_EQ(wrong.err,
            "popex: warning: standard input:1: '5mb/s' may be 5 Mbit/s or 5 MB/s, expected a rate "
            "(5.5, 700kbps), seconds and a rate, or {\"time_s\": …, \"rate_mbps\": …}\n"
            "popex: warning: standard input: 1 of 2 lines were passed over\n");
}

// 6.1 Mbps, or 1 Mbps at 6 s?
TEST(Watch, AsksWhatACommaMeans) {
  const std::string lines = "5,5\n6,1\n";
  const Seen asked = popex(watch({"--every"}), lines);
  EXPECT_EQ(asked.code, 2);
  EXPECT_EQ(asked.out, "");
  EXPECT_EQ(asked.err,
            "popex: error: standard input:1: '5,5' may be 5.5 Mbps (a decimal comma) or 5 s and 5 "
            "Mbps (two columns), expected --columns rate or --columns seconds,rate\n");
  EXPECT_EQ(rates_of(popex(watch({"--every", "--columns", "rate"}), lines)),
            (std::vector<double>{5.5, 6.1}));
  EXPECT_EQ(rates_of(popex(watch({"--every", "--columns", "seconds,rate"}), lines)),
            (std::vector<double>{5, 1}));
  // The first line shows that commas separate.
  EXPECT_EQ(rates_of(popex(watch({"--every"}), "0.5,5\n6,1\n")), (std::vector<double>{5, 1}));
}

TEST(Watch, DoesNotTakeMahimahiForRates) {
  std::string lines;
  for (int ms = 637; ms < 647; ++ms) lines += std::to_string(ms) + '\n';
  const Seen asked = popex(watch({}), lines);
  EXPECT_EQ(asked.code, 2);
  EXPECT_EQ(asked.err,
            "popex: error: standard input:10: whole numbers that never fall may be rates in Mbps "
            "or the milliseconds of packets (mahimahi), expected --columns rate, or for mahimahi "
            "the lines of 'popex replay --samples --trace FILE'\n");
  EXPECT_EQ(popex(watch({"--columns", "rate"}), lines).code, 0);
  EXPECT_EQ(popex(watch({}), "700\n" + lines).code, 0);  // one has fallen
  const Seen steps = popex(watch({}), "5\n5\n5\n5\n5\n5\n5\n5\n5\n5\n5\n20\n30\n");
  EXPECT_EQ(steps.code, 0);
  EXPECT_EQ(steps.err, "");
}

TEST(Watch, HasNothingToSayOfNothing) {
  const Seen seen = popex(watch({}), "\n# nothing\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out + seen.err, "");
}

TEST(Watch, TakesTheLatencyOfUploads) {
  // 5 Mbps: at first without a latency, then with 80 ms a sample, so that sending less often wins.
  std::string lines;
  for (int i = 1; i <= 20; ++i) {
    lines += std::to_string(10000 * i) + ' ' + std::to_string(80 + 16 * i) + '\n';
  }
  const Seen fitted = popex(watch({"--source", "transfers", "--every"}), lines);
  EXPECT_EQ(fitted.code, 0);
  EXPECT_EQ(fitted.err, "");
  const json last = objects_of(fitted.out).back();
  EXPECT_NEAR(last["latency_ms"], 80, 1e-6);
  EXPECT_NEAR(last["estimate_mbps"], 5, 1e-6);
  const Seen solved =
      popex({"solve", "-p", "alexnet.json", "-r", "5", "-l", "80", "--format", "json"});
  const json decision = json::parse(solved.out)["decision"];
  EXPECT_EQ(last["split"], decision["split"]);
  EXPECT_NEAR(last["expected_time_ms"], decision["expected_time_ms"], 1e-6);

  const Seen said = popex(watch({"--source", "transfers", "--every", "--latency", "10"}), lines);
  const json of_ten = objects_of(said.out).back();
  const Seen solved_ten =
      popex({"solve", "-p", "alexnet.json", "-r", "5", "-l", "10", "--format", "json"});
  EXPECT_NEAR(of_ten["expected_time_ms"],
              json::parse(solved_ten.out)["decision"]["expected_time_ms"], 1e-6);
  EXPECT_NEAR(of_ten["latency_ms"], 80, 1e-6);
}

TEST(Watch, KeepsItsDecisionAtUploadsTooSmallToTellTheRate) {
  // A link of about 100 Mbps and 12 ms: the closed form of least squares gives 101.5 Mbps and 11.8
  // ms for the nine large uploads. The last two would be 2 and 0.2 Mbps by themselves.
  const std::string lines =
      "500000 52\n900000 80\n1000000 93\n250000 33\n700000 66\n150000 22\n40000 17\n"
      "60000 15\n20000 13\n4000 16\n500 30\n";
  for (const char* const estimator : {"last", "quantile", "similar"}) {
    const Seen seen = popex({"watch", "-p", "alexnet.json", "--source", "transfers", "--every",
                             "--estimator", estimator},
                            lines);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    const std::vector<json> said = objects_of(seen.out);
    ASSERT_EQ(said.size(), 11U);
    for (std::size_t i = 1; i < said.size(); ++i) EXPECT_FALSE(said[i]["changed"]) << i;
    EXPECT_NEAR(said.back()["estimate_mbps"], 101.5, 10.1);
    EXPECT_NEAR(said.back()["latency_ms"], 11.8, 1.5);
  }
}

TEST(Watch, LeavesADecisionThatALatencyHasMadeUseless) {
  // 300 ms make whatever sends slower than the edge alone, which takes 204 ms. What has come until
  // the latency can be told apart looks like a link of 21 to 28 Mbps without one.
  std::string lines;
  for (int i = 1; i <= 20; ++i) {
    lines += std::to_string(1'000'000 * i) + ' ' + std::to_string(300 + 80 * i) + '\n';
  }
  const Seen seen = popex(watch({"--source", "transfers"}), lines);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<json> said = objects_of(seen.out);
  ASSERT_GE(said.size(), 2U);
  EXPECT_EQ(said[0]["split"], "input");
  EXPECT_EQ(said.back()["split"], "output");
  EXPECT_EQ(said.back()["why"], "the latency has changed");
}

TEST(Watch, NamesAJump) {
  const Seen seen = popex({"watch", "-p", "alexnet.json", "--estimator", "quantile"},
                          "1 5.5\n2 5\n3 50\n4 0.5\n");
  EXPECT_EQ(seen.err, "");
  std::vector<std::string> said;
  for (const json& line : objects_of(seen.out)) said.push_back(line["why"]);
  EXPECT_EQ(said, (Words{"the first rate", "the rate jumped above 19.3 Mbps",
                         "the rate jumped below 1.01 Mbps"}));
}

TEST(Watch, GoesBehindWhatItsFileHas) {
  const TemporaryFolder folder;
  const std::string file = folder.write("log", "of yesterday\npiece of a l");
  const Seen seen = popex(watch({"-o", file}), "1 5.5\n2 0.5\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out + seen.err, "");
  const std::vector<std::string> lines = lines_of(read_file(file));
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[1], "piece of a l");
  EXPECT_EQ(json::parse(lines[2])["time_s"], 1);
  EXPECT_EQ(json::parse(lines[3])["time_s"], 2);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"log"});
  EXPECT_EQ(popex(watch({"-o", file}), "3 5.5\n").code, 0);
  EXPECT_EQ(lines_of(read_file(file)).size(), 5U);
}

TEST(Watch, ReportsAllThatIsWrongWithItsOptions) {
  const Seen seen = popex({"watch", "--profile", "-", "--period", "5s", "--duration", "1.5",
                           "--on-change", "a 'b", "--on-change-timeout", "0",
                           "--inferences-per-second", "0", "--estimator", "lst", "--hold", "-1"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  for (const char* expected :
       {"--period: not with --source -", "--duration: not with --source -",
        "--profile: standard input has the rates, expected another source",
        "--duration: 1.5 s, expected whole seconds", "--on-change: \"a 'b\" has a quote without",
        "--on-change-timeout: 0 s, must be above 0 and up to 86400 s",
        "--inferences-per-second: 0, must be above 0", "--estimator: 'lst', expected last",
        "--hold: -1, must be at least 0"}) {
    EXPECT_NE(seen.err.find(std::string("popex: error: ") + expected), std::string::npos)
        << expected << "\n"
        << seen.err;
  }
  const Seen alone = popex(watch({"--shell", "--on-change-timeout", "3s"}), "5\n");
  EXPECT_EQ(alone.code, 2);
  EXPECT_EQ(alone.err,
            "popex: error: --shell: not without --on-change\n"
            "popex: error: --on-change-timeout: not without --on-change\n");
  const Seen empty = popex(watch({"--on-change", " "}), "5\n");
  EXPECT_EQ(empty.code, 2);
  EXPECT_EQ(empty.err, "popex: error: --on-change: is empty, expected a command\n");
}

TEST(Watch, NamesTheLinksThatThereAre) {
  const Seen seen = popex({"watch", "-p", "inception.json", "--link", "edge-clod"}, "5\n");
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: --link: 'edge-clod', expected the name of a link: device-edge, "
            "edge-cloud; did you mean 'edge-cloud'?\n");
}

TEST(Watch, MakesTheSameBytesOfTheSameRates) {
  std::string lines;
  for (int i = 0; i < 5000; ++i) {
    lines += std::to_string(i) + ' ' + std::to_string(i * i % 977 * 0.05) + '\n';
  }
  const Seen once = popex({"watch", "-p", "alexnet.json", "--every"}, lines);
  EXPECT_EQ(once.code, 0);
  EXPECT_EQ(lines_of(once.out).size(), 5000U);
  EXPECT_TRUE(popex({"watch", "-p", "alexnet.json", "--every"}, lines).out == once.out);
}

}  // namespace
}  // namespace popex::test
