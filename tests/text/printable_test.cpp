// SPDX-License-Identifier: MIT
#include "text/printable.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "text/csv_rows.hpp"
#include "text/json_writer.hpp"

namespace popex::text {
namespace {

using namespace std::string_view_literals;

TEST(Printable, LeavesWhatCanBeShown) {
  for (const char* text : {"", "conv1", "µs é 漢 …", "\U0001F600", "\u200d", "\\x1b", "\u00a0"}) {
    EXPECT_EQ(printable(text), text);
    EXPECT_TRUE(is_printable_lines(text)) << text;
  }
}

TEST(Printable, EscapesWhatTerminalsObey) {
  EXPECT_EQ(printable("\x1b[31mRED\a"), R"(\x1b[31mRED\x07)");
  EXPECT_EQ(printable("a\0b"sv), R"(a\x00b)");
  EXPECT_EQ(printable("a\tb\nc\rd"), R"(a\x09b\x0ac\x0dd)");
  EXPECT_EQ(printable(" ~\x7f"), R"( ~\x7f)");
  EXPECT_EQ(printable("\u0080\u009b31m\u009f"), R"(\u0080\u009b31m\u009f)");
}

TEST(Printable, EscapesWhatTurnsTextAroundAndWhatXmlDoesNotHave) {
  EXPECT_EQ(printable("\u202e\u202a\u2066\u2069\u200e\u200f\u061c"),
            R"(\u202e\u202a\u2066\u2069\u200e\u200f\u061c)");
  EXPECT_EQ(printable("\u2028\u2029"), R"(\u2028\u2029)");
  EXPECT_EQ(printable("\uFFFD\uFFFE\uFFFF"), "\uFFFD\\ufffe\\uffff");
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("\xff"
                      "a\xc3"),
            R"(\xffa\xc3)");
  EXPECT_EQ(printable("\xc0\x80\xed\xa0\x80"), R"(\xc0\x80\xed\xa0\x80)");
}

TEST(Printable, KeepsTheLinesOfWhatHasSome) {
  EXPECT_TRUE(is_printable_lines("a\tb\nµ\n"));
  EXPECT_EQ(printable_lines("a\tb\n\x1b\n"), "a\tb\n\\x1b\n");
  for (const auto text : {"\x1b"sv, "a\r\n"sv, "µ\0"sv, "\x7f"sv, "\xff"sv, "\u009b"sv}) {
    EXPECT_FALSE(is_printable_lines(text)) << printable(text);
  }
}

TEST(Printable, IsWhatJsonEscapesInItsOwnWay) {
  std::string out;
  append_json_string(out, "\x1b\x7f\u009b\u202e\uFFFE\xff é");
  EXPECT_EQ(out, "\"\\u001b\\u007f\\u009b\\u202e\\ufffe\uFFFD é\"");
}

TEST(Printable, KeepsARowOfCsvOnOneLine) {
  std::string out;
  CsvRows rows(out);
  rows.field("a\nb,\"c\"").field("d").end_row();
  EXPECT_EQ(out, "\"a\\x0ab,\"\"c\"\"\",d\n");
}

}  // namespace
}  // namespace popex::text
