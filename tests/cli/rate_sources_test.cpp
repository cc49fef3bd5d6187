// SPDX-License-Identifier: MIT
//
// Where rates come from, with a clock that nobody has to wait for.

#include "cli/rate_sources/rate_sources.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/failure.hpp"
#include "cli/rate_sources/interface.hpp"
#include "cli/rate_sources/iperf3.hpp"
#include "cli/rate_sources/told_rates.hpp"
#include "cli/rate_sources/transfers.hpp"
#include "support/problem_lines.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

using cli::RateEvent;
using cli::RateSourceParts;
using Kind = RateEvent::Kind;

/// Is where it has to be at once.
class JumpingClock : public cli::Clock {
 public:
  double now_s() override { return time_s; }
  bool wait_until(double until_s) override {
    if (until_s > end_s) return false;
    if (until_s > time_s) {
      time_s = until_s;
      if (on_jump) on_jump();
    }
    return true;
  }

  double time_s = 0;
  double end_s = std::numeric_limits<double>::infinity();
  std::function<void()> on_jump;
};

/// Hands its pieces on one by one, each a second after the one before.
class Pieces : public cli::ByteInput {
 public:
  Pieces(JumpingClock& clock, std::vector<std::string> pieces)
      : clock_(clock), pieces_(std::move(pieces)) {}
  std::size_t read(char* to, std::size_t most) override {
    if (next_ == pieces_.size()) return 0;
    std::string& piece = pieces_[next_];
    const std::size_t count = piece.copy(to, most);
    piece.erase(0, count);
    if (piece.empty()) ++next_;
    clock_.time_s += 1;
    return count;
  }

 private:
  JumpingClock& clock_;
  std::vector<std::string> pieces_;
  std::size_t next_ = 0;
};

/// A source of lines that come in these pieces, and what it says, an event a line.
template <class Source>
Lines events_of(std::vector<std::string> pieces, Milliseconds assumed_latency = {}) {
  JumpingClock clock;
  Pieces input(clock, std::move(pieces));
  cli::LineReader reader(input, clock);
  Source source(RateSourceParts{
      .lines = reader, .clock = clock, .assumed_latency = assumed_latency, .run_program = {}});
  Lines events;
  RateEvent event;
  for (;;) {
    source.next(event);
    std::ostringstream text;
    switch (event.kind) {
      case Kind::sample:
        text << event.time_s << " s " << event.rate.value << " Mbps";
        if (event.latency) text << ' ' << event.latency->count() << " ms";
        break;
      case Kind::bad_line:
        text << event.where << ": " << event.message;
        break;
      case Kind::failed:
        text << "failed";
        break;
      case Kind::end:
        return events;
    }
    events.push_back(text.str());
  }
}

const std::string kExpected =
    ", expected a rate (5.5, 700kbps), seconds and a rate, or {\"time_s\": …, \"rate_mbps\": …}";

TEST(LineReader, JoinsPiecesAndTellsWhenTheyCame) {
  JumpingClock clock;
  Pieces input(clock, {"a\nb", "c\r\n\n", "last"});
  cli::LineReader reader(input, clock);
  Lines lines;
  for (std::string_view line; reader.next(line);) {
    lines.push_back(std::to_string(reader.number()) + " '" + std::string(line) + "' " +
                    std::to_string(static_cast<int>(reader.came_s())));
    EXPECT_FALSE(reader.was_too_long());
  }
  EXPECT_EQ(lines, (Lines{"1 'a' 1", "2 'bc' 2", "3 '' 2", "4 'last' 3"}));
}

TEST(LineReader, GoesOnBehindALineThatIsTooLong) {
  constexpr std::size_t most = cli::LineReader::kLongest;
  for (const std::size_t more : {0U, 1U, 2U, 70'000U, 200'000U}) {
    SCOPED_TRACE(more);
    JumpingClock clock;
    Pieces input(clock, {"a\n" + std::string(most + more, 'x') + "\nb\n"});
    cli::LineReader reader(input, clock);
    std::string_view line;
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, "a");
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, std::string(most, 'x'));
    EXPECT_EQ(reader.was_too_long(), more > 0);
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, "b");
    EXPECT_EQ(reader.number(), 3U);
    EXPECT_FALSE(reader.was_too_long());
    EXPECT_FALSE(reader.next(line));
  }
}

