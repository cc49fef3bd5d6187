// SPDX-License-Identifier: MIT
#include "text/nearest_name.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace popex::text {
namespace {

const std::vector<std::string_view> kKeys = {"time_ms", "output_bytes", "name", "inputs", "type"};

TEST(NearestName, FindsLetterThatIsWrongMissingOrTooMany) {
  EXPECT_EQ(nearest_name("output_bites", kKeys), "output_bytes");
  EXPECT_EQ(nearest_name("outpt_bytes", kKeys), "output_bytes");
  EXPECT_EQ(nearest_name("output_bytess", kKeys), "output_bytes");
}

TEST(NearestName, SwappedNeighboursCountOnce) {
  // Two edits would be more than a third of four letters.
  EXPECT_EQ(nearest_name("anme", kKeys), "name");
  EXPECT_EQ(nearest_name("nmae", kKeys), "name");
}

TEST(NearestName, SomethingElseIsNear) {
  EXPECT_EQ(nearest_name("colour", kKeys), "");
  EXPECT_EQ(nearest_name("nmea", kKeys), "");  // two slips in four letters
}

TEST(NearestName, ShortWordsMayHaveOneSlip) {
  EXPECT_EQ(nearest_name("b2", {"b1"}), "b1");
  EXPECT_EQ(nearest_name("x", {"b1"}), "");
}

TEST(NearestName, NearestOfSeveralWins) {
  EXPECT_EQ(nearest_name("conv12", {"conv", "conv11x", "conv1", "conv13"}), "conv1");
}

TEST(NearestName, FirstOfEquallyNearWins) {
  EXPECT_EQ(nearest_name("conv3", {"conv1", "conv2"}), "conv1");
}

TEST(NearestName, NothingIsNearAnEmptyWord) { EXPECT_EQ(nearest_name("", {"a", ""}), ""); }

TEST(NearestName, NothingIsNearWhereThereIsNothing) { EXPECT_EQ(nearest_name("name", {}), ""); }

TEST(NearestName, VeryLongWordsAreNoSlips) {
  const std::string known(100, 'a');
  EXPECT_EQ(nearest_name(std::string(101, 'a'), {known}), "");
}

TEST(DidYouMean, AsksOnlyWhereSomethingIsNear) {
  EXPECT_EQ(did_you_mean("tpye", kKeys), "; did you mean 'type'?");
  EXPECT_EQ(did_you_mean("frequency", kKeys), "");
}

}  // namespace
}  // namespace popex::text
