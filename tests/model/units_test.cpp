// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <type_traits>

#include <gtest/gtest.h>

#include <popex/units.hpp>

namespace popex {
namespace {

template <class A, class B>
concept CanAdd = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept CanMultiply = requires(A a, B b) {
  a* b;
};
template <class A, class B>
concept CanDivide = requires(A a, B b) {
  a / b;
};
template <class A, class B>
concept CanCompare = requires(A a, B b) {
  a < b;
};

// What physics allows …
static_assert(std::is_same_v<decltype(Bytes{} / Mbps{1}), Milliseconds>);
static_assert(std::is_same_v<decltype(Probability{} * Milliseconds(1)), Milliseconds>);
static_assert(std::is_same_v<decltype(Probability{} * Probability{}), Probability>);
static_assert(std::is_same_v<decltype(complement(Probability{})), Probability>);
static_assert(CanAdd<Milliseconds, Milliseconds>);
static_assert(CanCompare<Bytes, Bytes> && CanCompare<Mbps, Mbps>);

// … and what it does not must not compile.
static_assert(!CanAdd<Milliseconds, Bytes>);
static_assert(!CanAdd<Milliseconds, Mbps>);
static_assert(!CanAdd<Milliseconds, Probability>);
static_assert(!CanAdd<Milliseconds, double>);
static_assert(!CanAdd<Probability, Probability>);  // of exclusive events only; never needed
static_assert(!CanMultiply<Milliseconds, Milliseconds>);
static_assert(!CanMultiply<Bytes, Mbps>);
static_assert(!CanMultiply<Bytes, Probability>);
static_assert(!CanDivide<Mbps, Bytes>);
static_assert(!CanDivide<Bytes, Milliseconds>);
static_assert(!CanCompare<Bytes, Mbps> && !CanCompare<Bytes, double>);
static_assert(!std::is_convertible_v<double, Bytes> && !std::is_convertible_v<double, Mbps>);
static_assert(!std::is_convertible_v<double, Milliseconds>);

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Units, MegabitIsAMillionBitsAndByteIsEight) {
  // 1 MB = 8 Mbit takes a second at 8 Mbit/s.
  EXPECT_DOUBLE_EQ((Bytes{1e6} / Mbps{8}).count(), 1000);
  // 150528 · 8 / (1000 · 5.5) = 218.949…
  EXPECT_NEAR((Bytes{150528} / Mbps{5.5}).count(), 218.9498, 1e-4);
}

TEST(Units, NothingGetsThroughALinkThatIsDown) {
  EXPECT_EQ((Bytes{1} / Mbps{0}).count(), kInfinity);
}

TEST(Units, EmptyTensorTakesNoTimeOnAnyLink) {
  EXPECT_EQ((Bytes{0} / Mbps{0}).count(), 0);
  EXPECT_EQ((Bytes{0} / Mbps{5}).count(), 0);
}

TEST(Units, TransferOverAnEndlesslyFastLinkTakesNoTime) {
  EXPECT_EQ((Bytes{1e15} / Mbps{kInfinity}).count(), 0);
}

TEST(Units, WhatNeverHappensTakesNoTimeEvenIfItTookForever) {
  EXPECT_EQ((Probability{0} * Milliseconds(kInfinity)).count(), 0);
  EXPECT_EQ((Probability{0.5} * Milliseconds(kInfinity)).count(), kInfinity);
}

TEST(Units, ProbabilitiesMultiplyAndComplement) {
  EXPECT_DOUBLE_EQ((Probability{0.5} * Probability{0.4}).value, 0.2);
  EXPECT_DOUBLE_EQ(complement(Probability{0.3}).value, 0.7);
  EXPECT_EQ(complement(Probability{1}).value, 0);
}

}  // namespace
}  // namespace popex
