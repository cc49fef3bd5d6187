// SPDX-License-Identifier: MIT
//
// Every command block of the README and the examples is run, and what it prints is what the page
// says. With POPEX_UPDATE_DOCUMENTS=1 in the environment the pages are written anew instead: read
// the difference before you keep it. In a block of "console measured", measured numbers may differ.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A folder of its own for the commands of a page, with a copy of what stands beside the page.
class WorkFolder {
 public:
  /// `beside`: the page's folder; for the README, the project's, of which it sees the examples.
  explicit WorkFolder(const fs::path& beside) {
    std::string name = (fs::temp_directory_path() / "popex-documents-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
    if (beside == fs::path(POPEX_SOURCE)) {
      fs::create_directory_symlink(beside / "examples", path_ / "examples");
      return;
    }
    for (const auto& entry : fs::directory_iterator(beside)) {
      if (entry.is_regular_file()) fs::copy(entry.path(), path_);
    }
  }
  ~WorkFolder() { fs::remove_all(path_); }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  /// What a person would see: stdout and stderr as they come.
  [[nodiscard]] std::string run(const std::string& command) const {
    const std::string line = "cd '" + path_.string() + "' && { " + command + "\n} 2>&1";
    FILE* pipe = popen(("bash -c '" + escaped(line) + "'").c_str(), "r");
    std::string output;
    std::array<char, 4096> block{};
    while (const std::size_t count = fread(block.data(), 1, block.size(), pipe)) {
      output.append(block.data(), count);
    }
    pclose(pipe);
    return output;
  }

 private:
  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out;
  }
  fs::path path_;
};

struct Page {
  std::string name;  // seen from the project's folder
};

std::ostream& operator<<(std::ostream& out, const Page& page) { return out << page.name; }

std::vector<Page> pages() {
  const fs::path root = POPEX_SOURCE;
  std::vector<Page> found{{"README.md"}, {"profiles/README.md"}};
  for (const auto& entry : fs::directory_iterator(root / "examples")) {
    if (entry.is_directory()) {
      found.push_back({fs::relative(entry.path() / "README.md", root).string()});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Page& a, const Page& b) { return a.name < b.name; });
  return found;
}

/// What is the same in two outputs that differ in measured numbers, their units and padding alone.
/// A busy machine makes popex warn that measurements disagree.
std::string without_numbers(std::string text) {
  static const std::regex warning("popex: warning: [^\n]*\n");
  static const std::regex number("-?[0-9][0-9.]*(e[-+]?[0-9]+)?( (ms|µs|s)\\b)?");
  static const std::regex blanks(" +");
  for (const auto& [what, by] : {std::pair(warning, ""), {number, "#"}, {blanks, " "}}) {
    text = std::regex_replace(text, what, by);
  }
  return text;
}

/// A page as it is read, with the outputs that its commands have now.
class Rerun {
 public:
  Rerun(const std::string& written, const WorkFolder& folder) : folder_(folder) {
    std::istringstream in(written);
    for (std::string line; std::getline(in, line);) read(line);
  }

  std::string page;
  std::vector<std::string> set_up_commands;

 private:
  void read(const std::string& line) {
    if (line.starts_with("```")) {
      end_output();
      block_ = block_.empty() ? line.substr(3) : "";
      page += line + '\n';
      return;
    }
    if (block_ == "sh") set_up_commands.push_back(line);
    if (!block_.starts_with("console")) {
      page += line + '\n';
    } else if (line.starts_with("$ ")) {
      end_output();
      page += line + '\n';
      output_now_ = folder_.run(line.substr(2));
    } else {
      output_there_ += line + '\n';
    }
  }

  /// In a block of "console measured", times may be others than on the page.
  void end_output() {
    const bool as_good = block_ == "console measured" &&
                         without_numbers(output_there_) == without_numbers(output_now_);
    page += as_good ? output_there_ : output_now_;
    output_there_.clear();
    output_now_.clear();
  }

  const WorkFolder& folder_;
  std::string block_;         // the kind of block that a line is in
  std::string output_there_;  // of the last command, as the page has it …
  std::string output_now_;    // … and as it is
};

class DocumentTest : public testing::TestWithParam<Page> {};

TEST_P(DocumentTest, ItsCommandsPrintWhatItSays) {
  const fs::path file = fs::path(POPEX_SOURCE) / GetParam().name;
  // The program of the build, or an installed one: POPEX_PROGRAM_FOLDER in the environment.
  const char* installed = std::getenv("POPEX_PROGRAM_FOLDER");
  const std::string programs = installed != nullptr ? installed : POPEX_PROGRAM_FOLDER;
  setenv("PATH", (programs + ':' + std::getenv("PATH")).c_str(), 1);
  const WorkFolder folder(file.parent_path());
  const std::string page = read(file);
  ASSERT_NE(page, "");
  const Rerun rerun(page, folder);
  const std::string& now = rerun.page;
  // What sets a machine up is run by .ci/run, and there is nothing else of that kind.
  if (GetParam().name == "README.md") {
    EXPECT_EQ(rerun.set_up_commands,
              (std::vector<std::string>{"examples/quickstart.sh", "tests/run.sh"}));
  } else {
    EXPECT_TRUE(rerun.set_up_commands.empty());
  }
  if (std::getenv("POPEX_UPDATE_DOCUMENTS") != nullptr) {
    std::ofstream(file, std::ios::binary) << now;
    return;
  }
  EXPECT_EQ(page, now);
}

INSTANTIATE_TEST_SUITE_P(Pages, DocumentTest, testing::ValuesIn(pages()), [](const auto& page) {
  std::string name = page.param.name;
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