TEST(ToldRates, AreNumbersUnitsPairsAndObjects) {
  EXPECT_EQ(events_of<cli::ToldRates>({"5.5\n 700kbps\t\r\n", "# a comment\n\n4g", "\n"}),
            (Lines{"1 s 5.5 Mbps", "1 s 0.7 Mbps", "3 s 5.85 Mbps"}));
  EXPECT_EQ(events_of<cli::ToldRates>({"10 5.5\n10.5\t1.2Gbps\n11,0\n11 , 3\n"
                                       "{\"time_s\": 12, \"rate_mbps\": 7}\n{\"rate_mbps\": 8}"}),
            (Lines{"10 s 5.5 Mbps", "10.5 s 1200 Mbps", "11 s 0 Mbps", "11 s 3 Mbps", "12 s 7 Mbps",
                   "12 s 8 Mbps"}));
}

TEST(ToldRates, SayWhatIsWrongWithALine) {
  EXPECT_EQ(
      events_of<cli::ToldRates>({"fast\n5\n5 Mbps\n1 2 3\n-1\n2e9\nnan\n{\"rate\": 5}\n{\n\x01\n"}),
      (Lines{"standard input:1: 'fast'" + kExpected, "1 s 5 Mbps", "1 s 5 Mbps",
             "standard input:4: '1 2 3'" + kExpected,
             "standard input:5: -1 Mbps, must be between 0 and 1000000000",
             "standard input:6: 2000000000 Mbps, must be between 0 and 1000000000",
             "standard input:7: 'nan'" + kExpected,
             "standard input:8: /rate: unknown key, expected one of time_s, rate_mbps; "
             "/rate_mbps: missing, expected a number",
             "standard input:9: column 1: not valid JSON: syntax error while parsing object key - "
             "unexpected end of input; expected string literal",
             "standard input:10: '?'" + kExpected}));
}

TEST(ToldRates, NeverGoBackInTime) {
  EXPECT_EQ(
      events_of<cli::ToldRates>({"5 1\n4 2\n5 3\n4\n6 5\n"}),
      (Lines{"5 s 1 Mbps", "standard input:2: at 4 s, after one at 5 s, expected times that rise",
             "5 s 3 Mbps", "5 s 4 Mbps", "6 s 5 Mbps"}));
}

