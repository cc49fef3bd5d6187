// SPDX-License-Identifier: MIT
#include <regex>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

/// What Graphviz says of a drawing: nothing, where it is right.
std::string complaints(const std::string& dot) {
  const TemporaryFolder folder;
  const Seen seen = shell("dot -Tsvg -o picture.svg " + folder.write("graph.dot", dot) +
                              " && xmllint --noout picture.svg",
                          folder.path());
  return seen.code == 0 ? seen.out + seen.err : "exit code, " + seen.err;
}

TEST(Graph, OfTheNetworkIsAcceptedByGraphviz) {
  for (const char* profile : {"alexnet.json", "alexnet-three-tier.json"}) {
    const Seen seen = popex({"graph", "-p", profile});
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    EXPECT_EQ(complaints(seen.out), "");
    EXPECT_NE(seen.out.find("conv5"), std::string::npos);
    EXPECT_NE(seen.out.find("exits with p = 0.4943"), std::string::npos);
  }
}

TEST(Graph, OfPartitionsMarksTheShortestPath) {
  // a +x at 0.5 Mbps: 10 (a), 1 (x), 4 (upload), 1 (b in the cloud)
  const Seen seen = popex({"graph", "-p", "-", "-r", "0.5"}, std::string(kSmallProfile));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(complaints(seen.out), "");
  const std::regex marked(R"re(label="([0-9.]+) ms", penwidth=3)re");
  std::vector<std::string> weights;
  for (std::sregex_iterator m(seen.out.begin(), seen.out.end(), marked), end; m != end; ++m) {
    weights.push_back((*m)[1]);
  }
  std::sort(weights.begin(), weights.end());
  EXPECT_EQ(weights, (std::vector<std::string>{"1", "1", "10", "4"}));
}

TEST(Graph, OfTheNetworkHasTheScenariosValuesAndSaysWhichBranchesRun) {
  // a +x at 0.5 Mbps: 10 (a), 1 (x), a tenth of 8 (upload) and of 2 (b in the cloud)
  const std::vector<std::string> words = {"graph", "-p", "-", "-r", "0.5", "--of", "network"};
  const auto at = [&](const std::string& p, const std::string& format) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--probability", "x=" + p, "--format", format});
    const Seen seen = popex(all, std::string(kSmallProfile));
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    return seen.out;
  };
  const auto has = [](const std::string& text, const std::string& line) {
    EXPECT_NE(text.find("\n  " + line + ";\n"), std::string::npos) << line << " in\n" << text;
  };
  const std::string often = at("0.9", "text");
  EXPECT_EQ(complaints(often), "");
  has(often, R"(t1 [label="a\nedge 10 ms", shape=box, style="filled", fillcolor="#f4a582"])");
  has(often, R"(t2 [label="b\ncloud 2 ms", shape=box, style="filled", fillcolor="#d9d9d9"])");
  has(often, R"(b0 [label="x\nedge 1 ms, exits with p = 0.9", shape=box, style="rounded,filled", )"
             R"(fillcolor="#f4a582"])");
  EXPECT_EQ(often.find("0.5"), std::string::npos) << "the profile's p";
  // Everything in the cloud: 16 (upload), 3
  const std::string never = at("0", "text");
  EXPECT_EQ(complaints(never), "");
  has(never, R"(b0 [label="x\ndoes not run", shape=box, style="rounded,dashed", color="#808080", )"
             R"(fontcolor="#808080"])");
  EXPECT_EQ(nlohmann::json::parse(at("0.9", "json"))["vertices"][4],
            (nlohmann::json{{"id", "b0"},
                            {"kind", "branch"},
                            {"name", "x"},
                            {"tier", "edge"},
                            {"runs", true},
                            {"on_path", false}}));
  EXPECT_EQ(nlohmann::json::parse(at("0", "json"))["vertices"][4]["runs"], false);
}

TEST(Graph, InJsonHasTheVerticesAndLinksOfTheDrawing) {
  using nlohmann::json;
  const json network =
      json::parse(popex({"graph", "-p", "-", "--format", "json"}, std::string(kSmallProfile)).out);
  EXPECT_EQ(network["graph"], "network");
  EXPECT_EQ(network["vertices"].size(), 5U);  // input, a, b, output, x
  EXPECT_EQ(network["links"].size(), 4U);
  EXPECT_EQ(network["links"][0],
            (json{{"from", "t0"}, {"to", "t1"}, {"bytes", 1000}, {"on_path", false}}));

  const Seen seen =
      popex({"graph", "-p", "-", "-r", "0.5", "--format", "json"}, std::string(kSmallProfile));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const json partition = json::parse(seen.out);
  EXPECT_EQ(partition["graph"], "partition");
  double length = 0;
  for (const json& link : partition["links"]) {
    if (link["on_path"]) length += link["delay_ms"].get<double>();
  }
  const Seen solved =
      popex({"solve", "-p", "-", "-r", "0.5", "--format", "json"}, std::string(kSmallProfile));
  EXPECT_DOUBLE_EQ(length, json::parse(solved.out)["decision"]["expected_time_ms"].get<double>());
}

TEST(Graph, SurvivesNamesWithQuotesAndBackslashes) {
  std::string profile(kSmallProfile);
  for (std::size_t at = profile.find("\"a\""); at != std::string::npos;
       at = profile.find("\"a\"")) {
    profile.replace(at, 3, R"("q\"\\é →\t<b>")");
  }
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"graph", "-p", "-"}, {"graph", "-p", "-", "-r", "1"}}) {
    const Seen seen = popex(words, profile);
    EXPECT_EQ(seen.code, 0) << seen.err;
    EXPECT_EQ(complaints(seen.out), "");
  }
}

