// SPDX-License-Identifier: MIT
#include "background/exit_outcomes.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/records.hpp"

namespace popex::test {
namespace {

ExitRecords records_of(const std::string& table, const RecordsRequest& request = {}) {
  Result<ReadRecords> made = read(table, request);
  EXPECT_EQ(problem_lines(made), Lines{"no problem"});
  return made ? std::move(made->records) : ExitRecords{};
}

const char* const kTable =
    "blur,kind,label,logit_b1_0,logit_b1_1,correct_output\n"
    "0,a,0,1,0,1\n"
    "5,a,1,1,0,0\n"
    "5.0,b,1,0,2,1\n"
    "0,b,0,0,2,1\n";

TEST(SamplesWhere, HaveOneOfTheValuesOfEachColumn) {
  const ExitRecords records = records_of(kTable, {{}, {"blur", "kind"}, false, false});
  const auto where = [&](const std::vector<std::pair<std::string, std::string>>& values) {
    return samples_where(records, values, "--where");
  };
  EXPECT_EQ(*where({}), (SampleList{0, 1, 2, 3}));
  EXPECT_EQ(*where({{"blur", "5"}}), (SampleList{1, 2})) << "numbers are compared as such";
  EXPECT_EQ(*where({{"blur", "5"}, {"kind", "b"}}), SampleList{2});
  EXPECT_EQ(*where({{"kind", "a"}, {"kind", "b"}, {"blur", "0"}}), (SampleList{0, 3}));
  EXPECT_EQ(problem_lines(where({{"kind", "c"}, {"blur", "55"}})),
            (Lines{"--where: no sample has 'c' in column 'kind', expected one of a, b; did "
                   "you mean 'a'?",
                   "--where: no sample has '55' in column 'blur', expected one of 0, 5, 5.0; did "
                   "you mean '5'?"}));
}

TEST(GroupedBy, KeepsTheOrderOfTheTable) {
  const ExitRecords records = records_of(kTable, {{}, {"kind", "blur"}, false, false});
  const std::vector<SampleGroup> groups = grouped_by(records, {"kind"}, {1, 2, 3});
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].values, std::vector<std::string>{"a"});
  EXPECT_EQ(groups[0].samples, SampleList{1});
  EXPECT_EQ(groups[1].samples, (SampleList{2, 3}));
  EXPECT_EQ(grouped_by(records, {}, {0, 1}).front().samples, (SampleList{0, 1}));
}

TEST(OutcomesOf, AreThoseOfTheSamplesThatAreAskedFor) {
  const ExitRecords records = records_of(kTable);
  const Result<ExitOutcomes> outcomes = outcomes_of(records, {1, 2}, {}, "r.csv");
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(outcomes->samples, 2U);
  ASSERT_EQ(outcomes->branches.size(), 1U);
  EXPECT_EQ(outcomes->branches[0].name, "b1");
  EXPECT_NEAR(outcomes->branches[0].value[0], 1 / (1 + std::exp(-1.0)), 1e-15);
  EXPECT_NEAR(outcomes->branches[0].value[1], 1 / (1 + std::exp(-2.0)), 1e-15);
  EXPECT_EQ(outcomes->branches[0].correct, (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(outcomes->correct, (std::vector<std::uint8_t>{0, 1}));
}

TEST(OutcomesOf, NormalisedEntropyIsAShareOfTheLargest) {
  const ExitRecords records = records_of("logit_b1_0,logit_b1_1,conf_output\n1,1,0.5\n0,9,1\n");
  const CriterionRequest nats{ExitCriterion::entropy, false};
  const CriterionRequest normalised{ExitCriterion::entropy, true};
  EXPECT_NEAR(outcomes_of(records, {0}, nats, "")->branches[0].value[0], std::log(2.0), 1e-15);
  EXPECT_NEAR(outcomes_of(records, {0}, normalised, "")->branches[0].value[0], 1, 1e-15);
}

TEST(OutcomesOf, NeedWhatBranchesCompare) {
  const auto problems = [](const char* table, const CriterionRequest& request) {
    const ExitRecords records = records_of(table);
    return problem_lines(outcomes_of(records, {0}, request, "r.csv"));
  };
  EXPECT_EQ(problems("conf_b1,conf_output\n0.5,0.5\n", {ExitCriterion::entropy, false}),
            Lines{"r.csv: no entropy of exit 'b1', expected entropy_b1, logit_b1_CLASS or "
                  "prob_b1_CLASS"});
  EXPECT_EQ(problems("entropy_b1,conf_output\n0.5,0.5\n", {ExitCriterion::entropy, true}),
            Lines{"r.csv: how many classes exit 'b1' has is not known, expected its logits or "
                  "probabilities for a normalised entropy"});
  EXPECT_EQ(problems("conf_output\n0.5\n", {}),
            Lines{"r.csv: no exit but the main output, expected a branch's columns"});
}

TEST(AppendRecords, WantsTheSameExitsWithTheSameThingsKnown) {
  const RecordsRequest request{{}, {"kind"}, false, false};
  ExitRecords records = records_of("kind,conf_b1,conf_output\na,0.5,1\n", request);
  EXPECT_EQ(
      append_records(records, records_of("kind,conf_b1,conf_output\nb,0.25,0\na,0,0\n", request),
                     "s.csv"),
      Problems{});
  EXPECT_EQ(records.samples, 3U);
  EXPECT_EQ(records.exits[0].confidence, (std::vector<double>{0.5, 0.25, 0}));
  EXPECT_EQ(records.column("kind").value, (std::vector<std::uint32_t>{0, 1, 0}));
  EXPECT_EQ(problem_lines(append_records(
                records, records_of("kind,conf_b2,conf_output\nb,1,1\n", request), "s.csv")),
            Lines{"s.csv: exits b2, output, expected b1, output as in the file before"});
  EXPECT_EQ(
      problem_lines(append_records(
          records, records_of("kind,entropy_b1,conf_output,label\nb,1,1,0\n", request), "s.csv")),
      (Lines{"s.csv: the confidence of exit 'b1' is not known, expected the same as in the "
             "file before",
             "s.csv: the entropy of exit 'b1' is known, expected the same as in the file "
             "before",
             "s.csv: the label is known, expected the same as in the file before"}));
  EXPECT_EQ(records.samples, 3U);
}

}  // namespace
}  // namespace popex::test
