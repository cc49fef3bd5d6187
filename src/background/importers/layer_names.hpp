// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace popex {

/// The names of a file's layers as a profile needs them: each once, none of those that a profile
/// keeps for itself.
class LayerNames {
 public:
  /// `name`, or with a number behind it where it is taken: "conv#2".
  std::string add(std::string_view name);

  /// Says which layers got another name, if any did.
  void note(std::vector<std::string>& notes) const;

 private:
  std::unordered_map<std::string, std::size_t> last_number_;  // by name; 0: not seen
  std::vector<std::string> numbered_;
};

/// What is assumed of files that do not say what each layer reads.
constexpr std::string_view kChainAssumed =
    "what each layer reads is not in the file: taken for a chain, in the order of execution";

/// And of those that do not say how many samples their times are of.
constexpr std::string_view kBatchAssumed = "no batch size in the file: taken for 1";

}  // namespace popex
