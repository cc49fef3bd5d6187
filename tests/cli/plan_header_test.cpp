// SPDX-License-Identifier: MIT
//
// Headers that plan writes are compiled as C and C++, without a warning, and asked.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <popex/planner.hpp>
#include <popex/profile_io.hpp>

#include "cli/surroundings.hpp"
#include "support/program.hpp"
#include "support/random_profile.hpp"

namespace popex::test {
namespace {

/// Reads values, and prints piece, E[T] and what the piece says of itself for each.
constexpr const char* kDriver = R"(#include "plan.h"
#include "plan.h"
#include <stdio.h>

int main(void) {
  double value;
  int link;
  while (scanf("%lf", &value) == 1) {
    const int piece = p_find(value);
    printf("%d %.17g", piece, p_expected_time_ms(piece, value));
    for (link = 0; link < P_LINKS; ++link) {
      const char *split = p_plan[piece].split[link];
      printf(" %d %d %s", p_plan[piece].layers[link], p_plan[piece].branches[link],
             split == NULL ? "NULL" : split);
    }
    printf("\n");
  }
  return p_plan[P_PIECES - 1].last == P_TO ? 0 : 1;
}
)";

const std::vector<std::string>& compilers() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> found{"gcc -std=c99", "gcc -std=c11", "g++ -std=c++11",
                                   "g++ -std=c++17", "g++ -std=c++20"};
    if (shell("command -v clang").code == 0) {
      found.insert(found.end(), {"clang -std=c99", "clang++ -std=c++11", "clang++ -std=c++20"});
    }
    return found;
  }();
  return all;
}

/// The answers of a header in `folder` to values, compiled by one compiler.
Seen ask(const TemporaryFolder& folder, const std::string& compiler,
         const std::vector<double>& values) {
  const bool is_cpp = compiler.find("++ ") != std::string::npos;
  const std::string source = is_cpp ? "driver.cpp" : "driver.c";
  folder.write(source, kDriver);
  std::string numbers;
  for (const double value : values) numbers += fmt::format("{:.17g}\n", value);
  folder.write("values", numbers);
  return shell(compiler +
                   " -Wall -Wextra -Werror -pedantic -Wconversion -ffp-contract=off -o driver " +
                   source + " && ./driver < values",
               folder.path());
}

void write_header(const TemporaryFolder& folder, const std::vector<std::string>& question) {
  std::vector<std::string> words{"plan", "--prefix", "p", "-o", folder.file("plan.h")};
  words.insert(words.end(), question.begin(), question.end());
  const Seen seen = popex(words);
  ASSERT_EQ(seen.code, 0) << seen.err;
  ASSERT_EQ(seen.err, "");
}

/// Rates around every breakpoint, at both ends, and in between.
std::vector<double> interesting_rates(const RateTable& table, Random& random) {
  std::vector<double> rates{0, -0.0, 1e-300, 1e9, 1e12};
  for (const Piece& piece : table.pieces()) {
    rates.insert(rates.end(), {piece.to, std::nextafter(piece.to, 0.0),
                               std::nextafter(piece.to, std::numeric_limits<double>::infinity())});
  }
  for (int i = 0; i < 100; ++i) rates.push_back(log_uniform(random, 1e-6, 1e9));
  return rates;
}

/// What the table says, as the driver prints it.
std::string expected_answers(const RateTable& table, const std::vector<double>& rates) {
  std::string lines;
  for (const double rate : rates) {
    const RateTable::Entry entry = table.at(Mbps{rate});
    lines += fmt::format("{} {:.17g}", entry.piece, entry.expected_time.count());
    for (const Handover& handover : *entry.placement) {
      lines += fmt::format(" {} {} *", handover.layers, handover.branches);
    }
    lines += '\n';
  }
  return lines;
}

/// The driver's lines without the names of splits.
std::string without_splits(const std::string& answers) {
  std::string out;
  for (const std::string& line : lines_of(answers)) {
    std::istringstream in(line);
    std::string word;
    for (std::size_t i = 0; in >> word; ++i) {
      out += (i > 0 ? " " : "") + (i >= 4 && i % 3 == 1 ? "*" : word);
    }
    out += '\n';
  }
  return out;
}

TEST(PlanHeader, SaysWhatTheRateTableSaysInEveryLanguage) {
  Random random = random_for_case(0);
  SCOPED_TRACE(trace_of_case(0));
  const TemporaryFolder folder;
  for (const char* name : {"alexnet.json", "alexnet-three-tier.json", "inception.json"}) {
    SCOPED_TRACE(name);
    const std::string file = (cli::bundled_profiles() / name).string();
    const Profile profile = load_profile(file).value();
    const bool several = profile.links().size() > 1;
    Scenario scenario;
    if (!several) scenario.rate.all = Mbps{1};
    const RateTable table = Planner::make(profile, scenario)->rate_table().value();
    write_header(folder, {"-p", file, "--over", several ? "rate:device-edge" : "rate"});
    const std::vector<double> rates = interesting_rates(table, random);
    for (const std::string& compiler : compilers()) {
      if (several && compiler != "gcc -std=c99" && compiler != "g++ -std=c++11") continue;
      const Seen seen = ask(folder, compiler, rates);
      EXPECT_EQ(seen.code, 0) << compiler;
      EXPECT_EQ(seen.err, "") << compiler;
      EXPECT_EQ(without_splits(seen.out), expected_answers(table, rates)) << compiler;
    }
  }
}

