// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

// Goals on the command line, on the two layers and the branch of kSmallProfile. At 1 Mbps:
//
//     split       edge  upload  cloud   E[T]   mJ with 1 W to compute and 2 W to send
//     input          0       8      3     11   16
//     a             10       4      2     16   18
//     a, then x     11       2      1     14   15
//     output        21                    21   21

namespace popex::test {
namespace {

using nlohmann::json;

class Goals : public ::testing::Test {
 protected:
  /// `solve` on the small profile at 1 Mbps.
  [[nodiscard]] static Seen solve(std::vector<std::string> more,
                                  const std::string& profile = std::string(kSmallProfile)) {
    std::vector<std::string> words{"solve", "-p", "-", "-r", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return popex(words, profile);
  }
  static std::vector<std::string> with_energy(std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"--objective", "energy", "--power", "edge=1000", "--radio-power", "0/2000"});
    return more;
  }
};

TEST_F(Goals, LeastEnergyInWords) {
  const Seen seen = solve(with_energy());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "small: edge-cloud 1 Mbps, p(x) = 0.5, least energy, edge draws 1000 mW,\n"
            "  radio 0 mW/Mbps + 2000 mW\n"
            "Split after a; expected energy 15 mJ, expected time 14 ms:\n"
            "  edge    11 ms  11 mJ  a, branch x\n"
            "  upload   2 ms   4 mJ  output of a, 500 B, for 50 % of samples\n"
            "  cloud    1 ms   0 mJ  b\n"
            "Runner-up: input, 16 mJ (+6.67 %), expected time 11 ms.\n");
}

