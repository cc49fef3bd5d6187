// SPDX-License-Identifier: MIT
//
// CSV and text tables of sweeps, whose columns depend on the profile.

#include "report/table.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/sweep.hpp"
#include "report/csv.hpp"
#include "report/sweep_text.hpp"
#include "report/text.hpp"
#include "report/wording.hpp"
#include "support/chain.hpp"

namespace popex::report {
namespace {

using test::chain;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Tables {
  std::string csv;
  std::string text;
};

Tables sweep_tables(const test::Chain& network, const SweepAxes& axes, const Profile& profile) {
  const Goal goal;
  Tables tables{sweep_csv_heading(profile, goal), sweep_text_heading(profile, goal)};
  Sweep sweep(profile, network.instance(), axes, goal);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const SweepPoint& point = sweep.at(i);
    append_sweep_csv(tables.csv, profile, goal, point);
    append_sweep_text(tables.text, profile, point);
  }
  return tables;
}

TEST(Table, MovesColumnsTogetherWhereNamesAloneDoNotMakeRoom) {
  // Eight columns of nine digits are 86 wide with two blanks between them, and 79 with one.
  const std::vector<std::string> digits(8, "123456789");
  const std::vector<std::string> lines =
      lines_of(render_table({std::vector<std::string>(8, "number"), digits}, Page::terminal));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1],
            "123456789 123456789 123456789 123456789 123456789 123456789 123456789 "
            "123456789");
  const std::vector<std::string> seven(7, "123456789");
  EXPECT_EQ(lines_of(render_table({seven, seven}, Page::terminal))[1].find("9  1"), 8U);
}

TEST(SweepTables, HaveTheColumnsOfTheContract) {
  const test::Chain network =
      chain(1000).layer({2, 1}, 500).branch({1, 0.5}, 0.4).layer({6, 3}, 10).rate({8});
  SweepAxes axes;
  axes.rates = {{2, 8}};
  const Tables tables = sweep_tables(network, axes, network.profile());
  EXPECT_EQ(tables.csv,
            "rate_mbps,latency_ms,gamma,p_b1,split,split_index,expected_time_ms,edge_ms,upload_ms,"
            "cloud_ms,offload_probability,label\n"
            "2,0,,0.4,v1,1,6,3,1.2,1.7999999999999998,0.6,v1 +b1\n"
            "8,0,,0.4,input,0,5,0,1,4,1,input\n");
  EXPECT_EQ(tables.text,
            "     Mbps      gamma      p(b1)       E[T]  split\n"
            "        2          -        0.4       6 ms  v1 +b1\n"
            "        8          -        0.4       5 ms  input\n");
}

TEST(SweepTables, NameLinksWhereThereAreSeveral) {
  const test::Chain network =
      chain(1000, test::three_tiers()).layer({9, 5, 1}, 500).rate({1, 2}).latency({3, 4});
  SweepAxes axes;
  axes.rates = {{1}, {2}};
  const std::vector<std::string> csv = lines_of(sweep_tables(network, axes, network.profile()).csv);
  ASSERT_EQ(csv.size(), 2U);
  EXPECT_EQ(csv[0],
            "rate_mbps_device-edge,rate_mbps_edge-cloud,latency_ms_device-edge,"
            "latency_ms_edge-cloud,gamma,split_device-edge,split_index_device-edge,"
            "split_edge-cloud,split_index_edge-cloud,expected_time_ms,device_ms,"
            "upload_ms_device-edge,edge_ms,upload_ms_edge-cloud,cloud_ms,"
            "offload_probability_device-edge,offload_probability_edge-cloud,label");
  EXPECT_EQ(csv[1], "1,2,3,4,,output,1,output,1,9,9,0,0,0,0,0,0,output | output");
}

TEST(SweepTables, QuoteNamesInHeadingsAndLineUpWideOnes) {
  ProfileData data = chain(1000).layer({2, 1}, 500).branch({1, 0.5}, 0.4).layer({6, 3}, 10).data();
  data.branches[0].name = "früher, \"Ausgang\"";
  const Profile profile = make_profile(data).value();
  Scenario scenario;
  scenario.rate.all = Mbps{8};
  const Goal goal;
  Sweep sweep(profile, make_instance(profile, scenario).value(), {{{8}}, {}, {}}, goal);
  EXPECT_NE(sweep_csv_heading(profile, goal).find(",\"p_früher, \"\"Ausgang\"\"\",split,"),
            std::string::npos)
      << sweep_csv_heading(profile, goal);
  std::string text = sweep_text_heading(profile, goal);
  append_sweep_text(text, profile, sweep.at(0));
  const std::vector<std::string> lines = lines_of(text);
  ASSERT_EQ(lines.size(), 2U);
  // The last column begins at the same place, in columns that people see.
  EXPECT_EQ(width_of(lines[0].substr(0, lines[0].find("split"))),
            width_of(lines[1].substr(0, lines[1].find("input"))))
      << text;
}

TEST(Csv, QuotesQuotesAndLeavesSpacesAlone) {
  ProfileData data = test::equal_layers(2);
  for (const auto& [name, shown] :
       {std::pair<std::string, std::string>{" a b ", " a b "}, {"\"", "\"\"\"\""}, {"é→", "é→"}}) {
    data.layers[0].name = name;
    const Profile profile = make_profile(data).value();
    Scenario scenario;
    scenario.rate.all = Mbps{8};
    const Planner planner = Planner::make(profile, scenario).value();
    SolveAnswer answer;
    answer.profile = &profile;
    answer.decision = planner.decide();
    answer.alternatives = planner.all();
    EXPECT_NE(render_csv(answer).find('\n' + shown + ",1,0,"), std::string::npos)
        << render_csv(answer);
  }
}

