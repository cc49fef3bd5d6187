// SPDX-License-Identifier: MIT
//
// The shells themselves complete these lines; nothing reads the scripts but they.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

/// What a shell is to offer behind a line, sorted. In the folder there is nothing but mine.json.
struct Completed {
  std::string line;
  std::string offered;
};

const std::vector<Completed>& completed() {
  static const std::vector<Completed> lines = {
      {"popex so", "solve"},
      {"popex -v so", "solve"},
      {"popex solve --pro", "--probability --profile"},
      {"popex solve --verb", "--verbose"},
      {"popex solve --format ", "csv json text"},
      {"popex graph --format ", "json text"},
      {"popex tune --objective ", "energy latency"},
      {"popex solve --objective ", "energy latency throughput"},
      {"popex solve --all --solver m", "mincut"},
      {"popex sweep --rate w", "wifi"},
      {"popex sweep -r ", "3g 4g wifi"},
      {"popex sweep --gamma ", ""},
      {"popex breakpoints --over ", "gamma probability rate"},
      {"popex solve -p alexnet-t", "alexnet-three-tier.json alexnet-tx2.json"},
      {"popex solve --profile m", "mine.json mobilenetv2-opencv.json"},
      {"popex check --junit ", "mine.json"},
      {"popex import m", "mine.json msr"},
      {"popex merge ", "mine.json"},
      {"popex profiles --out", "--output"},
      {"popex completion ", "bash fish zsh"},
  };
  return lines;
}

/// Runs `script` in a folder with mine.json alone, where `lines` holds the lines above. It prints
/// for each the words that are offered, and sorts them.
void expect_completions(const std::string& script) {
  const TemporaryFolder folder;
  const TemporaryFolder beside;
  folder.write("mine.json", "");
  std::string lines;
  std::string expected;
  for (const Completed& each : completed()) {
    lines += each.line + '\n';
    expected += each.line + ':' + (each.offered.empty() ? "" : ' ' + each.offered) + '\n';
  }
  beside.write("lines", lines);
  const Seen seen = shell("beside='" + beside.path().string() + "'\n" + script, folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, expected);
}

bool has(const std::string& program) { return shell("command -v " + program).code == 0; }

TEST(Completion, Bash) {
  expect_completions(R"(source <(popex completion bash)
while IFS= read -r line; do
  read -ra COMP_WORDS <<< "$line"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
  _popex
  echo "$line:" $(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort)
done < "$beside/lines")");
}

TEST(Completion, BashTakesAnEqualsSignForAWord) {
  const Seen seen = shell(R"(source <(popex completion bash)
COMP_WORDS=(popex sweep --rate = w) COMP_CWORD=4 && _popex && echo "${COMPREPLY[@]}"
COMP_WORDS=(popex sweep --rate =) COMP_CWORD=3 && _popex && echo "${COMPREPLY[@]}")");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "wifi\n3g 4g wifi\n");
}

TEST(Completion, Fish) {
  if (!has("fish")) GTEST_SKIP() << "needs fish, which is not installed";
  expect_completions(R"(export HOME=$beside XDG_CONFIG_HOME=$beside XDG_DATA_HOME=$beside
popex completion fish > "$beside/popex.fish"
fish -c 'source $argv[1]
while read -l line
  set -l offered (complete -C $line | string split -f 1 \t | LC_ALL=C sort)
  echo (string join -- " " "$line:" $offered)
end < $argv[2]' "$beside/popex.fish" "$beside/lines")");
}

// zsh completes in its line editor alone, so there is one in a terminal that nobody sees.
TEST(Completion, Zsh) {
  if (!has("zsh")) GTEST_SKIP() << "needs zsh, which is not installed";
  if (const std::string why = no_terminal(); !why.empty()) GTEST_SKIP() << why;
  expect_completions(R"(mkdir "$beside/functions"
popex completion zsh > "$beside/functions/_popex"
cat > "$beside/setup" <<'SETUP'
PS1= TERM=dumb
fpath=($beside/functions $fpath)
autoload -Uz compinit && compinit -u -D
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a matches
  builtin compadd -A matches "$@"
  offered+=($matches)
  builtin compadd "$@"
}
finish() {
  local -aU words=($offered)
  print -r -- "$line:"${words:+ $(print -rl -- $words | LC_ALL=C sort)} > $beside/answer.new
  mv $beside/answer.new $beside/answer
  offered=() BUFFER= line=
}
zle -N finish && bindkey '^X' finish
take() { line=$BUFFER; }
zle -N take && bindkey '^T' take
: > $beside/answer
SETUP
zsh -f -c 'beside=$1
zmodload zsh/zpty zsh/zselect
answer() {
  for try in {1..3000}; do
    if [[ -e $beside/answer ]]; then cat $beside/answer; rm $beside/answer; return; fi
    zselect -t 1
  done
  print "no answer"
  exit 1
}
zpty -b shell "beside=${(q)beside} zsh -f -i"
zpty -w shell ". ${(q)beside}/setup"
answer
while IFS= read -r line; do
  zpty -w -n shell "$line"$'"'\\x14\\t\\x18'"'
  answer
done < $beside/lines' zsh "$beside")");
}

TEST(Completion, ZshTakesTheScriptAsItIsPrinted) {
  if (!has("zsh")) GTEST_SKIP() << "needs zsh, which is not installed";
  const Seen seen = shell(R"(zsh -f -c 'autoload -Uz compinit && compinit -u -D
source <(popex completion zsh)
print $_comps[popex]')");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "_popex\n");
}

TEST(Completion, HasItsScriptInJson) {
  for (const std::string name : {"bash", "zsh", "fish"}) {
    const Seen in_json = shell("popex completion " + name + " --format json | jq -j .script");
    EXPECT_EQ(in_json.code, 0);
    EXPECT_NE(in_json.out, "");
    EXPECT_EQ(in_json.out, popex({"completion", name}).out);
  }
}

TEST(Completion, NamesTheShellsItKnows) {
  const Seen none = popex({"completion"});
  EXPECT_EQ(none.code, 2);
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.err, "popex: error: SHELL: missing, expected bash, zsh or fish\n");
  const Seen other = popex({"completion", "tcsh"});
  EXPECT_EQ(other.code, 2);
  EXPECT_EQ(other.out, "");
  EXPECT_EQ(other.err, "popex: error: SHELL: tcsh not in {bash,zsh,fish}\n");
}

}  // namespace
}  // namespace popex::test