TEST(ToldRates, PassOverALineThatIsTooLong) {
  EXPECT_EQ(
      events_of<cli::ToldRates>({std::string(100'000, '1') + "\n2\n"}),
      (Lines{"standard input:1: longer than 65536 bytes, the most that is read", "2 s 2 Mbps"}));
}

TEST(Transfers, FindOutTheLatency) {
  // 20 ms + 8 · bytes / (1000 · 4 Mbps)
  std::string lines;
  for (int i = 1; i <= 20; ++i) {
    lines += std::to_string(1000 * i) + " " + std::to_string(20 + 2 * i) + "\n";
  }
  const Lines events = events_of<cli::Transfers>({lines});
  ASSERT_EQ(events.size(), 20U);
  EXPECT_EQ(events.back(), "1 s 4 Mbps 20 ms");
}

TEST(Transfers, KeepTheAssumedLatencyWhereSizesAreTheSame) {
  EXPECT_EQ(events_of<cli::Transfers>({"5000,20\n5kB 30\n"}, Milliseconds(10)),
            (Lines{"1 s 4 Mbps 10 ms", "1 s 2.30552 Mbps 10 ms"}));
}

TEST(Transfers, SayWhatIsWrongWithALine) {
  EXPECT_EQ(events_of<cli::Transfers>({"5000\n0 1\n5000 -1\n1 x\n"}),
            (Lines{"standard input:1: '5000', expected bytes and milliseconds of an upload "
                   "(36900 60.5)",
                   "standard input:2: 0 bytes in 1 ms, expected above 0 and up to 1000000000000000 "
                   "bytes and 1000000000000 ms",
                   "standard input:3: 5000 bytes in -1 ms, expected above 0 and up to "
                   "1000000000000000 bytes and 1000000000000 ms",
                   "standard input:4: '1 x', expected bytes and milliseconds of an upload "
                   "(36900 60.5)"}));
}

TEST(Iperf3Server, IsAHostWithOrWithoutAPort) {
  const auto read = [](const std::string& text) {
    const Result<cli::Iperf3Server> server = cli::read_iperf3_server(text);
    return server ? server->host + " " + server->port : problem_lines(server.problems()).front();
  };
  EXPECT_EQ(read("example.org"), "example.org 5201");
  EXPECT_EQ(read("10.0.0.1:80"), "10.0.0.1 80");
  EXPECT_EQ(read("[::1]"), "::1 5201");
  EXPECT_EQ(read("[fe80::1%eth0]:5999"), "fe80::1%eth0 5999");
  EXPECT_EQ(read("::1"), "::1 5201");
  EXPECT_EQ(read(""), "--source: 'iperf3:', expected iperf3:HOST or iperf3:HOST:PORT");
  EXPECT_EQ(read(":80"), "--source: 'iperf3::80', expected iperf3:HOST or iperf3:HOST:PORT");
  EXPECT_EQ(read("[::1"), "--source: 'iperf3:[::1', expected a ] after [");
  for (const std::string port : {"", "0", "65536", "8o", "-1", "1.5", "80:"}) {
    EXPECT_EQ(read("[h]:" + port),
              "--source: 'iperf3:[h]:" + port + "', expected a port, 1 to 65535, after h");
  }
  EXPECT_EQ(read("[h]80"), "--source: 'iperf3:[h]80', expected a port, 1 to 65535, after h");
}

/// Measurements that go as a test says: answers of iperf3, or ends without one.
class Iperf3Test : public testing::Test {
 protected:
  static std::string report(double bits_per_second) {
    return R"({"intervals": [], "end": {"sum_sent": {"bits_per_second": 1},
      "sum_received": {"bits_per_second": )" +
           std::to_string(bits_per_second) + "}}}";
  }

  RateEvent next(cli::RateSource& source) {
    RateEvent event;
    source.next(event);
    return event;
  }

  JumpingClock clock_;
  Pieces no_input_{clock_, {}};
  cli::LineReader no_lines_{no_input_, clock_};
  std::string answer_;
  cli::ProgramEnd end_;
  cli::ProgramRun run_;
  RateSourceParts parts_{.lines = no_lines_,
                         .clock = clock_,
                         .period_s = 0,
                         .duration_s = 2,
                         .assumed_latency = {},
                         .stop = 7,
                         .run_program = [this](const cli::ProgramRun& run) {
                           run_ = run;
                           clock_.time_s += 2;
                           run.on_line(answer_);
                           return end_;
                         }};
};

TEST_F(Iperf3Test, UploadsEveryTenSeconds) {
  cli::Iperf3 source({"server", "5999"}, parts_);
  answer_ = report(5.5e6);
  RateEvent event = next(source);
  EXPECT_EQ(event.kind, Kind::sample);
  EXPECT_EQ(event.rate.value, 5.5);
  EXPECT_EQ(event.time_s, 2);
  EXPECT_EQ(run_.words, (std::vector<std::string>{"iperf3", "--client", "server", "--port", "5999",
                                                  "--time", "2", "--json"}));
  EXPECT_EQ(run_.stop, 7);
  EXPECT_TRUE(run_.timeout);
  answer_ = report(0);
  event = next(source);
  EXPECT_EQ(event.rate.value, 0);
  EXPECT_EQ(event.time_s, 12);
}

TEST_F(Iperf3Test, UploadsAsOftenAsItIsToldTo) {
  parts_.period_s = 3;
  cli::Iperf3 source({"server"}, parts_);
  answer_ = report(1e6);
  EXPECT_EQ(next(source).time_s, 2);
  EXPECT_EQ(next(source).time_s, 5);
  parts_.period_s = 1;  // shorter than an upload: one after the other
  cli::Iperf3 hasty({"server"}, parts_);
  EXPECT_EQ(next(hasty).time_s, 7);
  EXPECT_EQ(next(hasty).time_s, 9);
}

TEST_F(Iperf3Test, TriesAgainLaterAndLater) {
  cli::Iperf3 source({"server"}, parts_);
  answer_ = R"({"end": {}, "error": "unable to connect to server: Connection refused"})";
  double begin_s = 0;
  for (const int wait_s : {1, 2, 4, 8, 16, 32, 60, 60}) {
    const RateEvent event = next(source);
    EXPECT_EQ(event.kind, Kind::failed);
    EXPECT_EQ(event.where, "iperf3 server:5201");
    EXPECT_EQ(event.message, "unable to connect to server: Connection refused; again in " +
                                 std::to_string(wait_s) + " s");
    EXPECT_EQ(clock_.time_s, begin_s + 2);
    begin_s = clock_.time_s + wait_s;
  }
  answer_ = report(1e6);
  EXPECT_EQ(next(source).time_s, begin_s + 2);
  answer_ = "{}";
  EXPECT_EQ(next(source).message,
            "no /end/sum_received/bits_per_second, expected the report of a test; again in 1 s");
}

TEST_F(Iperf3Test, SaysWhatEndedIt) {
  cli::Iperf3 source({"server"}, parts_);
  end_ = {cli::ProgramEnd::Kind::timed_out, 0};
  EXPECT_EQ(next(source).message, "took too long and was ended; again in 1 s");
  end_ = {cli::ProgramEnd::Kind::signalled, 11};
  EXPECT_EQ(next(source).message, "was ended by signal 11 (Segmentation fault); again in 2 s");
  end_ = {};
  answer_ = "iperf3: what?";
  EXPECT_TRUE(next(source).message.starts_with("not valid JSON: ")) << next(source).message;
}

TEST_F(Iperf3Test, ThatIsNotInstalledIsNotTriedAgain) {
  cli::Iperf3 source({"server"}, parts_);
  end_ = {cli::ProgramEnd::Kind::not_run, ENOENT};
  try {
    next(source);
    FAIL() << "no failure";
  } catch (const cli::Failure& failure) {
    EXPECT_EQ(problem_lines(failure.problems()),
              (Lines{"iperf3: is not installed; Debian's and Ubuntu's package is iperf3"}));
    EXPECT_EQ(failure.problems()[0].cause, Problem::Cause::system);
  }
}

TEST_F(Iperf3Test, EndsWithTheClock) {
  cli::Iperf3 source({"server"}, parts_);
  answer_ = report(1e6);
  EXPECT_EQ(next(source).kind, Kind::sample);
  clock_.end_s = 5;
  EXPECT_EQ(next(source).kind, Kind::end);
}

/// A folder as the kernel's, with a counter that goes as a test says.
class InterfaceTest : public Iperf3Test {
 protected:
  InterfaceTest() {
    parts_.interfaces = folder_.path();
    std::filesystem::create_directories(folder_.path() / "eth7" / "statistics");
    count(1'000'000);
  }
  void count(double bytes) const {
    std::ofstream(folder_.path() / "eth7" / "statistics" / "tx_bytes")
        << static_cast<long long>(bytes) << '\n';
  }
  void vanish() const { std::filesystem::remove_all(folder_.path() / "eth7" / "statistics"); }

  TemporaryFolder folder_;
};

TEST_F(InterfaceTest, CountsWhatIsSentEverySecond) {
  cli::Interface source("eth7", parts_);
  EXPECT_EQ(source.caution(), "rates are what eth7 sends, lower bounds of what the link can carry");
  double bytes = 1e6;
  clock_.on_jump = [&] { count(bytes += 125'000 * clock_.time_s); };
  RateEvent event = next(source);
  EXPECT_EQ(event.kind, Kind::sample);
  EXPECT_EQ(event.time_s, 1);
  EXPECT_EQ(event.rate.value, 1);
  event = next(source);
  EXPECT_EQ(event.time_s, 2);
  EXPECT_EQ(event.rate.value, 2);
}

TEST_F(InterfaceTest, LearnsNothingWhileNothingIsSent) {
  cli::Interface source("eth7", parts_);
  clock_.on_jump = [&] {
    if (clock_.time_s == 4) count(1'500'000);
  };
  const RateEvent event = next(source);
  EXPECT_EQ(event.time_s, 4);
  EXPECT_EQ(event.rate.value, 4);
}

TEST_F(InterfaceTest, BeginsAnewWhereItsCounterGoesBack) {
  cli::Interface source("eth7", parts_);
  clock_.on_jump = [&] { count(clock_.time_s == 1 ? 1000 : 126'000); };
  RateEvent event = next(source);
  EXPECT_EQ(event.kind, Kind::failed);
  EXPECT_EQ(event.where + ": " + event.message,
            "eth7: its counter went back: the interface was made anew");
  event = next(source);
  EXPECT_EQ(event.kind, Kind::sample);
  EXPECT_EQ(event.rate.value, 1);
}

TEST_F(InterfaceTest, IsWaitedForWhileItIsGone) {
  cli::Interface source("eth7", parts_);
  clock_.on_jump = [&] { vanish(); };
  for (const int wait_s : {1, 2, 4}) {
    const RateEvent event = next(source);
    EXPECT_EQ(event.kind, Kind::failed);
    EXPECT_TRUE(
        event.message.ends_with("cannot be read; again in " + std::to_string(wait_s) + " s"))
        << event.message;
  }
  EXPECT_EQ(clock_.time_s, 4);  // 1 + 1 + 2
  std::filesystem::create_directories(folder_.path() / "eth7" / "statistics");
  double bytes = 0;
  clock_.on_jump = [&] { count(bytes += 250'000); };
  const RateEvent event = next(source);
  EXPECT_EQ(event.kind, Kind::sample);
  EXPECT_EQ(event.time_s, 9);
  EXPECT_EQ(event.rate.value, 2);
}

TEST(RateSources, AreFoundByName) {
  const auto problems = [](const std::string& text) {
    const auto found = cli::find_rate_source(text);
    return found ? Lines{} : problem_lines(found.problems());
  };
  EXPECT_EQ(problems("-"), Lines{});
  EXPECT_EQ(problems("transfers"), Lines{});
  EXPECT_EQ(problems("iperf3:[::1]:5999"), Lines{});
  EXPECT_EQ(problems("interface:lo"), Lines{});
  const std::string all = ", expected -, transfers, iperf3:HOST[:PORT], interface:IFACE";
  EXPECT_EQ(problems("iperf:h"), (Lines{"--source: 'iperf:h'" + all + "; did you mean 'iperf3'?"}));
  EXPECT_EQ(problems("iperf3"), (Lines{"--source: 'iperf3'" + all}));
  EXPECT_EQ(problems("transfers:x"), (Lines{"--source: 'transfers:x'" + all}));
  for (const std::string name : {"", "..", "../net/lo", "none-such"}) {
    const Lines found = problems("interface:" + name);
    ASSERT_EQ(found.size(), 1U) << name;
    EXPECT_TRUE(found[0].starts_with("--source: 'interface:" + name +
                                     "', expected the name of a network interface: "))
        << found[0];
    EXPECT_NE(found[0].find("lo"), std::string::npos);
  }
}

}  // namespace
}  // namespace popex::test
