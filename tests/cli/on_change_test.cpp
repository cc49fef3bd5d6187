// SPDX-License-Identifier: MIT
#include "cli/on_change.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace popex::cli {
namespace {

using Words = std::vector<std::string>;

TEST(SplitWords, TakesBlanksForEnds) {
  EXPECT_EQ(split_words(" switch  --to\tedge\n"), (Words{"switch", "--to", "edge"}));
  EXPECT_EQ(split_words(""), Words{});
  EXPECT_EQ(split_words("  "), Words{});
}

TEST(SplitWords, KnowsQuotesAndBackslashes) {
  EXPECT_EQ(split_words(R"(a 'b c' "d e" f\ g)"), (Words{"a", "b c", "d e", "f g"}));
  EXPECT_EQ(split_words(R"('' "" x)"), (Words{"", "", "x"}));
  EXPECT_EQ(split_words(R"(a'b'"c"d)"), Words{"abcd"});
  EXPECT_EQ(split_words(R"("a 'b'" 'c "d"')"), (Words{"a 'b'", "c \"d\""}));
  EXPECT_EQ(split_words(R"("a\"b\\c\d" 'e\f')"), (Words{"a\"b\\c\\d", "e\\f"}));
}

TEST(SplitWords, KnowsNothingElseOfAShell) {
  EXPECT_EQ(split_words("echo $HOME *.txt | cat > x; y & #z"),
            (Words{"echo", "$HOME", "*.txt", "|", "cat", ">", "x;", "y", "&", "#z"}));
}

TEST(SplitWords, RefusesWhatHasNoEnd) {
  for (const char* text : {"'", "a 'b", "\"a", "\"a\\\"", "a\\"}) {
    EXPECT_EQ(split_words(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace popex::cli
