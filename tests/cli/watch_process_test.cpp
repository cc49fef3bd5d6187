// SPDX-License-Identifier: MIT
//
// watch as a process: signals, readers that go away, commands that it runs, and iperf3 for real.

#include <csignal>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/running_program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

Words watch(const Words& more) {
  Words words{"popex", "watch", "--profile", "alexnet.json", "--estimator", "last"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(WatchProcess, AnswersALineBeforeTheNextOneComes) {
  RunningProgram program(watch({}));
  program.write("1 5.5\n");
  ASSERT_TRUE(program.wait_for_lines(1));
  program.write("2 0.");
  program.write("5\n");
  ASSERT_TRUE(program.wait_for_lines(2));
  program.close_input();
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.err(), "");
}

TEST(WatchProcess, EndsWellWithASignal) {
  for (const int signal : {SIGINT, SIGTERM}) {
    RunningProgram program(watch({}));
    program.write("1 5.5\n");
    ASSERT_TRUE(program.wait_for_lines(1));
    program.send(signal);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.err(), "");
    EXPECT_EQ(json::parse(program.out())["split"], "conv5");
  }
}

TEST(WatchProcess, EndsWellWhileRatesPourIn) {
  const TemporaryFolder folder;
  const Seen seen = shell(
      "exec 3< <(yes 5.5)\n"
      "popex watch -p alexnet.json <&3 > out &\n"
      "until [ -s out ] || ! kill -0 $!; do sleep 0.01; done\n"
      "kill -TERM $!\n"
      "wait $! && cat out",
      folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  ASSERT_FALSE(seen.out.empty());
  EXPECT_EQ(json::parse(seen.out)["split"], "conv5");
}

TEST(WatchProcess, LosesAtMostTheLastLineWhenItIsKilled) {
  const TemporaryFolder folder;
  const std::string log = folder.file("log");
  {
    RunningProgram program(watch({"--every", "-o", log}));
    std::string lines;
    for (int i = 0; i < 20'000; ++i) lines += std::to_string(i) + " 5.5\n";
    std::size_t size = 0;
    while (size < 100'000) {  // it is writing when it is killed
      program.write(lines.substr(0, 4000));
      lines.erase(0, 4000);
      size = read_file(log).size();
      ASSERT_FALSE(lines.empty());
    }
    program.send(SIGKILL);
    EXPECT_EQ(program.wait(), -SIGKILL);
  }
  std::vector<std::string> lines = lines_of(read_file(log));
  ASSERT_GT(lines.size(), 300U);
  if (!read_file(log).ends_with('\n')) lines.pop_back();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(json::parse(lines[i])["time_s"], i) << lines[i];
  }
  EXPECT_EQ(folder.names(), Words{"log"});
}

TEST(WatchProcess, EndsQuietlyWhenItsReaderGoesAway) {
  const Seen seen = shell(
      "yes '5\n50' 2> /dev/null | popex watch -p alexnet.json --estimator last --every | head -2");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(lines_of(seen.out).size(), 2U);
  EXPECT_EQ(seen.err, "");
  const Seen ignored = shell(
      "trap '' PIPE; yes 5 2> /dev/null | popex watch -p alexnet.json --every | head -2 > "
      "/dev/null; echo ${PIPESTATUS[1]}");
  EXPECT_EQ(ignored.out, "4\n");
  EXPECT_EQ(ignored.err, "");
}

TEST(WatchProcess, FollowsATraceThatReplayHandsOn) {
  const TemporaryFolder folder;
  // mahimahi: 1500 bytes each; in the first second 50 (0.6 Mbps), in the next 500 (6 Mbps).
  std::string trace;
  for (int ms = 0; ms < 1000; ms += 20) trace += std::to_string(ms) + '\n';
  for (int ms = 1000; ms <= 2000; ms += 2) trace += std::to_string(ms) + '\n';
  folder.write("link.up", trace);
  const Seen seen = shell(
      "popex replay --trace link.up --samples --interval 500ms |"
      " popex watch -p alexnet.json --estimator last | jq -c '[.split, (.rate_mbps | round)]'",
      folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "[\"output\",1]\n[\"conv5\",6]\n");
}

TEST(WatchProcess, WritesForPeopleOnATerminal) {
  if (const std::string why = no_terminal(); !why.empty()) GTEST_SKIP() << why;
  const TemporaryFolder folder;
  folder.write("rates", "1 5.5\n");
  const Seen seen =
      shell("script -qec 'popex watch -p alexnet.json < rates' log < /dev/null", folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out,
            "  time s      Mbps  estimate      E[T]  split     why\r\n"
            "       1       5.5       5.5   83.7 ms  conv5     the first rate\r\n");
}

TEST(WatchProcess, SaysThatAFullDiskIsFull) {
  const Seen seen = shell("echo 5 | popex watch -p alexnet.json -o /dev/full");
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.err, "popex: error: /dev/full: cannot be written: No space left on device\n");
}

