// SPDX-License-Identifier: MIT
#include "text/csv_fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace popex::text {
namespace {

using Fields = std::vector<std::string>;

Fields fields(std::string_view line, char separator = ',') {
  return csv_fields(line, separator).value_or(Fields{"no fields"});
}

TEST(CsvFields, AreWhatStandsBetweenSeparators) {
  EXPECT_EQ(fields("a,b,c"), (Fields{"a", "b", "c"}));
  EXPECT_EQ(fields(" a , b "), (Fields{" a ", " b "}));
  EXPECT_EQ(fields("a;b,c;", ';'), (Fields{"a", "b,c", ""}));
}

TEST(CsvFields, EmptyFieldsCount) {
  EXPECT_EQ(fields(""), (Fields{""}));
  EXPECT_EQ(fields(","), (Fields{"", ""}));
  EXPECT_EQ(fields("a,,b,"), (Fields{"a", "", "b", ""}));
}

TEST(CsvFields, QuotesKeepSeparatorsAndQuotes) {
  EXPECT_EQ(fields(R"("a,b",c)"), (Fields{"a,b", "c"}));
  EXPECT_EQ(fields(R"("say ""no""","")"), (Fields{R"(say "no")", ""}));
  EXPECT_EQ(fields(R"("a",)"), (Fields{"a", ""}));
  EXPECT_EQ(fields(R"("""")"), (Fields{"\""}));
}

TEST(CsvFields, QuotesInsideAFieldAreLetters) {
  EXPECT_EQ(fields(R"(5" pipe,b"")"), (Fields{R"(5" pipe)", R"(b"")"}));
}

TEST(CsvFields, QuotesThatDoNotCloseAFieldAreNone) {
  for (const std::string_view line :
       {R"(")", R"("a)", R"(a,"b)", R"("a"b,c)", R"("a" ,c)", R"(""")"}) {
    EXPECT_EQ(csv_fields(line), std::nullopt) << line;
  }
}

}  // namespace
}  // namespace popex::text