TEST(PlanHeader, SaysWhatTheRateTableSaysOfRandomNetworks) {
  for (std::uint64_t number = 1; number <= 6; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    RandomOptions options;
    options.most_tiers = 3;
    options.gamma = 0;
    const ProfileData data =
        number % 2 == 0 ? random_chain(random, options) : random_network(random, options);
    Scenario scenario = random_scenario(random, data, options);
    const Profile profile = make_profile(data).value();
    const RateTable table = Planner::make(profile, scenario)->rate_table().value();

    const TemporaryFolder folder;
    std::vector<std::string> question{"-p", folder.write("profile.json", write_profile(profile)),
                                      "--over", "rate:" + profile.links().front().name};
    for (const auto& [link, rate] : scenario.rate.named) {
      if (link == profile.links().front().name) continue;
      question.insert(question.end(), {"--rate", fmt::format("{}={}", link, rate.value)});
    }
    for (const auto& [link, latency] : scenario.latency.named) {
      question.insert(question.end(), {"--latency", fmt::format("{}={}", link, latency.count())});
    }
    write_header(folder, question);
    const std::vector<double> rates = interesting_rates(table, random);
    const Seen seen = ask(folder, compilers()[number % compilers().size()], rates);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    EXPECT_EQ(without_splits(seen.out), expected_answers(table, rates));
  }
}

TEST(PlanHeader, OverGammaAndProbabilityIsWhatBreakpointsSays) {
  const TemporaryFolder folder;
  for (const char* over : {"gamma", "probability"}) {
    const std::vector<std::string> question{"-p", "alexnet.json", "--over", over, "--rate", "wifi"};
    write_header(folder, question);
    std::vector<std::string> words{"breakpoints", "--format", "csv"};
    words.insert(words.end(), question.begin(), question.end());
    std::vector<double> ends;
    std::vector<double> times;
    std::vector<std::string> splits;
    const std::vector<std::string> rows = lines_of(popex(words).out);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      std::vector<std::string> fields;
      std::istringstream row(rows[i]);
      for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
      ends.push_back(std::min(std::stod(fields[1]), 1e9));  // the last one is without end
      splits.push_back(fields[2]);
      times.push_back(std::stod(fields[6]));
    }
    ASSERT_GE(ends.size(), 2U);
    for (const char* compiler : {"gcc -std=c99", "g++ -std=c++11"}) {
      const Seen seen = ask(folder, compiler, ends);
      ASSERT_EQ(seen.code, 0) << seen.err;
      const std::vector<std::string> answers = lines_of(seen.out);
      ASSERT_EQ(answers.size(), ends.size());
      for (std::size_t i = 0; i < ends.size(); ++i) {
        std::istringstream line(answers[i]);
        std::size_t piece = 0;
        double time = 0;
        line >> piece >> time;
        EXPECT_DOUBLE_EQ(time, times[i]);
        EXPECT_TRUE(piece == i || piece == i + 1) << piece;  // a tie is the edge's
      }
    }
  }
}

TEST(PlanHeader, NastyNamesComeThroughAndBreakNothing) {
  const std::vector<std::string> names{"quote\"back\\slash",
                                       "end */ int x; /*",
                                       "trigraph ?\?/ ?\?= ?",
                                       "Schicht-ä 層",
                                       "tab\tbell\a\x01"
                                       "7",
                                       "%s%n",
                                       "\xe2\x80\xae"
                                       "turned",
                                       "//* /*/ */"};
  ProfileData data;
  data.name = "*/ \"?\?/\t ä \\";
  data.tiers = {"a/*", "*/b"};
  data.input = Bytes{1e6};
  double size = 5e5;
  for (const std::string& name : names) {
    ProfileData::Layer layer;
    layer.name = name;
    layer.time = {{data.tiers[0], Milliseconds(10)}, {data.tiers[1], Milliseconds(1)}};
    layer.output = Bytes{size /= 3};
    data.layers.push_back(std::move(layer));
  }
  const Profile profile = make_profile(data).value();
  const TemporaryFolder folder;
  write_header(folder, {"-p", folder.write("profile.json", write_profile(profile))});
  folder.write("names.c", R"(#include "plan.h"
#include <stdio.h>
int main(void) {
  int i;
  for (i = 0; i < P_PIECES; ++i) printf("%s|", p_plan[i].split[0]);
  return 0;
})");
  std::string expected;
  Scenario scenario;
  scenario.rate.all = Mbps{1};
  const RateTable table = Planner::make(profile, scenario)->rate_table().value();
  for (const Piece& piece : table.pieces()) {
    const std::size_t layers = piece.placement.front().layers;
    expected += (layers == names.size() ? "output"
                 : layers == 0          ? "input"
                                        : names[layers - 1]) +
                "|";
  }
  for (const std::string compiler :
       {"gcc -x c -std=c99", "g++ -x c++ -std=c++11", "g++ -x c++ -std=c++20"}) {
    const Seen seen = shell(
        compiler + " -Wall -Wextra -Werror -pedantic -o names names.c && ./names", folder.path());
    EXPECT_EQ(seen.code, 0) << compiler;
    EXPECT_EQ(seen.err, "") << compiler;
    EXPECT_EQ(seen.out, expected) << compiler;
  }
  EXPECT_GT(table.pieces().size(), 5U);  // or hardly a name was seen

  // Without --prefix the names come from the profile's, which has not a single letter of ASCII.
  const Seen seen = popex({"plan", "-p", folder.file("profile.json"), "--format", "c"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_NE(seen.out.find("#ifndef NETWORK_PLAN_H"), std::string::npos) << seen.out;
}

}  // namespace
}  // namespace popex::test