TEST(ClosedStreams, AreSaidAndNothingElseIsTakenForThem) {
  const TemporaryFolder folder;
  const std::string cannot =
      "popex: error: standard output: cannot be written: Bad file descriptor\n";
  const Seen input = shell("popex watch -p alexnet.json <&-", folder.path());
  EXPECT_EQ(input.code, 4);
  EXPECT_EQ(input.out, "");
  EXPECT_EQ(input.err, "popex: error: standard input: cannot be read: Bad file descriptor\n");
  for (const std::string command : {"solve -p alexnet.json -r 5", "--help"}) {
    const Seen output = shell("popex " + command + " >&-", folder.path());
    EXPECT_EQ(output.code, 4) << command;
    EXPECT_EQ(output.err, cannot) << command;
  }
  // The answer's file is none of the three.
  const Seen all = shell(
      "popex solve -p alexnet.json -r 5 > plain\n"
      "popex solve -p alexnet.json -r 5 -o answer <&- >&- 2>&- && cmp plain answer\n"
      "popex sweep -p alexnet.json -o grid <&- >&- 2>&-; echo $?; ls -A",
      folder.path());
  EXPECT_EQ(all.out, "2\nanswer\nplain\n");
  EXPECT_EQ(all.err, "");
}

TEST(Threads, ThatCannotBeStartedAreDoneWithout) {
  const Seen seen = shell(
      "[ $EUID = 0 ] || exit 77\n"
      "as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups bash -c \"$1\"; }\n"
      // A leak checker starts a process of its own.
      "as_nobody 'ulimit -u 1; exec popex --version' > /dev/null 2>&1 || exit 77\n"
      "as_nobody 'ulimit -u 1; exec popex sweep -p alexnet.json -r 0:100:0.01 --threads 8' |\n"
      "  cmp - <(popex sweep -p alexnet.json -r 0:100:0.01) && echo same");
  if (seen.code == 77) GTEST_SKIP() << "needs root and setpriv";
  EXPECT_EQ(seen.out, "same\n");
  EXPECT_EQ(seen.err, "");
}

TEST(ReadFile, ThatIsNotAllowedIsNotSaidToBeMissing) {
  const TemporaryFolder folder;
  const Seen seen = shell(
      "[ $EUID = 0 ] || exit 77\n"
      "as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; }\n"
      "as_nobody popex --version > /dev/null || exit 77\n"
      "chmod 755 .; mkdir -m 700 closed; echo {} > closed/p.json; cp closed/p.json p.json\n"
      "chmod 600 p.json\n"
      "as_nobody popex solve -p closed/p.json -r 5; echo $?\n"
      "as_nobody popex solve -p p.json -r 5; echo $?",
      folder.path());
  if (seen.code == 77) GTEST_SKIP() << "needs root and setpriv";
  EXPECT_EQ(seen.out, "4\n4\n");
  EXPECT_EQ(seen.err,
            "popex: error: closed/p.json: cannot be read: Permission denied\n"
            "popex: error: p.json: cannot be read: Permission denied\n");
}

