// SPDX-License-Identifier: MIT
#include "background/rate_traces/moment.hpp"

#include <array>
#include <cctype>
#include <chrono>
#include <cstddef>

#include "background/importers/lines.hpp"

namespace popex {
namespace {

constexpr int kMinutes = 60;

/// Reads a text from its beginning on.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// A whole number of so many digits.
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int value = 0;
    while (count < rest_.size() && count < most && is_digit(rest_[count])) {
      value = 10 * value + (rest_[count++] - '0');
    }
    if (count < least) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }
  /// One of these.
  char one_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return '\0';
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }
  double fraction() {
    double value = 0;
    for (double weight = 0.1; !rest_.empty() && is_digit(rest_.front()); weight /= 10) {
      value += weight * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  void skip_blanks() { rest_ = trimmed(rest_); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view rest_;
};

std::optional<long> day_number(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

/// "2023-04-20", "4/20/2023", "20.4.2023"; leaves the text where it is none.
bool read_date(Reader& text, Moment& moment) {
  Reader reader = text;
  const std::optional<int> first = reader.number(1, 4);
  const char separator = reader.one_of("-./");
  const std::optional<int> second = separator == '\0' ? std::nullopt : reader.number(1, 2);
  if (!first || !second || reader.one_of(std::string_view(&separator, 1)) == '\0') return false;
  const std::optional<int> third = reader.number(1, 4);
  if (!third) return false;
  constexpr int months = 12;
  constexpr int least_year = 1000;
  if (*first >= least_year) {
    moment.day = day_number(*first, *second, *third);
  } else if (*third >= least_year) {
    const bool day_first = separator == '.' || *first > months;
    moment.is_unclear_day =
        !day_first && *first != *second && *first <= months && *second <= months;
    moment.day =
        day_first ? day_number(*third, *second, *first) : day_number(*third, *first, *second);
  }
  if (!moment.day) return false;
  text = reader;
  return true;
}

/// "13:57:01.5", "13.57.01", "1:57 PM"; leaves the text where it is none.
std::optional<double> read_clock(Reader& text) {
  Reader reader = text;
  const std::optional<int> hours = reader.number(1, 2);
  const char separator = reader.one_of(":.");
  const std::optional<int> minutes = separator == '\0' ? std::nullopt : reader.number(2, 2);
  if (!hours || !minutes) return std::nullopt;
  double seconds = 0;
  if (reader.one_of(std::string_view(&separator, 1)) != '\0') {
    const std::optional<int> whole = reader.number(2, 2);
    if (!whole) return std::nullopt;
    seconds = *whole;
    if (reader.one_of(".,") != '\0') seconds += reader.fraction();
  } else if (separator == '.') {
    return std::nullopt;  // "13.57" is a number
  }
  int hour = *hours;
  Reader half = reader;
  half.skip_blanks();
  constexpr int noon = 12;
  const char letter = half.one_of("AaPp");
  if (letter != '\0' && half.one_of("Mm") != '\0') {
    if (hour < 1 || hour > noon) return std::nullopt;
    hour = hour % noon + (letter == 'P' || letter == 'p' ? noon : 0);
    reader = half;
  }
  constexpr int hours_a_day = 24;
  if (hour >= hours_a_day || *minutes >= kMinutes || seconds > kMinutes + 1) return std::nullopt;
  text = reader;
  return (hour * kMinutes + *minutes) * kMinutes + seconds;
}

/// "Z", "+02:00", "-0500", " CDT", " UTC"; false where something else is there.
bool read_zone(Reader& reader, Moment& moment) {
  reader.skip_blanks();
  if (reader.rest().empty()) return true;
  if (reader.rest() == "Z" || reader.rest() == "UTC" || reader.rest() == "GMT") return true;
  if (const char sign = reader.one_of("+-"); sign != '\0') {
    const std::optional<int> hours = reader.number(2, 2);
    reader.one_of(":");
    const std::optional<int> minutes = reader.rest().empty() ? 0 : reader.number(2, 2);
    if (!hours || !minutes || !reader.rest().empty()) return false;
    const double offset_s = (*hours * kMinutes + *minutes) * kMinutes;
    moment.time_s += sign == '+' ? -offset_s : offset_s;
    return true;
  }
  constexpr std::size_t longest = 5;
  if (reader.rest().size() > longest) return false;
  for (const char c : reader.rest()) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) return false;
  }
  moment.zone = reader.rest();
  return true;
}

/// "20230420135701".
std::optional<Moment> read_compact(std::string_view text) {
  constexpr std::size_t digits = 14;
  if (text.size() != digits) return std::nullopt;
  Reader reader(text);
  std::array<int, 6> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t width = i == 0 ? 4 : 2;
    const std::optional<int> part = reader.number(width, width);
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  const std::optional<long> day = day_number(parts[0], parts[1], parts[2]);
  if (!day || parts[3] >= 24 || parts[4] >= kMinutes || parts[5] > kMinutes) return std::nullopt;
  const double clock_s = (parts[3] * kMinutes + parts[4]) * kMinutes + parts[5];
  return Moment{static_cast<double>(*day) * kDay_s + clock_s, day, false, {}};
}

}  // namespace

std::optional<Moment> read_moment(std::string_view text) {
  text = trimmed(text);
  if (std::optional<Moment> compact = read_compact(text)) return compact;
  Moment moment;
  Reader reader(text);
  if (read_date(reader, moment)) {
    if (reader.one_of("T_") == '\0') {
      const std::size_t before = reader.rest().size();
      reader.skip_blanks();
      if (reader.rest().size() == before) return std::nullopt;
    }
    moment.time_s = static_cast<double>(*moment.day) * kDay_s;
  }
  const std::optional<double> clock_s = read_clock(reader);
  if (!clock_s) return std::nullopt;
  moment.time_s += *clock_s;
  if (!read_zone(reader, moment)) return std::nullopt;
  return moment;
}

}  // namespace popex
