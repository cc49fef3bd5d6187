// SPDX-License-Identifier: MIT
#include "background/json_shape.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

/// {"n": number, "t": text, "o": {"b": boolean}, "l": [number …], "m": {name: number …}}; n is
/// required.
class JsonShapes : public testing::Test {
 protected:
  Lines read(const std::string& json) {
    using S = JsonShape;
    const S shape = S::object(
        {S::required("n", S::number([this](double v) { numbers_.push_back(v); })),
         S::optional("t", S::text([this](std::string& t) { texts_.push_back(t); })),
         S::optional("o", S::object({S::required(
                              "b", S::boolean([this](bool b) { booleans_.push_back(b); }))})),
         S::optional("l", S::list(S::number([this](double v) { numbers_.push_back(v); }),
                                  [this] { ++elements_; })),
         S::optional("m", S::map([this](const std::string& key) { texts_.push_back(key); },
                                 S::number([this](double v) { numbers_.push_back(v); }))),
         S::optional("e", S::either(S::nothing(), S::text([](std::string&) {}))),
         S::optional("x", S::anything())});
    return problem_lines(read_json(json, shape));
  }

  std::vector<double> numbers_;
  std::vector<std::string> texts_;
  std::vector<bool> booleans_;
  int elements_ = 0;
};

TEST_F(JsonShapes, TakeWhatIsThere) {
  EXPECT_EQ(read(R"({"n": -1.5e3, "t": "é", "o": {"b": true}, "l": [1, 2], "m": {"k": 3}, "e": null,
                     "x": [{"any": [1, "t"]}]})"),
            Lines{});
  EXPECT_EQ(numbers_, (std::vector<double>{-1500, 1, 2, 3}));
  EXPECT_EQ(texts_, (std::vector<std::string>{"é", "k"}));
  EXPECT_EQ(booleans_, std::vector<bool>{true});
}

TEST_F(JsonShapes, ReportEveryWrongTypeAndTakeTheRest) {
  EXPECT_EQ(read(R"({"n": "1", "t": 5, "o": [{"b": 1}], "l": [1, "a", [7], 2], "m": {"k": null},
                     "e": 4})"),
            (Lines{"/n: a string, expected a number", "/t: a number, expected a string",
                   "/o: an array, expected an object", "/l/1: a string, expected a number",
                   "/l/2: an array, expected a number", "/m/k: null, expected a number",
                   "/e: a number, expected a string or null"}));
  EXPECT_EQ(numbers_, (std::vector<double>{1, 2}));
  EXPECT_EQ(elements_, 4);
}

TEST_F(JsonShapes, ReportUnknownDuplicateAndMissingKeys) {
  EXPECT_EQ(read(R"({"t": "a", "t": "b", "a/b~c": 1, "o": {}})"),
            (Lines{"/t: given twice", "/a~1b~0c: unknown key, expected one of n, t, o, l, m, e, x",
                   "/o/b: missing, expected true or false", "/n: missing, expected a number"}));
  EXPECT_EQ(texts_, std::vector<std::string>{"a"});
}

TEST_F(JsonShapes, PlaceWhatIsNotJsonByLineAndColumn) {
  const auto place = [&](const std::string& json) {
    const Lines lines = read(json);
    EXPECT_EQ(lines.size(), 1U) << json;
    return lines.empty() ? "" : lines[0].substr(0, lines[0].find(": "));
  };
  EXPECT_EQ(place(""), ":1:1");
  EXPECT_EQ(place("{\n  \"n\": 1,\n  \"t\" 5}"), ":3:7");
  EXPECT_EQ(place("{\"n\": 1} x"), ":1:10");
  EXPECT_EQ(place("{\"n\": 01}"), ":1:8");
  EXPECT_EQ(place("{\"n\": 1e999}"), ":1:11");
  EXPECT_EQ(place("{\"n\": 1, \"t\": \"\xff\"}"), ":1:16");
  EXPECT_EQ(place("{\"n\": NaN}"), ":1:7");
}

TEST_F(JsonShapes, StopAtATokenLongerThanAnyName) {
  const std::string most(JsonLimits::token, '1');
  const std::string wrong = ": a text or number of more than 1048576 bytes, the most that is read";
  EXPECT_EQ(read("{\"n\": 1, \"t\": \"" + most + "\"}"), Lines{});
  EXPECT_EQ(texts_, std::vector<std::string>{most});
  EXPECT_EQ(read("{\"n\": 1, \"t\": \"" + most + "1\"}"), Lines{":1:1048592" + wrong});
  EXPECT_EQ(read("{\"n\": 1, \"t\": \"\\\"" + most), Lines{":1:1048592" + wrong});
  EXPECT_EQ(read("[" + most + "1]"), Lines{":1:1048578" + wrong});
  // Many of them are no long one.
  std::string many = "{\"n\": 1, \"l\": [1";
  for (int i = 0; i < 300'000; ++i) many += ", 234";
  EXPECT_EQ(read(many + "]}"), Lines{});
}

TEST_F(JsonShapes, QuoteALittleOfWhatIsNoJson) {
  const Lines lines = read("{\"n\": \"" + std::string(100'000, 'x'));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LT(lines[0].size(), 400U);
  EXPECT_TRUE(lines[0].ends_with("…")) << lines[0];
}

TEST_F(JsonShapes, StopAtHostileDepth) {
  std::string deep = R"({"n": 1, "x": )";
  for (int i = 0; i < 1'000'000; ++i) deep += '[';
  const Lines lines = read(deep);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find("nested deeper than 64 levels"), std::string::npos);
}

TEST_F(JsonShapes, CountProblemsBeyondAThousand) {
  std::string json = R"({"n": 1, "l": [)";
  for (int i = 0; i < 1500; ++i) json += i == 0 ? "\"a\"" : ",\"a\"";
  const Lines lines = read(json + "]}");
  ASSERT_EQ(lines.size(), 1001U);
  EXPECT_EQ(lines.back(), ": and 500 more problems");
}

}  // namespace
}  // namespace popex::test
