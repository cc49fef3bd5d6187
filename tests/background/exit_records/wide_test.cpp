// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/records.hpp"

namespace popex::test {
namespace {

using Values = std::vector<double>;
using Classes = std::vector<std::int32_t>;
using Truths = std::vector<std::uint8_t>;
using Names = std::vector<std::string>;

Names exit_names(const ExitRecords& records) {
  Names names;
  for (const ExitRecords::Exit& exit : records.exits) names.push_back(exit.name);
  return names;
}

ExitRecords records_of(const std::string& table, const RecordsRequest& request = {}) {
  Result<ReadRecords> made = read(table, request);
  EXPECT_EQ(problem_lines(made), Lines{"no problem"});
  if (!made) return {};
  EXPECT_EQ(made->notes, Names{});
  return std::move(made->records);
}

TEST(WideRecords, ColumnsSayWhatTheyAreOf) {
  const ExitRecords records = records_of(
      "label,confidence_b1,correct_b1,entropy_b1,prediction_b1,confidence_output,correct_output\n"
      "3,0.5,1,0.7,3,0.75,0\n"
      "1,0.25,0,0.8,2,1,1\n");
  EXPECT_EQ(records.samples, 2U);
  EXPECT_EQ(records.label, (Classes{3, 1}));
  ASSERT_EQ(exit_names(records), (Names{"b1", "output"}));
  EXPECT_EQ(records.exits[0].confidence, (Values{0.5, 0.25}));
  EXPECT_EQ(records.exits[0].entropy, (Values{0.7, 0.8}));
  EXPECT_EQ(records.exits[0].prediction, (Classes{3, 2}));
  EXPECT_EQ(records.exits[0].correct, (Truths{1, 0}));
  EXPECT_EQ(records.exits[1].confidence, (Values{0.75, 1}));
  EXPECT_EQ(records.exits[1].entropy, Values{});
  EXPECT_EQ(records.exits[1].correct, (Truths{0, 1}));
}

TEST(WideRecords, WhatFollowsFromVectorsAndLabelsIsDerived) {
  const ExitRecords records = records_of(
      "target,logit_b1_0,logit_b1_1,logit_b1_2,prob_0,prob_1,prob_2\n"
      "0,2,0.5,-1,0.2,0.5,0.3\n"
      "2,-inf,0,0,0,0,1\n");
  ASSERT_EQ(exit_names(records), (Names{"b1", "output"}));
  const ExitRecords::Exit& b1 = records.exits[0];
  EXPECT_EQ(b1.classes, 3U);
  EXPECT_EQ(b1.scores, Values{}) << "not asked for";
  EXPECT_NEAR(b1.confidence[0], 0.7855970345892759, 1e-15);
  EXPECT_NEAR(b1.entropy[0], 0.6215846046792745, 1e-15);
  EXPECT_DOUBLE_EQ(b1.confidence[1], 0.5);
  EXPECT_EQ(b1.prediction, (Classes{0, 1}));
  EXPECT_EQ(b1.correct, (Truths{1, 0}));
  const ExitRecords::Exit& output = records.exits[1];
  EXPECT_EQ(output.confidence, (Values{0.5, 1}));
  EXPECT_NEAR(output.entropy[0], -(0.2 * std::log(0.2) + 0.5 * std::log(0.5) + 0.3 * std::log(0.3)),
              1e-15);
  EXPECT_EQ(output.entropy[1], 0);
  EXPECT_EQ(output.correct, (Truths{0, 1}));
}

TEST(WideRecords, VectorsStayWhereTheyAreAskedFor) {
  const ExitRecords records = records_of(
      "logit_b1_1,logit_b1_0,prob_output_0,prob_output_1\n2,1,0.25,0.75\n", {{}, {}, false, true});
  EXPECT_EQ(records.exits[0].scores, (Values{1, 2})) << "classes in their order";
  EXPECT_EQ(records.exits[1].scores, (Values{std::log(0.25), std::log(0.75)}));
}

TEST(WideRecords, LogitsGoBeforeProbabilitiesAndTheTableBeforeWhatIsDerived) {
  const ExitRecords records =
      records_of("confidence,prob_0,prob_1,logit_0,logit_1,prediction\n0.9,0.5,0.5,0,2,0\n",
                 {{}, {}, false, true});
  EXPECT_EQ(records.exits[0].scores, (Values{0, 2}));
  EXPECT_EQ(records.exits[0].confidence, Values{0.9});
  EXPECT_EQ(records.exits[0].prediction, Classes{0});
}

TEST(WideRecords, OptionsNameAndOrderExits) {
  const std::string table = "conf_branch_2,conf_branch_1,conf_last\n0.2,0.1,0.3\n";
  ExitRecords records = records_of(
      table, {{{"b1", "branch_1"}, {"b2", "branch_2"}, {"output", "last"}}, {}, false, false});
  EXPECT_EQ(exit_names(records), (Names{"b1", "b2", "output"}));
  EXPECT_EQ(records.exits[0].confidence, Values{0.1});
  EXPECT_EQ(records.exits[1].confidence, Values{0.2});
  // Without, the table's order stays.
  records = records_of(table, {{{"output", "last"}}, {}, false, false});
  EXPECT_EQ(exit_names(records), (Names{"branch_2", "branch_1", "output"}));
}

TEST(WideRecords, NumberedExitsAreBranchesAndTheOutput) {
  const ExitRecords records = records_of("conf_3,conf_1,conf_2\n0.3,0.1,0.2\n");
  EXPECT_EQ(exit_names(records), (Names{"b1", "b2", "output"}));
  EXPECT_EQ(records.exits[0].confidence, Values{0.1});
  EXPECT_EQ(records.exits[2].confidence, Values{0.3});
}

TEST(WideRecords, OtherColumnsAreKeptOnRequest) {
  const std::string table =
      "blur,conf_output,id,level\n\"5, or so\",0.5,17,a\n0,0.5,18,a\n\"5, or so\",0.5,19,b\n";
  EXPECT_TRUE(records_of(table).columns.empty());
  const ExitRecords records = records_of(table, {{}, {"blur"}, false, false});
  ASSERT_EQ(records.columns.size(), 1U);
  EXPECT_EQ(records.column("blur").values, (Names{"5, or so", "0"}));
  EXPECT_EQ(records.column("blur").value, (std::vector<std::uint32_t>{0, 1, 0}));
  EXPECT_EQ(records_of(table, {{}, {}, true, false}).columns.size(), 3U);
}

TEST(WideRecords, AreTheSameInEveryDressOfTheWorld) {
  const ExitRecords plain = records_of(
      "label,confidence_b1,correct_b1,logit_0,logit_1\n1,0.5,1,0.25,-1.5\n0,1,0,3,1e-3\n");
  for (const char* dressed : {
           // pandas: an index without a name, whole numbers as floats, truths as words
           ",label,confidence_b1,correct_b1,logit_0,logit_1\n0,1.0,0.5,True,0.25,-1.5\n"
           "1,0.0,1.0,False,3.0,0.001\n",
           "Unnamed: "
           "0,label,confidence_b1,correct_b1,logit_0,logit_1\r\n0,1.0,0.5,1.0,0.25,-1.5\r\n"
           "1,0.0,1.0,0.0,3.0,0.001",
           // Excel in half of Europe: a mark, semicolons, decimal commas
           "\xEF\xBB\xBFlabel;confidence_b1;correct_b1;logit_0;logit_1\r\n1;0,5;1;0,25;-1,5\r\n"
           "0;1,0;0;3;1,0e-3\r\n",
           "label\tconfidence_b1\tcorrect_b1\tlogit_0\tlogit_1\n1\t0.5\t1\t0,25\t-1.5\n"
           "0\t1\t0\t3\t1E-3\n",
           // quotes, blanks, blank lines, a sign
           "label,confidence_b1,correct_b1,logit_0,logit_1\n1,\"0,5\",1,\"0,25\",\"-1,5\"\n\n"
           "0,+1, 0 ,\"3\",1e-3\n\n",
       }) {
    SCOPED_TRACE(dressed);
    const ExitRecords records = records_of(dressed);
    EXPECT_EQ(records.label, plain.label);
    ASSERT_EQ(exit_names(records), exit_names(plain));
    for (std::size_t e = 0; e < plain.exits.size(); ++e) {
      EXPECT_EQ(records.exits[e].confidence, plain.exits[e].confidence);
      EXPECT_EQ(records.exits[e].entropy, plain.exits[e].entropy);
      EXPECT_EQ(records.exits[e].correct, plain.exits[e].correct);
    }
  }
}

TEST(WideRecords, RoundingBeyondTheEndOfARangeIsForgiven) {
  const ExitRecords records =
      records_of("conf_output,entropy_output\n1.0000001,-1.2e-7\n1e-400,0\n");
  EXPECT_EQ(records.exits[0].confidence, (Values{1, 0}));
  EXPECT_EQ(records.exits[0].entropy, (Values{0, 0}));
}

TEST(WideRecords, SampleWithoutAnExitIsLeftOutWithAWarning) {
  const Result<ReadRecords> made = read(
      "label,conf_b1,correct_b1,conf_output,correct_output\n"
      "1,0.5,1,0.9,1\n"
      "1,,,0.9,1\n"
      "1,0.7,1,0.8,0\n"
      "1,0.7,,0.8,0\n");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->records.samples, 2U);
  EXPECT_EQ(made->records.exits[0].confidence, (Values{0.5, 0.7}));
  EXPECT_EQ(made->records.exits[1].correct, (Truths{1, 0}));
  EXPECT_EQ(made->notes, Names{"r.csv:3: 2 of 4 samples do not have what others have of every exit "
                               "and are left out; this is the first"});
}

TEST(WideRecords, SampleWithoutALabelIsLeftOutWhereOthersHaveOne) {
  const std::string rows = "1,0.1,0.9\n,0.3,0.7\n0,0.6,0.4\n";
  const Result<ReadRecords> made = read("label,prob_0,prob_1\n" + rows);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->records.label, (Classes{1, 0}));
  EXPECT_EQ(made->records.exits[0].confidence, (Values{0.9, 0.6}));
  EXPECT_EQ(made->notes, Names{"r.csv:3: 1 of 3 samples have no label and are left out; this is "
                               "the first"});
  // Where the table says itself what is right, nothing is asked of the label.
  const ExitRecords records =
      records_of("label,correct_output,conf_output\n1,1,0.9\n,0,0.7\n0,1,0.4\n");
  EXPECT_EQ(records.samples, 3U);
  EXPECT_EQ(records.label, Classes{}) << "it is not known of all";
}

TEST(WideRecords, ColumnThatIsEmptyThroughoutIsNotThere) {
  const ExitRecords records = records_of("label,conf_output,entropy_output\n,0.5,\n,0.25,\n");
  EXPECT_EQ(records.label, Classes{});
  EXPECT_EQ(records.exits[0].confidence, (Values{0.5, 0.25}));
  EXPECT_EQ(records.exits[0].entropy, Values{});
  EXPECT_EQ(records.exits[0].correct, Truths{});
}

}  // namespace
}  // namespace popex::test
