// SPDX-License-Identifier: MIT
#include "support/program.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/run.hpp"

namespace popex::test {

const std::string_view kSmallProfile = R"({
  "format_version": 1, "name": "small", "input": {"bytes": 1000},
  "layers": [
    {"name": "a", "time_ms": {"edge": 10, "cloud": 1}, "output_bytes": 500},
    {"name": "b", "time_ms": {"edge": 20, "cloud": 2}, "output_bytes": 10}
  ],
  "branches": [
    {"name": "x", "after": "a", "time_ms": {"edge": 1, "cloud": 0.1}, "exit_probability": 0.5}
  ]
}
)";

namespace {

const char* installed_folder() { return std::getenv("POPEX_PROGRAM_FOLDER"); }

/// In single quotes, as bash reads it back.
std::string shell_word(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + '\'';
}

Seen run_installed(const std::vector<std::string>& arguments, const std::string& input) {
  const TemporaryFolder work;
  std::string line = "exec popex";
  for (const std::string& argument : arguments) line += ' ' + shell_word(argument);
  return shell(line + " < " + shell_word(work.write("input", input)));
}

}  // namespace

std::string program_folder() {
  const char* installed = installed_folder();
  return installed != nullptr ? installed : POPEX_PROGRAM_FOLDER;
}

Seen popex(const std::vector<std::string>& arguments, const std::string& input) {
  if (installed_folder() != nullptr) return run_installed(arguments, input);
  std::vector<const char*> words{"popex"};
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const int code = cli::run(static_cast<int>(words.size()), words.data(), in, out, err);
  return {code, out.str(), err.str()};
}

Seen shell(const std::string& line, const std::filesystem::path& folder) {
  const TemporaryFolder work;
  const std::string script =
      work.write("script", "export PATH=" + shell_word(program_folder()) + ":\"$PATH\"\ncd '" +
                               folder.string() + "'\n" + line + "\n");
  const std::string command =
      "bash '" + script + "' > '" + work.file("out") + "' 2> '" + work.file("err") + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(work.file("out")),
          read_file(work.file("err"))};
}

std::string no_terminal() {
  if (shell("command -v script").code != 0) {
    return "needs script (bsdutils), which is not installed";
  }
  const Seen seen = shell("script -qec true /dev/null < /dev/null");
  return seen.code == 0 ? "" : "needs a terminal, and here " + seen.out + seen.err;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "popex-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, std::string_view content) const {
  std::ofstream(path_ / name, std::ios::binary) << content;
  return file(name);
}

std::vector<std::string> TemporaryFolder::names() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace popex::test
