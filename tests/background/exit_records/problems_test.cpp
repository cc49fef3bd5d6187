// SPDX-License-Identifier: MIT
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "background/json_shape.hpp"
#include "support/problem_lines.hpp"
#include "support/records.hpp"

namespace popex::test {
namespace {

Lines problems(const std::string& table, const RecordsRequest& request = {}) {
  return problem_lines(read(table, request));
}

TEST(RecordsProblems, EachCellHasItsPlace) {
  EXPECT_EQ(problems("label,conf_b1,entropy_b1,correct_b1,pred_b1,conf_output\n"
                     "1,0.5,0.1,1,1,0.9\n"
                     "1,1.5,-1,2,0.5,nan\n"
                     "x,abc,inf,yes,-1,0.9\n"),
            (Lines{"r.csv:3: column 'conf_b1': 1.5, expected a number between 0 and 1",
                   "r.csv:3: column 'entropy_b1': -1, expected a number of at least 0",
                   "r.csv:3: column 'correct_b1': 2, expected 0 or 1",
                   "r.csv:3: column 'pred_b1': 0.5, expected a class, a whole number of at least 0",
                   "r.csv:3: column 'conf_output': nan, expected a number between 0 and 1",
                   "r.csv:4: column 'label': 'x', expected a class, a whole number of at least 0",
                   "r.csv:4: column 'conf_b1': 'abc', expected a number between 0 and 1",
                   "r.csv:4: column 'entropy_b1': inf, expected a number of at least 0",
                   "r.csv:4: column 'correct_b1': 'yes', expected 0 or 1",
                   "r.csv:4: column 'pred_b1': -1, expected a class, a whole number of at least "
                   "0"}));
}

TEST(RecordsProblems, VectorsHaveToMeanSomething) {
  EXPECT_EQ(problems("logit_0,logit_1\n1,nan\ninf,0\n-inf,-inf\n1,\n"),
            (Lines{"r.csv:2: column 'logit_1': nan, expected a logit, a finite number or -inf",
                   "r.csv:3: column 'logit_0': inf, expected a logit, a finite number or -inf",
                   "r.csv:4: column 'logit_0': -inf, as is every class of the exit, expected a "
                   "finite one",
                   "r.csv:5: column 'logit_1': empty, but other classes of the exit are not, "
                   "expected all or none"}));
  EXPECT_EQ(problems("label,prob_0,prob_1\n0,0.5,0.6\n0,-0.1,1.1\n2,0.5,0.5\n0,0.4995,0.5\n"),
            (Lines{"r.csv:2: column 'prob_0': the probabilities of the exit add up to 1.1, "
                   "expected 1",
                   "r.csv:3: column 'prob_0': -0.1, expected a probability between 0 and 1",
                   "r.csv:3: column 'prob_1': 1.1, expected a probability between 0 and 1",
                   "r.csv:4: label 2, but the vectors have classes 0 … 1"}));
}

TEST(RecordsProblems, CommaThatMayMeanThousandsIsNoDecimalMark) {
  EXPECT_EQ(problems("logit_0,logit_1\n\"1,234\",0\n\"1,23\",0\n\"0,234\",0\n\"1,2,3\",0\n"),
            (Lines{"r.csv:2: column 'logit_0': '1,234', expected a decimal point: the comma may "
                   "separate thousands",
                   "r.csv:5: column 'logit_0': '1,2,3', expected a logit, a finite number or "
                   "-inf"}));
  EXPECT_EQ(problems("logit_0;logit_1\n1,234;0\n"), Lines{"no problem"});
}

TEST(RecordsProblems, LinesHaveAsManyFieldsAsColumns) {
  EXPECT_EQ(problems("conf_b1,conf_output\n0.5\n0.5,0.5,0.5\n0.5,\"0.5\n0.5,\"0.5\"x\n"),
            (Lines{"r.csv:2: 1 fields, expected 2 as in the line of columns",
                   "r.csv:3: 3 fields, expected 2 as in the line of columns",
                   "r.csv:4: a quote that is not closed before the field's end",
                   "r.csv:5: a quote that is not closed before the field's end"}));
}

TEST(RecordsProblems, HeadingHasToTellOfExits) {
  EXPECT_EQ(problems(""), Lines{"r.csv: empty, expected a line of column names"});
  EXPECT_EQ(problems("\n\n"), Lines{"r.csv: empty, expected a line of column names"});
  EXPECT_EQ(problems("conf_output\n"), Lines{"r.csv: no rows, expected at least one sample"});
  EXPECT_EQ(problems("a,b\n1,2\n"),
            Lines{"r.csv:1: no column of an exit, expected confidence_EXIT, entropy_EXIT, "
                  "correct_EXIT, prediction_EXIT, logit_EXIT_CLASS or prob_EXIT_CLASS"});
  EXPECT_EQ(problems("conf_b1,confidence_b1,label,target,x,x\n"),
            (Lines{"r.csv:1: two columns say the same of exit 'b1', expected one",
                   "r.csv:1: two columns say label or target, expected one",
                   "r.csv:1: column 'x' is there twice"}));
  EXPECT_EQ(problems("logit_b1_0,logit_b1_2,prob_0\n"),
            (Lines{"r.csv:1: column 'logit_b1_2', but there are only 2 of this exit, expected "
                   "classes 0 … 1",
                   "r.csv:1: exit 'output' has a single class, expected at least 2"}));
  EXPECT_EQ(problems("conf_b\xFF,conf_output\n"),
            Lines{"r.csv:1: the name of column 1 is not UTF-8, expected text that is"});
}

TEST(RecordsProblems, OneExitIsTheMainOutput) {
  EXPECT_EQ(problems("conf_branch_1,conf_branch_2\n0.5,0.5\n"),
            Lines{"r.csv: no exit is called 'output', the main output, among branch_1, branch_2; "
                  "--exit output=NAME says which one it is"});
  EXPECT_EQ(problems("conf_branch_1,conf_output\n0.5,0.5\n",
                     {{{"b1", "brnch_1"}, {"output", "branch_1"}}, {}, false, false}),
            (Lines{"r.csv: no exit 'brnch_1', which --exit calls 'b1', expected one of branch_1, "
                   "output; did you mean 'branch_1'?",
                   "r.csv: two exits are called 'output', expected different names; --exit "
                   "NAME=COLUMNS gives one"}));
}

TEST(RecordsProblems, ColumnsThatAreAskedForHaveToBeThere) {
  EXPECT_EQ(problems("blur,level,conf_output\n5,1,0.5\n", {{}, {"blurr"}, false, false}),
            Lines{"r.csv:1: no column 'blurr', expected one of blur, level; did you mean 'blur'?"});
  EXPECT_EQ(problems("blur,conf_output\n\xFF,0.5\n", {{}, {"blur"}, false, false}),
            Lines{"r.csv:2: column 'blur': not UTF-8, expected text that is"});
}

TEST(RecordsProblems, NothingIsLeftWhereNoSampleIsComplete) {
  EXPECT_EQ(problems("conf_b1,conf_output\n0.5,\n,0.5\n"),
            Lines{"r.csv: no sample has the values of every exit and a label, expected at least "
                  "one"});
}

TEST(RecordsProblems, ManyAreCounted) {
  std::string table = "conf_output\n";
  for (std::size_t i = 0; i < JsonLimits::problems + 500; ++i) table += "2\n";
  const Lines lines = problems(table);
  ASSERT_EQ(lines.size(), JsonLimits::problems + 1);
  EXPECT_EQ(lines.back(), "r.csv: and 500 more problems");
}

}  // namespace
}  // namespace popex::test
