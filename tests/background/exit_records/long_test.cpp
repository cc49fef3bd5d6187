// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/random_seed.hpp"
#include "support/records.hpp"

namespace popex::test {
namespace {

using Values = std::vector<double>;
using Names = std::vector<std::string>;

/// The confidence of each exit, exit by exit.
std::vector<Values> confidences(const Result<ReadRecords>& made) {
  EXPECT_EQ(problem_lines(made), Lines{"no problem"});
  std::vector<Values> values;
  if (!made) return values;
  for (const ExitRecords::Exit& exit : made->records.exits) values.push_back(exit.confidence);
  return values;
}

TEST(LongRecords, RowsOfTheSameSampleFollowEachOther) {
  const Result<ReadRecords> made = read(
      "exit,label,confidence\n"
      "1,3,0.1\n2,3,0.2\n3,3,0.3\n"
      "1,3,0.4\n2,3,0.5\n3,3,0.6\n");
  EXPECT_EQ(confidences(made), (std::vector<Values>{{0.1, 0.4}, {0.2, 0.5}, {0.3, 0.6}}));
  EXPECT_EQ(made->records.exits[0].name, "b1");
  EXPECT_EQ(made->records.exits[1].name, "b2");
  EXPECT_EQ(made->records.exits[2].name, "output");
  EXPECT_EQ(made->records.label, (std::vector<std::int32_t>{3, 3}));
}

TEST(LongRecords, SampleIdsTieRowsInAnyOrder) {
  const Result<ReadRecords> made = read(
      "sample_id,exit,confidence\n"
      "7,b1,0.1\n8,b1,0.2\n9,b1,0.3\n"
      "9,output,0.9\n8,output,0.8\n7,output,0.7\n");
  EXPECT_EQ(confidences(made), (std::vector<Values>{{0.1, 0.2, 0.3}, {0.7, 0.8, 0.9}}));
}

TEST(LongRecords, SameSampleUnderAnotherConditionIsAnother) {
  const Result<ReadRecords> made = read(
      "id,blur,exit,confidence\n"
      "7,0,1,0.1\n7,0,2,0.2\n7,5,1,0.3\n7,5,2,0.4\n8,0,1,0.5\n8,0,2,0.6\n8,5,1,0.7\n8,5,2,0.8\n",
      {{}, {"blur"}, false, false});
  EXPECT_EQ(confidences(made), (std::vector<Values>{{0.1, 0.3, 0.5, 0.7}, {0.2, 0.4, 0.6, 0.8}}));
  EXPECT_EQ(made->records.column("blur").value, (std::vector<std::uint32_t>{0, 1, 0, 1}));
}

TEST(LongRecords, IdThatOnlyNumbersRowsTiesNothing) {
  const Result<ReadRecords> made =
      read("index,exit,confidence\n0,1.0,0.1\n1,2.0,0.2\n2,1.0,0.3\n3,2.0,0.4\n");
  EXPECT_EQ(confidences(made), (std::vector<Values>{{0.1, 0.3}, {0.2, 0.4}}));
}

TEST(LongRecords, ExitsMayHaveNames) {
  const Result<ReadRecords> made =
      read("exit,confidence\nfirst,0.1\nlast,0.2\nfirst,0.3\nlast,0.4\n",
           {{{"b1", "first"}, {"output", "last"}}, {}, false, false});
  EXPECT_EQ(confidences(made), (std::vector<Values>{{0.1, 0.3}, {0.2, 0.4}}));
  EXPECT_EQ(made->records.exits[0].name, "b1");
}

TEST(LongRecords, SampleWithoutARowForAnExitIsLeftOut) {
  const Result<ReadRecords> made =
      read("id,exit,confidence\n1,1,0.1\n1,2,0.2\n2,1,0.3\n3,1,0.5\n3,2,0.6\n");
  EXPECT_EQ(confidences(made), (std::vector<Values>{{0.1, 0.5}, {0.2, 0.6}}));
  EXPECT_EQ(made->notes, Names{"r.csv:4: 1 of 3 samples do not have what others have of every exit "
                               "and are left out; this is the first"});
}

TEST(LongRecords, ProblemsHaveTheirPlace) {
  const auto problems = [](const std::string& table) { return problem_lines(read(table)); };
  EXPECT_EQ(problems("id,exit,confidence\n1,1,0.1\n1,2,0.2\n1,2,0.3\n2,1,0\n2,2,0\n"),
            Lines{"r.csv:4: exit '2' of the same sample as in line 3, expected one row for each "
                  "sample and exit"});
  EXPECT_EQ(problems("exit,confidence\n,0.5\n"),
            Lines{"r.csv:2: column 'exit': empty, expected an exit's name or number"});
  EXPECT_EQ(problems("exit,confidence\na,0.5\nb,0.5\n"),
            Lines{"r.csv: no exit is called 'output', the main output, among a, b; --exit "
                  "output=NAME says which one it is"});
}

// The same random samples in both forms are the same records.
TEST(LongRecords, AreTheSameAsWideOnes) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    const std::size_t exits = integer_between(random, 1, 4);
    const std::size_t classes = integer_between(random, 2, 5);
    const std::size_t samples = integer_between(random, 1, 20);
    std::string wide = "id,condition,label";
    for (std::size_t e = 1; e <= exits; ++e) {
      for (std::size_t c = 0; c < classes; ++c) {
        wide += ",logit_" + std::to_string(e) + '_' + std::to_string(c);
      }
    }
    std::string narrow = "id,condition,label,exit";
    for (std::size_t c = 0; c < classes; ++c) narrow += ",logit_" + std::to_string(c);
    wide += '\n';
    narrow += '\n';
    for (std::size_t i = 0; i < samples; ++i) {
      const std::string about = std::to_string(i / 2) + ',' + (i % 2 == 0 ? "a" : "b") + ',' +
                                std::to_string(integer_between(random, 0, classes - 1));
      wide += about;
      for (std::size_t e = 1; e <= exits; ++e) {
        std::string logits;
        for (std::size_t c = 0; c < classes; ++c) {
          logits += ',' + std::to_string(real_between(random, -5, 5));
        }
        wide += logits;
        narrow += about + ',' + std::to_string(e) + logits + '\n';
      }
      wide += '\n';
    }
    const RecordsRequest request{{}, {"condition"}, false, true};
    const Result<ReadRecords> a = read(wide, request);
    const Result<ReadRecords> b = read(narrow, request);
    ASSERT_EQ(problem_lines(a), Lines{"no problem"});
    ASSERT_EQ(problem_lines(b), Lines{"no problem"});
    EXPECT_EQ(a->records.label, b->records.label);
    EXPECT_EQ(a->records.column("condition").value, b->records.column("condition").value);
    ASSERT_EQ(a->records.exits.size(), exits);
    ASSERT_EQ(b->records.exits.size(), exits);
    for (std::size_t e = 0; e < exits; ++e) {
      EXPECT_EQ(a->records.exits[e].name, b->records.exits[e].name);
      EXPECT_EQ(a->records.exits[e].scores, b->records.exits[e].scores);
      EXPECT_EQ(a->records.exits[e].confidence, b->records.exits[e].confidence);
      EXPECT_EQ(a->records.exits[e].entropy, b->records.exits[e].entropy);
      EXPECT_EQ(a->records.exits[e].correct, b->records.exits[e].correct);
    }
  }
}

}  // namespace
}  // namespace popex::test
