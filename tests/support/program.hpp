// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace popex::test {

/// What a person sees of a command, all of it.
struct Seen {
  int code = 0;
  std::string out;
  std::string err;
};

/// Where the program is: of the build, or what POPEX_PROGRAM_FOLDER in the environment says, so
/// that the same tests run with an installed one.
std::string program_folder();

/// Runs a command with `input` as standard input: through cli::run, or with POPEX_PROGRAM_FOLDER as
/// the program there.
Seen popex(const std::vector<std::string>& arguments, const std::string& input = "");

/// Runs a line of bash with that program first on the PATH, in `folder`.
Seen shell(const std::string& line, const std::filesystem::path& folder = ".");

/// Why no terminal can be made here, for tests that need one and skip; empty where one can.
std::string no_terminal();

/// A folder that is gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file there and returns its name.
  std::string write(const std::string& name, std::string_view content) const;
  [[nodiscard]] std::vector<std::string> names() const;  ///< of the files, sorted

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);
std::vector<std::string> lines_of(const std::string& text);

/// Two layers and a branch between them, small enough for pencil and paper:
///
///     input 1000 B ──▸ a ──▸ b ──▸ output        edge  a 10, b 20, x 1 ms; x exits with p = 0.5
///                      │ 500 B                   cloud a 1, b 2 ms
///                      └──▸ x
extern const std::string_view kSmallProfile;

}  // namespace popex::test
