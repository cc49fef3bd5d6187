// SPDX-License-Identifier: MIT
#include "background/rate_traces/columns.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "background/rate_traces/trace_units.hpp"

namespace popex {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 9> kTimes = {
    "time", "timestamp", "datetime", "t", "ts", "elapsed", "epoch", "start", "timestamps"};
constexpr std::array<std::string_view, 13> kBesideTimes = {
    "date",   "stamp",       "unix",  "utc",  "local",    "gps", "iso",
    "sample", "measurement", "since", "test", "interval", "log"};
constexpr std::array<std::string_view, 11> kRates = {
    "rate",    "bitrate", "throughput", "bandwidth", "goodput",    "datarate",
    "thruput", "thpt",    "tput",       "bw",        "throughputs"};
constexpr std::array<std::string_view, 13> kOtherRates = {
    "loss", "error", "frame",  "frames", "sample",  "sampling", "packet",
    "drop", "code",  "coding", "heart",  "success", "refresh"};
constexpr std::array<std::string_view, 9> kUploads = {"upload", "uplink", "ul",     "up",      "tx",
                                                      "sent",   "send",   "sender", "upstream"};
constexpr std::array<std::string_view, 9> kDownloads = {
    "download", "downlink", "dl", "down", "rx", "received", "receive", "receiver", "downstream"};
constexpr std::array<std::string_view, 2> kSpeeds = {"speed", "velocity"};
constexpr std::array<std::string_view, 5> kPlain = {"speed", "avg", "average", "mean", "measured"};

bool is_in(const std::string& word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
bool has_any(const std::vector<std::string>& name, Words words) {
  return std::any_of(name.begin(), name.end(),
                     [&](const std::string& word) { return is_in(word, words); });
}

bool may_be_time(const std::string& name) {
  const ColumnUnit unit = unit_in(text::Measure::time, name);
  std::vector<std::string> words = words_of(name);
  const std::vector<std::string> of_unit = words_of(unit.text);
  if (!of_unit.empty() && words == of_unit) return unit.text.size() > 1 || name.size() == 1;
  if (!of_unit.empty() && words.back() == of_unit.back()) words.pop_back();
  return has_any(words, kTimes) && std::all_of(words.begin(), words.end(), [](const auto& word) {
           return is_in(word, kTimes) || is_in(word, kBesideTimes);
         });
}

bool may_be_rate(const std::string& name) {
  const std::vector<std::string> words = words_of(name);
  if (!unit_in(text::Measure::rate, name).text.empty()) return true;
  if (has_any(words, kRates)) return !has_any(words, kOtherRates);
  const bool has_direction = has_any(words, kUploads) || has_any(words, kDownloads);
  return has_direction && std::all_of(words.begin(), words.end(), [](const auto& word) {
           return is_in(word, kUploads) || is_in(word, kDownloads) || is_in(word, kPlain);
         });
}

}  // namespace

std::vector<std::size_t> time_columns(const std::vector<std::string>& names) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (may_be_time(names[i]) && unit_in(text::Measure::rate, names[i]).text.empty()) {
      found.push_back(i);
    }
  }
  return found;
}

std::vector<std::size_t> rate_columns(const std::vector<std::string>& names) {
  std::vector<std::size_t> found;
  std::vector<std::size_t> others;  // than downloads
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!may_be_rate(names[i])) continue;
    found.push_back(i);
    if (!is_of_download(names[i])) others.push_back(i);
  }
  const bool are_uploads =
      !others.empty() && std::all_of(others.begin(), others.end(),
                                     [&](auto i) { return has_any(words_of(names[i]), kUploads); });
  return are_uploads ? others : found;
}

bool is_speed_alone(std::string_view name) {
  return has_any(words_of(name), kSpeeds) && !may_be_rate(std::string(name));
}

bool is_of_download(std::string_view name) { return has_any(words_of(name), kDownloads); }

}  // namespace popex
