// SPDX-License-Identifier: MIT
#include "text/json_writer.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace popex::text {
namespace {

TEST(JsonWriter, PutsMembersOnLinesAndInlineOnesOnOne) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("name", "alexnet").key("tiers").begin_array(Layout::inline_);
  json.value("edge").value("cloud").end_array().key("layers").begin_array();
  json.begin_object(Layout::inline_).member("name", "conv1").member("bytes", 5.5).end_object();
  json.begin_object(Layout::inline_).member("name", "conv2").member("bytes", 2.0).end_object();
  json.end_array().end_object();
  EXPECT_EQ(out, R"({
  "name": "alexnet",
  "tiers": ["edge", "cloud"],
  "layers": [
    {"name": "conv1", "bytes": 5.5},
    {"name": "conv2", "bytes": 2}
  ]
}
)");
}

TEST(JsonWriter, InlineDocumentHasNoSpaceAndNoLine) {
  std::string out;
  JsonWriter json(out, Layout::inline_);
  json.begin_object().member("a", 1.0).key("b").begin_array(Layout::lines);
  json.value(true).value(false).null().end_array().end_object();
  EXPECT_EQ(out, R"({"a":1,"b":[true,false,null]})");
}

TEST(JsonWriter, NothingInsideAnInlinePartBreaksTheLine) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("a").begin_array(Layout::inline_);
  json.begin_object(Layout::lines).member("x", 1.0).member("y", 2.0).end_object();
  json.begin_array(Layout::lines).value(3.0).end_array().end_array().end_object();
  EXPECT_EQ(out, "{\n  \"a\": [{\"x\": 1, \"y\": 2}, [3]]\n}\n");
}

TEST(JsonWriter, EmptyObjectAndArrayStayOnOneLine) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("a").begin_object().end_object();
  json.key("b").begin_array().end_array().end_object();
  EXPECT_EQ(out, "{\n  \"a\": {},\n  \"b\": []\n}\n");
}

TEST(JsonWriter, EscapesWhatJsonAsksFor) {
  std::string out;
  append_json_string(out, std::string("a\"b\\c\nd\te\rf\0g\x1f/", 15));
  EXPECT_EQ(out, R"("a\"b\\c\nd\te\u000df\u0000g\u001f/")");
}

TEST(JsonWriter, PassesUtf8OnAsItIs) {
  std::string out;
  append_json_string(out, "Schicht ä 層 ~");
  EXPECT_EQ(out, "\"Schicht ä 層 ~\"");
}

TEST(JsonWriter, ReplacesBytesThatAreNoUtf8) {
  // RFC 3629: the least and the most that each length can say, and what lies just outside.
  for (const char* good : {"\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xef\xbf\xbd", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    std::string out;
    append_json_string(out, std::string("a") + good + "b");
    EXPECT_EQ(out, std::string("\"a") + good + "b\"");
  }
  const std::string replacement = "\xef\xbf\xbd";
  for (const char* bad :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98"}) {
    std::string out;
    append_json_string(out, std::string("a") + bad);
    std::string expected = "\"a";
    for (std::size_t i = 0; i < std::string(bad).size(); ++i) expected += replacement;
    EXPECT_EQ(out, expected + '"');
  }
}

TEST(JsonWriter, EscapesKeysThatAreNames) {
  std::string out;
  JsonWriter json(out, Layout::inline_);
  json.begin_object().member(std::string("a\"\n"), 1.0).end_object();
  EXPECT_EQ(out, R"({"a\"\n":1})");
}

TEST(JsonWriter, InfinityAndNanBecomeNull) {
  std::string out;
  JsonWriter json(out, Layout::inline_);
  const double infinity = std::numeric_limits<double>::infinity();
  json.begin_array().value(infinity).value(-infinity);
  json.value(std::numeric_limits<double>::quiet_NaN()).value(1e308).end_array();
  EXPECT_EQ(out, "[null,null,null,1e+308]");
}

TEST(JsonWriter, CountsKeepAllTheirDigits) {
  std::string out;
  JsonWriter json(out, Layout::inline_);
  json.begin_array().value(std::size_t{9'007'199'254'740'993}).end_array();  // 2^53 + 1
  EXPECT_EQ(out, "[9007199254740993]");
}

TEST(JsonWriter, TextIsNotTakenForABoolean) {
  std::string out;
  JsonWriter json(out, Layout::inline_);
  json.begin_array().value("literal").value(std::string("string")).end_array();
  EXPECT_EQ(out, R"(["literal","string"])");
}

TEST(JsonWriter, AppendsToWhatIsThere) {
  std::string out = "data: ";
  JsonWriter(out, Layout::inline_).begin_array().end_array();
  EXPECT_EQ(out, "data: []");
}

}  // namespace
}  // namespace popex::text