TEST(OnChange, IsToldLabelBranchesAndEveryLink) {
  const TemporaryFolder folder;
  const Seen seen = shell(
      "unset ${!POPEX_*}\n"  // what the tests themselves are told
      "echo '1764000000 5' | popex watch -p alexnet-three-tier.json --link device-edge "
      "--rate edge-cloud=100 --shell --on-change 'env | grep ^POPEX_ | grep -v ^POPEX_TIME= | "
      "sort; date -d \"$POPEX_TIME\" +ok' > /dev/null",
      folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err,
            "POPEX_BRANCHES=b1 b2\n"
            "POPEX_DECISION=conv5 | output\n"
            "POPEX_EXPECTED_TIME_MS=54.48586161148657\n"
            "POPEX_LATENCY_MS_DEVICE_EDGE=2\n"
            "POPEX_LATENCY_MS_EDGE_CLOUD=20\n"
            "POPEX_PREVIOUS_DECISION=\n"
            "POPEX_PREVIOUS_SPLIT=\n"
            "POPEX_RATE_MBPS=5\n"
            "POPEX_RATE_MBPS_DEVICE_EDGE=5\n"
            "POPEX_RATE_MBPS_EDGE_CLOUD=100\n"
            "POPEX_SPLIT=conv5\n"
            "POPEX_SPLIT_DEVICE_EDGE=conv5\n"
            "POPEX_SPLIT_EDGE_CLOUD=output\n"
            "POPEX_SPLIT_INDEX=5\n"
            "POPEX_SPLIT_INDEX_DEVICE_EDGE=5\n"
            "POPEX_SPLIT_INDEX_EDGE_CLOUD=8\n"
            "POPEX_TIME_S=1764000000\n"
            "ok\n");
}

TEST(OnChange, IsToldTheDecision) {
  const TemporaryFolder folder;
  const std::string script = folder.write("script", R"(#!/bin/sh
cat >> input
echo "$POPEX_SPLIT|$POPEX_SPLIT_INDEX|$POPEX_EXPECTED_TIME_MS|$POPEX_RATE_MBPS|$POPEX_PREVIOUS_SPLIT|$POPEX_TIME_S|$1"
)");
  const Seen seen = shell(
      "chmod +x script; printf '1 5.5\\n2 6\\n3 0.5\\n' |"
      " popex watch -p alexnet.json --estimator last --every --on-change \"./script 'one word'\"",
      folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(lines_of(seen.out).size(), 3U) << "its output is not ours";
  EXPECT_EQ(seen.err,
            "conv5|5|83.6866918824901|5.5||1|one word\n"
            "output|8|203.58511000000001|0.5|conv5|3|one word\n");
  const std::vector<std::string> inputs = lines_of(read_file(folder.file("input")));
  ASSERT_EQ(inputs.size(), 2U);
  const json told = json::parse(inputs[0]);
  const Seen solved =
      shell("popex solve -p alexnet.json -r 5.5 --format json | jq -c .decision", folder.path());
  EXPECT_EQ(told["decision"], json::parse(solved.out));
  json without = told;
  without.erase("decision");
  EXPECT_EQ(without, json::parse(lines_of(seen.out)[0]));
}

TEST(OnChange, GetsAShellOnlyWhenAskedTo) {
  const Seen plain =
      shell("echo 5.5 | popex watch -p alexnet.json --on-change 'echo $POPEX_SPLIT' > /dev/null");
  EXPECT_EQ(plain.code, 0);
  EXPECT_EQ(plain.err, "$POPEX_SPLIT\n");
  const Seen in_shell = shell(
      "echo 5.5 | popex watch -p alexnet.json --shell --on-change 'echo $POPEX_SPLIT' > /dev/null");
  EXPECT_EQ(in_shell.code, 0);
  EXPECT_EQ(in_shell.err, "conv5\n");
}

TEST(OnChange, MayFailWithoutAnEndToWatching) {
  const auto watch_with = [](const std::string& command) {
    return shell("printf '5\\n50\\n' | popex watch -p alexnet.json --estimator last " + command);
  };
  for (const auto& [command, wrong] : std::vector<std::pair<std::string, std::string>>{
           {"--on-change 'none-such a'", "cannot be run: No such file or directory"},
           {"--on-change false", "ended with exit code 1"},
           {"--on-change 'sleep 100' --on-change-timeout 50ms", "took too long and was ended"},
           {"--shell --on-change 'kill -9 $$'", "was ended by signal 9 (Killed)"}}) {
    const Seen seen = watch_with(command);
    EXPECT_EQ(seen.code, 0) << command;
    EXPECT_EQ(lines_of(seen.out).size(), 2U) << command;
    const std::string line = "popex: warning: --on-change: " + wrong + "\n";
    EXPECT_EQ(seen.err, line + line) << command;
  }
}

/// A port that is ours while this lives: it is bound and does not listen, so that others are given
/// other ones, and a server that reuses addresses, as iperf3 does, can listen on it.
class ReservedPort {
 public:
  ReservedPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);  // NOLINT: how sockets take it
    if (bind(socket_, any, size) != 0 || getsockname(socket_, any, &size) != 0) {
      throw std::runtime_error("no free port");
    }
    number_ = std::to_string(ntohs(address.sin_port));
  }
  ~ReservedPort() { close(socket_); }
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  [[nodiscard]] const std::string& number() const { return number_; }

 private:
  int socket_;
  std::string number_;
};