TEST(Table, KeepsRowsThatAreShorterThanTheHeading) {
  EXPECT_EQ(render_table({{"a", "b"}, {"1"}, {"22", "x"}}, Page::terminal), " a  b\n 1\n22  x\n");
}

TEST(Table, ShortensNamesThatDoNotFitOnThePage) {
  const std::string name = "in a_long_name_of_a_layer … another_long_name_of_a_layer | output";
  const std::string other = std::string(30, 'x');
  const std::string table = render_table({{"split", "kind", "edge ms", "interval"},
                                          {name, other, "12.5", "50 % (40 … 60)"},
                                          {"input", "y", "3", "1"}},
                                         Page::terminal);
  for (const std::string& line : lines_of(table)) EXPECT_LE(width_of(line), 80U) << line;
  // The widest column gives first; numbers and what begins with one stay. Of 80 columns 7 + 14 and
  // 3 gaps of 2 are taken: 26 and 27 are left.
  EXPECT_EQ(lines_of(table)[1],
            "in a_long_nam…yer | output  xxxxxxxxxxxxx…xxxxxxxxxxxxx     12.5  50 % (40 … 60)")
      << table;
}

TEST(Table, KeepsNamesApartThatItShortens) {
  std::vector<std::vector<std::string>> rows{{"label", "ms"}};
  for (const char* const middle : {"one", "two", "three", "two"}) {
    rows.push_back({std::string(60, 'a') + middle + std::string(60, 'z'), "1"});
  }
  const std::vector<std::string> lines = lines_of(render_table(rows, Page::terminal));
  const auto name = [&](std::size_t row) { return lines.at(row).substr(0, lines[row].find(' ')); };
  EXPECT_NE(name(1), name(2));
  EXPECT_NE(name(2), name(3));
  EXPECT_NE(name(1), name(3));
  EXPECT_EQ(name(2), name(4));
  for (const std::string& line : lines) EXPECT_LE(width_of(line), 80U) << line;
  // In a pipe and in files everything is as it is.
  const std::vector<std::string> whole = lines_of(render_table(rows, Page::endless));
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_TRUE(whole[i].starts_with(rows[i][0]));
}

TEST(Wording, ShortensDifferentNamesToDifferentOnes) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(shortened_apart({"abcdefgh", "abcXefgh", "abc…fgh", "abcdefgh"}, 7),
            (Names{"ab…gh#2", "ab…gh#3", "abc…fgh", "ab…gh#2"}));
  EXPECT_EQ(shortened_apart({"short", "", "short"}, 7), (Names{"short", "", "short"}));
}

TEST(Wording, KeepsThreeDigitsAtTheEdgeOfAUnit) {
  EXPECT_EQ(duration(Milliseconds(0.0999999)), "100 µs");
  EXPECT_EQ(duration(Milliseconds(9999.9)), "10000 ms");
  EXPECT_EQ(duration(Milliseconds(1e12)), "1e+09 s");
  EXPECT_EQ(duration(Milliseconds(1e-300)), "1e-294 ns");
  EXPECT_EQ(size(Bytes{999.4}), "999 B");
  EXPECT_EQ(size(Bytes{999999}), "1000 kB");
  EXPECT_EQ(size(Bytes{1e15}), "1000000 GB");
  EXPECT_EQ(percent(0), "0 %");
  EXPECT_EQ(percent(1), "100 %");
  EXPECT_EQ(significant(0), "0");
  EXPECT_EQ(significant(999.96), "1000");
  EXPECT_EQ(significant(0.0004), "0.0004");
}

TEST(Wording, ListsFourBranchesOfAScenarioAtMost) {
  Scenario scenario;
  scenario.rate.named = {{"edge-cloud", Mbps{5.5}}};
  scenario.latency.named = {{"edge-cloud", Milliseconds(20)}};
  scenario.gamma = 10;
  EXPECT_EQ(scenario_in_words(scenario), "edge-cloud 5.5 Mbps + 20 ms, gamma 10");
  for (const char* branch : {"b1", "b2", "b3", "b4", "b5"}) {
    scenario.exit_probability.named.emplace_back(branch, Probability{0.5});
  }
  EXPECT_EQ(scenario_in_words(scenario),
            "edge-cloud 5.5 Mbps + 20 ms, gamma 10, p(b1) = 0.5, p(b2) = 0.5, p(b3) = 0.5, "
            "p(b4) = 0.5, …");
}

TEST(Wording, ShortensListsOfLayersAndBranches) {
  const Profile profile = make_profile(test::equal_layers(5)).value();
  EXPECT_EQ(layer_names(profile, {}), "");
  EXPECT_EQ(layer_names(profile, {{2, 3}}), "v3");
  EXPECT_EQ(layer_names(profile, {{2, 4}}), "v3, v4");
  EXPECT_EQ(layer_names(profile, {{0, 5}}), "v1 … v5");
  EXPECT_EQ(layer_names(profile, {{0, 3}, {4, 5}}), "v1 … v3, v5");
  EXPECT_EQ(split_name(profile, 0), "input");
  EXPECT_EQ(split_name(profile, 5), "output");
}

}  // namespace
}  // namespace popex::report