TEST_F(Goals, MostSamplesInWords) {
  const Seen seen = solve({"--objective", "throughput"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out,
            "small: edge-cloud 1 Mbps, p(x) = 0.5, most samples/s\n"
            "Split at input: everything on the cloud; 125 samples/s, expected time 11 ms:\n"
            "  edge    0 ms  nothing\n"
            "  upload  8 ms  the input, 1 kB, for 100 % of samples\n"
            "  cloud   3 ms  a, b\n"
            "Carries up to 125 samples/s (slowest: upload, 8 ms per sample).\n"
            "Runner-up: a, 100 samples/s (-20 %), expected time 16 ms.\n");
}

TEST_F(Goals, AllDecisionsWithWhatTheyCarry) {
  EXPECT_EQ(solve({"--objective", "throughput", "--all", "--format", "csv"}).out,
            "split,split_index,branches_run,expected_time_ms,edge_ms,upload_ms,cloud_ms,"
            "offload_probability,waiting_ms,time_with_waiting_ms,bottleneck_ms,"
            "samples_per_second,label\n"
            "input,0,0,11,0,8,3,1,0,11,8,125,input\na,1,0,16,10,4,2,1,0,16,10,100,a\n"
            "a,1,1,14,11,2,1,0.5,0,14,11,90.9090909090909,a +x\noutput,2,1,21,21,0,0,0,0,21,21,"
            "47.61904761904762,output\n");
}

TEST_F(Goals, ArrivalsAddTheWaitingInQueues) {
  const Seen seen = solve({"--arrival-rate", "20", "--format", "json"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const json answer = json::parse(seen.out);
  EXPECT_EQ(answer["goal"], json::parse(R"({"objective": "latency", "arrival_rate": 20})"));
  const json& decision = answer["decision"];
  EXPECT_EQ(decision["split"], "input");
  EXPECT_EQ(decision["expected_time_ms"], 11);
  // M/D/1 twice: rho s / (2 (1 - rho)), with rho = 0.16 and 0.06.
  const double upload = 0.16 * 8 / (2 * 0.84);
  const double cloud = 0.06 * 3 / (2 * 0.94);
  EXPECT_DOUBLE_EQ(decision["links"][0]["waiting_ms"].get<double>(), upload);
  EXPECT_DOUBLE_EQ(decision["tiers"][1]["waiting_ms"].get<double>(), cloud);
  EXPECT_DOUBLE_EQ(decision["waiting_ms"].get<double>(), upload + cloud);
  EXPECT_DOUBLE_EQ(decision["time_with_waiting_ms"].get<double>(), 11 + upload + cloud);
  EXPECT_EQ(decision["samples_per_second"], 125);
  EXPECT_FALSE(answer.contains("holds"));
}

TEST_F(Goals, DecisionsThatCannotKeepUpAreRefused) {
  // Of the four only `input` carries more than 100 samples a second, and none 125.
  const std::string out =
      solve({"--arrival-rate", "100", "--all", "--format", "csv", "--objective", "throughput"}).out;
  ASSERT_EQ(lines_of(out).size(), 2U) << out;
  EXPECT_EQ(lines_of(out)[1].substr(0, 6), "input,");
  const Seen none = solve({"--arrival-rate", "125"});
  EXPECT_EQ(none.code, 3);
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(
      none.err,
      "popex: error: --arrival-rate: no decision keeps to every bound; this one excludes 4 of "
      "4 (less than 125 samples per second would do)\n");
}

TEST_F(Goals, PinsAndNotBefore) {
  const auto split = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = more;
    words.insert(words.end(), {"--format", "csv"});
    const std::string out = solve(words).out;
    return lines_of(out).size() < 2 ? out : lines_of(out)[1].substr(0, lines_of(out)[1].find(','));
  };
  EXPECT_EQ(split({}), "input");
  EXPECT_EQ(split({"--pin", "a=edge"}), "a");
  EXPECT_EQ(split({"--not-before", "a"}), "a");
  EXPECT_EQ(split({"--pin", "b=edge"}), "output");
  EXPECT_EQ(split({"--not-before", "b"}), "output");
  EXPECT_EQ(split({"--pin", "a=cloud"}), "input");
}

TEST_F(Goals, ContradictionsAreInfeasible) {
  const Seen seen = solve({"--pin", "a=cloud", "--pin", "b=edge", "--format", "json"});
  EXPECT_EQ(seen.code, 3);
  EXPECT_EQ(
      seen.err,
      "popex: error: --pin b=edge: contradicts --pin a=cloud: 'b' would have to run on 'edge' "
      "or before and on 'cloud' or behind\n");
  EXPECT_EQ(json::parse(seen.out)["error"]["code"], 3);
}

TEST_F(Goals, BudgetsSayWhatTheyExclude) {
  const Seen seen = solve(with_energy({"--deadline", "12", "--max-upload-bytes", "600"}));
  EXPECT_EQ(seen.code, 3);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: --max-upload-bytes: no decision keeps to every bound; this one excludes "
            "1 of 4 (1000 bytes would do)\n"
            "popex: error: --deadline: no decision keeps to every bound; this one excludes 3 of 4 "
            "(14 ms would do)\n");
  const Seen met = solve(with_energy({"--deadline", "12", "--format", "csv"}));
  EXPECT_EQ(met.code, 0);
  EXPECT_EQ(lines_of(met.out).at(1), "input,0,0,11,0,8,3,1,16,input");
}

TEST_F(Goals, MemoryNeedsTheParametersOfEveryLayer) {
  const Seen seen = solve({"--memory", "edge=1kB"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: --memory: expected parameter_bytes of every layer, the profile has none "
            "of a, b\n");
}

TEST_F(Goals, MemoryBoundsTheLayersOfATier) {
  const auto split = [](const std::string& memory) {
    const Seen seen = popex(
        {"solve", "-p", "alexnet.json", "-r", "5.85", "--memory", memory, "--format", "json"});
    EXPECT_EQ(seen.code, 0) << seen.err;
    return json::parse(seen.out)["decision"]["split"];
  };
  // conv1 … conv5 have 9,336,320 bytes.
  EXPECT_EQ(split("edge=9336320"), "conv5");
  EXPECT_EQ(split("edge=9336319"), "conv2");
  EXPECT_EQ(split("edge=1.3MiB"), "input");
}

TEST_F(Goals, BlocksKeptWholeAreSaid) {
  const auto run = [](const std::string& command, const std::vector<std::string>& more) {
    std::vector<std::string> words{command,          "-p", "inception.json", "-r",
                                   "device-edge=50", "-r", "edge-cloud=100"};
    words.insert(words.end(), more.begin(), more.end());
    return popex(words).out;
  };
  const std::vector<std::string> throughput{"--objective", "throughput"};
  const auto in = [&](const std::string& format) {
    return std::vector<std::string>{"--objective", "throughput", "--format", format};
  };
  EXPECT_NE(run("solve", throughput)
                .find("Blocks were kept whole, but for the cut of the fastest decision: for this "
                      "goal\nthere may be something better inside one.\n"),
            std::string::npos);
  EXPECT_EQ(json::parse(run("solve", in("json")))["blocks_kept_whole"], true);
  EXPECT_EQ(json::parse(run("sweep", in("json")))["points"][0]["blocks_kept_whole"], true);
  for (const std::string command : {"solve", "sweep"}) {
    const std::vector<std::string> lines = lines_of(run(command, in("csv")));
    EXPECT_TRUE(lines.at(0).ends_with(",blocks_kept_whole,label"));
    EXPECT_TRUE(lines.at(1).find(",true,") != std::string::npos);
  }
  EXPECT_NE(run("sweep", throughput).find("  (blocks kept whole)\n"), std::string::npos);
  const std::string met = run("solve", {"--memory", "device=1GB", "--format", "json"});
  EXPECT_EQ(json::parse(met)["blocks_kept_whole"], false);
}

TEST_F(Goals, EverythingThatIsWrongAtOnce) {
  const Seen seen = solve({"--objective", "energy", "--power", "1000", "--radio-power", "5g",
                           "--arrival-rate", "many", "--pin", "a", "--max-upload-bytes", "-",
                           "--memory", "edge=lots", "--deadline", "soon"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(
      seen.err,
      "popex: error: --power: without a name, expected TIER=MW\n"
      "popex: error: --radio-power: '5g', expected 3g, 4g, wifi, or A/B: A mW per Mbps plus B "
      "mW\n"
      "popex: error: --arrival-rate: 'many', expected a number\n"
      "popex: error: --pin: 'a', expected LAYER=TIER\n"
      "popex: error: --max-upload-bytes: '-', expected bytes: 4000000, 4MB or 4MiB\n"
      "popex: error: --memory: 'lots', expected bytes: 4000000, 4MB or 4MiB\n"
      "popex: error: --deadline: 'soon', expected a time: 50 (ms), 50ms or 0.5s\n");
}

TEST_F(Goals, NamesAreLookedUpInTheProfile) {
  const Seen seen =
      solve({"--power", "egde=1", "--pin", "c=edge", "--pin", "a=clowd", "--not-before", "aa",
             "--max-upload-bytes", "edge-clod=1", "--deadline", "5"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(
      seen.err,
      "popex: error: --power egde: 'egde' is not a tier, expected one of edge, cloud; did you mean "
      "'edge'?\n"
      "popex: error: standard input: /layers/0/energy_mj: 'a' (and 1 more) has no energy on tier "
      "'edge', expected one, or the tier's power: --power\n"
      "popex: error: standard input: /branches/0/energy_mj: 'x' has no energy on tier 'edge', "
      "expected one, or the tier's power: --power\n"
      "popex: error: --radio-power: missing, expected the power of what sends over the link "
      "edge-cloud\n"
      "popex: error: --pin c=edge: 'c' is not a layer, expected one of a, b; did you mean 'a'?\n"
      "popex: error: --pin a=clowd: 'clowd' is not a tier, expected one of edge, cloud; did you "
      "mean 'cloud'?\n"
      "popex: error: --not-before aa: 'aa' is not a layer, expected one of a, b; did you mean "
      "'a'?\n"
      "popex: error: --max-upload-bytes edge-clod: 'edge-clod' is not a link, expected one of "
      "edge-cloud; did you mean 'edge-cloud'?\n"
      "popex: error: --deadline: with the latency as the objective the answer is the fastest "
      "decision already, expected --objective energy or throughput\n");
}

TEST_F(Goals, SolversAgree) {
  for (const auto& goal :
       std::vector<std::vector<std::string>>{{"--objective", "throughput"},
                                             {"--arrival-rate", "40"},
                                             {"--pin", "a=edge"},
                                             with_energy(),
                                             with_energy({"--deadline", "12"})}) {
    std::vector<std::string> exhaustive = goal;
    exhaustive.insert(exhaustive.end(), {"--solver", "exhaustive"});
    EXPECT_EQ(solve(goal).out, solve(exhaustive).out) << goal.back();
  }
  const Seen seen = solve({"--objective", "throughput", "--solver", "mincut"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(
      seen.err,
      "popex: error: --solver: mincut is for networks without branches, expected dijkstra\n"
      "popex: error: --solver: mincut is for latency and energy, without arrivals and without "
      "bounds but pins and not-before; expected dijkstra\n");
}

TEST_F(Goals, BatchesHaveOneGoalForAllLines) {
  TemporaryFolder folder;
  const std::string profile = folder.write("small.json", kSmallProfile);
  std::vector<std::string> words = with_energy({"--deadline", "20"});
  words.insert(words.begin(), {"solve", "-p", profile, "--batch", "-"});
  const Seen seen = popex(words, "{\"rate_mbps\": 1}\n{\"rate_mbps\": 0.1}\n");
  EXPECT_EQ(seen.code, 3);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(json::parse(lines[0])["decision"]["expected_energy_mj"], 15);
  EXPECT_EQ(json::parse(lines[1])["error"]["code"], 3);
  EXPECT_EQ(
      seen.err,
      "popex: error: standard input:2: --deadline: no decision keeps to every bound; this one "
      "excludes 4 of 4 (21 ms would do)\n"
      "popex: error: standard input: 1 of 2 lines have no decision\n");
}

TEST_F(Goals, SweepsLeaveOutWhatIsInfeasible) {
  std::vector<std::string> words = with_energy({"--deadline", "20", "--format", "csv"});
  words.insert(words.begin(), {"sweep", "-p", "-", "-r", "0.1,1"});
  const Seen csv = popex(words, std::string(kSmallProfile));
  EXPECT_EQ(csv.code, 0);
  EXPECT_EQ(csv.err, "");
  EXPECT_EQ(csv.out,
            "rate_mbps,latency_ms,gamma,p_x,split,split_index,expected_time_ms,edge_ms,upload_ms,"
            "cloud_ms,offload_probability,expected_energy_mj,label\n"
            "0.1,0,,0.5,,,,,,,,,\n1,0,,0.5,a,1,14,11,2,1,0.5,15,a +x\n");
  words.back() = "json";
  const json answer = json::parse(popex(words, std::string(kSmallProfile)).out);
  EXPECT_EQ(answer["goal"]["deadline_ms"], 20);
  EXPECT_TRUE(answer["points"][0]["decision"].is_null());
  EXPECT_EQ(answer["points"][1]["decision"]["expected_energy_mj"], 15);
  words.back() = "text";
  EXPECT_EQ(popex(words, std::string(kSmallProfile)).out,
            "     Mbps      gamma       p(x)       E[T]     energy  split\n"
            "      0.1          -        0.5  no decision\n"
            "        1          -        0.5      14 ms      15 mJ  a +x\n");
  words.insert(words.end(), {"--memory", "edge=1"});
  EXPECT_EQ(popex(words, std::string(kSmallProfile)).code, 2);
}

TEST_F(Goals, WhatWouldDoDoes) {
  // A third and a seventh of a ms have no short decimals.
  const std::string profile = R"({"format_version": 1, "input": {"bytes": 1000.1}, "layers": [
      {"name": "a", "time_ms": {"edge": 9.333333333333334, "cloud": 0.14285714285714285},
       "output_bytes": 333.3}]})";
  const std::vector<std::string> energy{"--objective", "energy",        "--power",
                                        "edge=1",      "--radio-power", "4g"};
  const auto hint = [&](std::vector<std::string> bound) {
    bound.insert(bound.end(), energy.begin(), energy.end());
    const Seen seen = solve(bound, profile);
    EXPECT_EQ(seen.code, 3) << seen.out;
    const std::size_t begin = seen.err.rfind('(') + 1;
    return seen.err.substr(begin, seen.err.find(' ', begin) - begin);
  };
  const std::string deadline = hint({"--deadline", "1"});
  std::vector<std::string> met{"--deadline", deadline};
  met.insert(met.end(), energy.begin(), energy.end());
  EXPECT_EQ(solve(met, profile).code, 0) << deadline;
  const std::string bytes = hint({"--pin", "a=cloud", "--max-upload-bytes", "1"});
  EXPECT_EQ(bytes, "1000.1");
}

TEST_F(Goals, EmptyNumbersAreMistakes) {
  const Seen seen = solve({"--deadline", "", "--arrival-rate", "", "--gamma", ""});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: --arrival-rate: '', expected a number\n"
            "popex: error: --deadline: '', expected a time: 50 (ms), 50ms or 0.5s\n"
            "popex: error: --gamma: '', expected a number\n");
}

TEST_F(Goals, MistakesOfScenarioAndGoalComeTogether) {
  const Seen seen = popex({"solve", "-p", "-", "--pin", "c=edge"}, std::string(kSmallProfile));
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: --rate: missing, expected the upload rate of the link edge-cloud (the "
            "profile gives none)\n"
            "popex: error: --pin c=edge: 'c' is not a layer, expected one of a, b; did you mean "
            "'a'?\n");
}

TEST_F(Goals, BatchesRefuseAWrongGoalOnce) {
  TemporaryFolder folder;
  const std::string profile = folder.write("small.json", kSmallProfile);
  const Seen seen = popex({"solve", "-p", profile, "--batch", "-", "--deadline", "3"},
                          "{\"rate_mbps\": 1}\n{\"rate_mbps\": 2}\n");
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(lines_of(seen.err).size(), 1U) << seen.err;
}

TEST_F(Goals, BoundsOfANetworkThatOnlyACutKeepsTo) {
  const std::vector<std::string> throughput{
      "solve", "-p", "inception.json", "--objective", "throughput", "--format", "json"};
  std::vector<std::string> words = throughput;
  words.insert(words.end(), {"--deadline", "32.4"});
  const Seen seen = popex(words);
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_TRUE(json::parse(seen.out)["decision"]["split"].is_null());
  words = throughput;
  words.insert(words.end(),
               {"--pin", "inception2_concat=edge", "--pin", "inception2_pool_proj=device"});
  EXPECT_EQ(popex(words).code, 0);
}

TEST_F(Goals, LoadDoesNotLoseToThePlainDecision) {
  const auto time = [](const std::vector<std::string>& more) {
    std::vector<std::string> words{"solve", "-p", "inception.json", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return json::parse(popex(words).out)["decision"];
  };
  const json plain = time({});
  const json idle = time({"--arrival-rate", "0"});
  EXPECT_EQ(idle["time_with_waiting_ms"], plain["expected_time_ms"]);
  const json busy = time({"--arrival-rate", "20"});
  const json best = time({"--arrival-rate", "20", "--solver", "exhaustive"});
  EXPECT_GE(busy["time_with_waiting_ms"], best["time_with_waiting_ms"]);
  EXPECT_LT(busy["time_with_waiting_ms"].get<double>(), 39);
}

}  // namespace
}  // namespace popex::test
