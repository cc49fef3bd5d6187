// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace popex {

/// How many bits are set in each byte of a word.
constexpr std::uint64_t bits_by_byte(std::uint64_t word) {
  word -= (word >> 1U) & 0x5555'5555'5555'5555U;
  word = (word & 0x3333'3333'3333'3333U) + ((word >> 2U) & 0x3333'3333'3333'3333U);
  return (word + (word >> 4U)) & 0x0f0f'0f0f'0f0f'0f0fU;
}

constexpr std::size_t sum_of_bytes(std::uint64_t word) {
  word = (word & 0x00ff'00ff'00ff'00ffU) + ((word >> 8U) & 0x00ff'00ff'00ff'00ffU);
  return static_cast<std::size_t>((word * 0x0001'0001'0001'0001U) >> 48U);
}

/// Samples of a set that leave at a branch, and how many of these are right there and at the main
/// output.
struct LeavingCounts {
  std::size_t all = 0;
  std::size_t right = 0;
  std::size_t right_at_end = 0;
};

/// All three at once, over sets of so many words. std::popcount is a call per word where the
/// compiler may not use the instruction; sums of bytes are what it vectorises.
inline LeavingCounts count_leaving(const std::uint64_t* set, const std::uint64_t* leaving,
                                   const std::uint64_t* right, const std::uint64_t* right_at_end,
                                   std::size_t words) {
  constexpr std::size_t most_words = 31;  // 8 bits each, in bytes up to 255
  LeavingCounts counts;
  for (std::size_t begin = 0; begin < words; begin += most_words) {
    const std::size_t end = begin + most_words < words ? begin + most_words : words;
    std::uint64_t all_bytes = 0;
    std::uint64_t right_bytes = 0;
    std::uint64_t end_bytes = 0;
    for (std::size_t w = begin; w < end; ++w) {
      const std::uint64_t both = set[w] & leaving[w];
      all_bytes += bits_by_byte(both);
      right_bytes += bits_by_byte(both & right[w]);
      end_bytes += bits_by_byte(both & right_at_end[w]);
    }
    counts.all += sum_of_bytes(all_bytes);
    counts.right += sum_of_bytes(right_bytes);
    counts.right_at_end += sum_of_bytes(end_bytes);
  }
  return counts;
}

}  // namespace popex
