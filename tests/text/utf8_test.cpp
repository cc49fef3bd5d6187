// SPDX-License-Identifier: MIT
#include "text/utf8.hpp"

#include <gtest/gtest.h>

namespace popex::text {
namespace {

TEST(Utf8, IsCharactersOfOneToFourBytes) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("conv1"));
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
  EXPECT_TRUE(is_utf8("\u0080\u07FF é"));
  EXPECT_TRUE(is_utf8("\u0800\uD7FF\uE000\uFFFF €"));
  EXPECT_TRUE(is_utf8("\U00010000\U0010FFFF 😀"));
}

TEST(Utf8, IsNotWhatEndsTooEarly) {
  EXPECT_FALSE(is_utf8("\xC3"));
  EXPECT_FALSE(is_utf8("\xE2\x82"));
  EXPECT_FALSE(is_utf8("\xF0\x9F\x98"));
  EXPECT_FALSE(is_utf8("\xE2\x82 a"));
}

TEST(Utf8, IsNotWhatBeginsInTheMiddle) {
  EXPECT_FALSE(is_utf8("\x80"));
  EXPECT_FALSE(is_utf8("a\xBF"));
}

TEST(Utf8, IsNoCharacterInMoreBytesThanItTakes) {
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xC1\xBF"));
  EXPECT_FALSE(is_utf8("\xE0\x9F\xBF"));
  EXPECT_FALSE(is_utf8("\xF0\x8F\xBF\xBF"));
}

TEST(Utf8, IsNoHalfOfAPairAndNothingBeyondUnicode) {
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xED\xBF\xBF"));
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(is_utf8("\xF8\x88\x80\x80\x80"));
  EXPECT_FALSE(is_utf8("\xFF"));
}

}  // namespace
}  // namespace popex::text