TEST(Validate, SaysOfEachFileWhetherItIsValid) {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.json", kSmallProfile);
  const std::string bad = folder.write("bad.json", "{\n  \"layers\": [}\n");
  const Seen one = popex({"validate", good});
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(one.out, good + ": valid, 2 layers, 1 branch, tiers edge → cloud\n");
  EXPECT_EQ(one.err, "");
  const Seen both = popex({"validate", bad, good});
  EXPECT_EQ(both.code, 2);
  EXPECT_EQ(both.out, one.out);
  EXPECT_EQ(both.err.find("popex: error: " + bad + ":2:14: not valid JSON: "), 0U) << both.err;
  const Seen in_json = popex({"validate", bad, good, "--format", "json"});
  EXPECT_EQ(in_json.code, 2);
  EXPECT_EQ(in_json.err, both.err);
  const nlohmann::json answer = nlohmann::json::parse(in_json.out);
  EXPECT_EQ(answer["error"]["code"], 2);
  EXPECT_EQ(answer["error"]["problems"].size(), 1U);
  ASSERT_EQ(answer["files"].size(), 2U);
  EXPECT_EQ(answer["files"][0]["valid"], true);
  EXPECT_EQ(answer["files"][0]["file"], good);
  EXPECT_EQ(answer["files"][1]["valid"], false);
  EXPECT_EQ(answer["files"][1]["file"], bad);
  EXPECT_EQ(answer["files"][1]["problems"], answer["error"]["problems"]);
  const Seen valid = popex({"validate", good, "--format", "json"});
  EXPECT_EQ(nlohmann::json::parse(valid.out)["files"][0]["layers"], 2);
}

TEST(Profiles, AreListed) {
  const Seen seen = popex({"profiles"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "alexnet-three-tier.json  8 layers, 2 branches, tiers device → edge → cloud\n"
            "alexnet-tx2.json         8 layers, 1 branch, tiers edge → cloud\n"
            "alexnet.json             8 layers, 1 branch, tiers edge → cloud\n"
            "b-alexnet-opencv.json    8 layers, 2 branches, tiers edge → cloud\n"
            "googlenet-opencv.json    76 layers, 2 branches, tiers edge → cloud\n"
            "inception.json           40 layers, 2 branches, tiers device → edge → cloud\n"
            "mobilenetv2-opencv.json  63 layers, 2 branches, tiers edge → cloud\n"
            "resnet18-opencv.json     29 layers, 1 branch, tiers edge → cloud\n"
            "resnet18.json            31 layers, 1 branch, tiers edge → cloud\n"
            "vgg16-opencv.json        16 layers, 0 branches, tiers edge → cloud\n");
  const Seen in_json = popex({"profiles", "--format", "json"});
  const auto answer = nlohmann::json::parse(in_json.out);
  EXPECT_EQ(answer["profiles"].size(), 10U);
  for (const auto& profile : answer["profiles"]) {
    EXPECT_GT(profile["description"].get<std::string>().size(), 100U);
  }
}

}  // namespace
}  // namespace popex::test
