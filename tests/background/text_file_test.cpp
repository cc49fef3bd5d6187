// SPDX-License-Identifier: MIT
#include "background/text_file.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

TEST(TextFile, IsReadByteByByte) {
  const TemporaryFolder folder;
  std::string content("a\r\n\0\xff", 5);
  EXPECT_EQ(*read_text_file(folder.write("small", content), 100), content);
  content.assign(1'000'000, 'x');  // several blocks
  content += "the end";
  EXPECT_EQ(*read_text_file(folder.write("large", content), content.size()), content);
  EXPECT_EQ(*read_text_file(folder.write("empty", ""), 0), "");
}

TEST(TextFile, LargerThanAllowedIsAProblemOfTheInput) {
  const TemporaryFolder folder;
  const std::string file = folder.write("large", "12345");
  const Result<std::string> text = read_text_file(file, 4);
  EXPECT_EQ(problem_lines(text), Lines{file + ": larger than 4 bytes, the most that is read"});
  EXPECT_EQ(text.problems().front().cause, Problem::Cause::input);
  EXPECT_TRUE(read_text_file(file, 5).has_value());
}

TEST(TextFile, ThatIsNotThereIsAProblemOfTheSystem) {
  const TemporaryFolder folder;
  const std::string file = folder.file("none");
  const Result<std::string> text = read_text_file(file, 100);
  EXPECT_EQ(problem_lines(text), Lines{file + ": cannot be read: No such file or directory"});
  EXPECT_EQ(text.problems().front().cause, Problem::Cause::system);
}

TEST(TextFile, FolderIsNoFile) {
  const TemporaryFolder folder;
  const Result<std::string> text = read_text_file(folder.path(), 100);
  EXPECT_EQ(problem_lines(text), Lines{folder.path().string() + ": is a folder, expected a file"});
  EXPECT_EQ(text.problems().front().cause, Problem::Cause::system);
}

TEST(TextStream, IsReadToItsEnd) {
  std::istringstream in(std::string(200'000, 'y'));
  const Result<std::string> text = read_text(in, "stdin", 1'000'000);
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->size(), 200'000U);
}

TEST(TextStream, WithoutEndIsLeftAtTheLimit) {
  std::istringstream in(std::string(1'000'000, 'y'));
  EXPECT_EQ(problem_lines(read_text(in, "stdin", 1000)),
            Lines{"stdin: larger than 1000 bytes, the most that is read"});
}

TEST(InFile, PlacesBeginWithTheFileHoweverTheyContinue) {
  Problems problems;
  problems.push_back({"/layers/3", "pointer"});
  problems.push_back({":12:5", "line"});
  problems.push_back({"", "whole"});
  EXPECT_EQ(problem_lines(in_file("net.json", problems)),
            (Lines{"net.json: /layers/3: pointer", "net.json:12:5: line", "net.json: whole"}));
}

}  // namespace
}  // namespace popex::test
