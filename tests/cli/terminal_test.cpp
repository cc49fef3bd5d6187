// SPDX-License-Identifier: MIT
//
// What a person at a terminal sees while a long run is under way, and that nobody else does.

#include <string>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

TEST(Terminal, ShowsProgressThatErasesItself) {
  if (const std::string why = no_terminal(); !why.empty()) GTEST_SKIP() << why;
  // Rows go to a pipe that holds few of them and are taken bit by bit, with rests in between that
  // make the sweep last minutes: until progress has been seen, however late it comes.
  const TemporaryFolder folder;
  const Seen seen = shell(
      R"(mkfifo rows
: > log
TERM=xterm script -qefc 'popex sweep -p alexnet.json -r 0:100:0.001 --format csv -o rows' \
  log < /dev/null > /dev/null &
exec 3< rows
until grep -q sweep: log; do
  head -c 4096 <&3 > bit
  [ -s bit ] || exit 7
  taken=$((taken + 4096))
  sleep 0.1
done
echo $(($(wc -c <&3) + taken > 100000))
wait $! && cat log)",
      folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_TRUE(seen.out.starts_with("1\n")) << seen.out;
  EXPECT_NE(seen.out.find("\r\x1b[Ksweep: "), std::string::npos) << seen.out;
  EXPECT_NE(seen.out.find(" of 100001 ("), std::string::npos) << seen.out;
}

TEST(Terminal, HasNoColourInErrors) {
  if (const std::string why = no_terminal(); !why.empty()) GTEST_SKIP() << why;
  const TemporaryFolder folder;
  const Seen seen =
      shell("TERM=xterm script -qec 'popex solve -p alexnet.json' log < /dev/null", folder.path());
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out.find('\x1b'), std::string::npos) << seen.out;
  EXPECT_EQ(seen.out.find("popex: error: --rate: missing"), 0U) << seen.out;
}

TEST(Pipe, ClosedWhereItsSignalIsIgnoredIsARefusalWithoutAWord) {
  const Seen seen = shell(
      "trap '' PIPE\n"
      "popex sweep -p alexnet.json -r 0:100:0.001 --format csv | head -1 > /dev/null\n"
      "echo ${PIPESTATUS[0]}\n"
      "yes '{\"rate_mbps\": 5}' 2> /dev/null | head -100000 2> /dev/null |\n"
      "  popex solve -p alexnet.json --batch - | head -1 > /dev/null\n"
      "echo ${PIPESTATUS[2]}");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "4\n4\n");
  EXPECT_EQ(seen.err, "");
}

TEST(Program, FindsItsProfilesFromAnyFolderAndThroughALink) {
  const TemporaryFolder folder;
  const Seen seen =
      shell("ln -s \"$(command -v popex)\" mine\n./mine solve -p alexnet-tx2.json -r 5 | head -1",
            folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "b-alexnet-tx2: edge-cloud 5 Mbps, p(b1) = 0.4943\n");
  EXPECT_EQ(seen.err, "");
}

}  // namespace
}  // namespace popex::test
