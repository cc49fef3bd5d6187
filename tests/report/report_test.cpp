// SPDX-License-Identifier: MIT
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "report/csv.hpp"
#include "report/junit.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/wording.hpp"
#include "support/chain.hpp"

namespace popex::report {
namespace {

TEST(Wording, UsesUnitsThatPeopleRead) {
  EXPECT_EQ(duration(Milliseconds(0)), "0 ms");
  EXPECT_EQ(duration(Milliseconds(0.0005)), "500 ns");
  EXPECT_EQ(duration(Milliseconds(0.018)), "18 µs");
  EXPECT_EQ(duration(Milliseconds(83.6867)), "83.7 ms");
  EXPECT_EQ(duration(Milliseconds(999.96)), "1000 ms");
  EXPECT_EQ(duration(Milliseconds(123456)), "123 s");
  EXPECT_EQ(duration(Milliseconds(std::numeric_limits<double>::infinity())), "∞");
  EXPECT_EQ(size(Bytes{36864}), "36.9 kB");
  EXPECT_EQ(size(Bytes{0}), "0 B");
  EXPECT_EQ(size(Bytes{2.5e9}), "2.5 GB");
  EXPECT_EQ(percent(0.5057), "50.6 %");
  EXPECT_EQ(significant(1e9), "1e+09");
}

TEST(Wording, CountsColumnsAndNotBytes) {
  EXPECT_EQ(width_of("a … µ"), 5U);
  EXPECT_EQ(width_of(""), 0U);
}

TEST(Table, LinesUpWordsAndNumbers) {
  EXPECT_EQ(render_table({{"split", "ms"}, {"é", "1.5"}, {"longer", "10"}}, Page::terminal),
            "split    ms\né       1.5\nlonger   10\n");
}

TEST(Csv, QuotesNamesThatNeedIt) {
  ProfileData data = test::Chain(1000, {"edge", "cloud"}).layer({1, 1}, 10).data();
  data.layers[0].name = "a,\"b\" c";
  ProfileData::Layer last;
  last.name = "last";
  last.output = Bytes{1};
  last.time = {{"edge", Milliseconds(1)}, {"cloud", Milliseconds(1)}};
  data.layers.push_back(last);
  const Result<Profile> profile = make_profile(data);
  ASSERT_TRUE(profile.has_value());
  Scenario scenario;
  scenario.rate.all = Mbps{1};
  const Result<Planner> planner = Planner::make(*profile, scenario);
  ASSERT_TRUE(planner.has_value());
  SolveAnswer answer;
  answer.profile = &*profile;
  answer.decision = planner->all()[1];
  EXPECT_NE(render_csv(answer).find("\n\"a,\"\"b\"\" c\",1,0,"), std::string::npos)
      << render_csv(answer);
}

TEST(Junit, EscapesWhatXmlWouldRead) {
  CheckedBaseline baseline{"a<b>.json", "\"p\"&.json", {{}, {}}, {}};
  baseline.cases[1].differences = {"was 'x', is <y>", "\x01"};
  EXPECT_EQ(render_junit({baseline}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            "  <testsuite name=\"a&lt;b&gt;.json\" tests=\"2\" failures=\"1\" errors=\"0\">\n"
            "    <testcase classname=\"&quot;p&quot;&amp;.json\" name=\"case 1: \"/>\n"
            "    <testcase classname=\"&quot;p&quot;&amp;.json\" name=\"case 2: \">\n"
            "      <failure message=\"was 'x', is &lt;y&gt;; \\x01\"/>\n    </testcase>\n"
            "  </testsuite>\n</testsuites>\n");
}

}  // namespace
}  // namespace popex::report