bool has_iperf3() { return shell("command -v iperf3").code == 0; }

Words iperf3_server(const std::string& port) {
  return {"iperf3", "-s", "-p", port, "-B", "127.0.0.1", "--forceflush"};
}

TEST(WatchProcess, MeasuresWithIperf3) {
  if (!has_iperf3()) GTEST_SKIP() << "needs iperf3, which is not installed";
  const ReservedPort reserved;
  const std::string& port = reserved.number();
  RunningProgram program(
      watch({"--source", "iperf3:127.0.0.1:" + port, "--period", "100ms", "--every"}));
  // There is no server at first.
  ASSERT_TRUE(program.wait_for_err("popex: warning: iperf3 127.0.0.1:" + port +
                                   ": unable to connect to server: Connection refused; again in "))
      << program.err();
  const RunningProgram server(iperf3_server(port));
  ASSERT_TRUE(program.wait_for_lines(2)) << program.err();
  program.send(SIGINT);
  EXPECT_EQ(program.wait(), 0);
  // A busy machine's server may be busy as well; what is said of that is tried again.
  for (const std::string& line : lines_of(program.err())) {
    EXPECT_NE(line.find("; again in "), std::string::npos) << line;
  }
  for (const std::string& line : lines_of(program.out())) {
    EXPECT_GT(json::parse(line)["rate_mbps"], 0) << line;
  }
}

TEST(WatchProcess, EndsIperf3WithItself) {
  if (!has_iperf3()) GTEST_SKIP() << "needs iperf3, which is not installed";
  const ReservedPort reserved;
  const std::string& port = reserved.number();
  const RunningProgram server(iperf3_server(port));
  ASSERT_TRUE(server.wait_for_out("Server listening")) << server.err();
  RunningProgram program(
      watch({"--source", "iperf3:127.0.0.1:" + port, "--duration", "1h", "--every"}));
  ASSERT_TRUE(server.wait_for_out("Accepted connection")) << program.err();
  program.send(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.out() + program.err(), "");
  EXPECT_NE(shell("pgrep -f -- '--client 127.0.0.1 --port " + port + " '").code, 0);
}

TEST(WatchProcess, NamesThePackageOfAMissingIperf3) {
  const Seen seen =
      shell("popex=$(command -v popex); PATH=/none $popex watch -p alexnet.json --source iperf3:h");
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: iperf3: is not installed; Debian's and Ubuntu's package is iperf3\n");
}

TEST(WatchProcess, CountsWhatAnInterfaceSends) {
  if (shell("test -d /sys/class/net/lo").code != 0) GTEST_SKIP() << "there is no interface lo";
  RunningProgram program(watch({"--source", "interface:lo", "--period", "20ms", "--every"}));
  ASSERT_TRUE(program.wait_for_err(
      "popex: warning: rates are what lo sends, lower bounds of what the link can carry\n"));
  // Datagrams that nobody receives count as sent.
  const RunningProgram sender({"bash", "-c", "while :; do echo x > /dev/udp/127.0.0.1/9; done"});
  ASSERT_TRUE(program.wait_for_lines(2));
  program.send(SIGINT);
  EXPECT_EQ(program.wait(), 0);
  const json first = json::parse(lines_of(program.out())[0]);
  EXPECT_GT(first["rate_mbps"], 0);
  EXPECT_EQ(first["lower_bound"], true);
}

}  // namespace
}  // namespace popex::test
