// SPDX-License-Identifier: MIT
//
// The folders of src/ are rooms, and arrows between them point one way. Packaged headers are on the
// default include path, where linking guards nothing, so the includes themselves are read.

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

struct Include {
  fs::path file;
  std::string header;  // with its brackets or quotes
};

std::vector<fs::path> sources(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".cpp" || extension == ".hpp") files.push_back(entry.path());
  }
  return files;
}

std::vector<Include> includes(const fs::path& folder) {
  std::vector<Include> found;
  for (const fs::path& file : sources(folder)) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("#include ")) found.push_back({file, line.substr(9)});
    }
  }
  return found;
}

const fs::path kSource = fs::path(POPEX_SOURCE) / "src";

TEST(Rooms, IncludeOnlyTheRoomsBelowThem) {
  const std::map<std::string, Names> may_include = {
      {"text", {"text"}},
      {"model", {"text", "model"}},
      {"decision_maker", {"text", "model", "decision_maker"}},
      {"update_box", {"text", "model", "decision_maker", "update_box"}},
      {"background", {"text", "model", "background"}},
      {"report", {"text", "model", "decision_maker", "update_box", "report"}},
      {"cli", {"text", "model", "decision_maker", "update_box", "background", "report", "cli"}},
      // A program of its own, which hands a background/onnx_graph to popex and starts as it does.
      {"onnx", {"text", "background", "onnx"}},
  };
  std::size_t checked = 0;
  for (const auto& entry : fs::directory_iterator(kSource)) {
    if (!entry.is_directory()) continue;
    const std::string room = entry.path().filename().string();
    ASSERT_TRUE(may_include.contains(room)) << "a room that this test does not know: " << room;
    for (const Include& include : includes(entry.path())) {
      if (include.header.front() != '"') continue;
      const std::string other = include.header.substr(1, include.header.find('/') - 1);
      EXPECT_TRUE(may_include.at(room).contains(other)) << include.file << " includes " << other;
      if (room == "onnx" && other == "background") {
        EXPECT_TRUE(include.header == "\"background/onnx_graph.hpp\"" ||
                    include.header == "\"background/standard_streams.hpp\"")
            << include.file;
      }
      ++checked;
    }
  }
  EXPECT_GT(checked, 100U);
}

TEST(Rooms, KeepLibrariesWhereTheyBelong) {
  const std::map<std::string, Names> rooms_of = {{"<nlohmann/", {"background", "report"}},
                                                 {"<rapidjson/", {"background"}},
                                                 {"<CLI/", {"cli"}},
                                                 {"<spdlog/", {"cli"}},
                                                 {"<onnx/", {"onnx"}},
                                                 {"<google/", {"onnx"}},
                                                 {"<opencv2/", {"onnx"}}};
  std::size_t checked = 0;
  for (const Include& include : includes(kSource)) {
    const std::string room = fs::relative(include.file, kSource).begin()->string();
    for (const auto& [library, rooms] : rooms_of) {
      if (!include.header.starts_with(library)) continue;
      EXPECT_TRUE(rooms.contains(room)) << include.file << " includes " << include.header;
      ++checked;
    }
    if (include.header.starts_with("<boost/")) {
      const bool is_mathematics = include.header.starts_with("<boost/math/");
      EXPECT_EQ(room, is_mathematics ? "background" : "decision_maker") << include.file;
      EXPECT_EQ(include.file.extension(), ".cpp") << include.file;
      ++checked;
    }
  }
  EXPECT_GT(checked, 5U);
}

TEST(Rooms, DoNoInputOrOutputWhereValuesAreWorkedOut) {
  const Names banned = {"<iostream>", "<fstream>", "<cstdio>",   "<cstdlib>", "<filesystem>",
                        "<istream>",  "<ostream>", "<unistd.h>", "<sstream>"};
  std::size_t checked = 0;
  for (const char* room : {"text", "model", "decision_maker", "update_box"}) {
    for (const Include& include : includes(kSource / room)) {
      EXPECT_FALSE(banned.contains(include.header))
          << include.file << " includes " << include.header;
      ++checked;
    }
  }
  EXPECT_GT(checked, 50U);
}

TEST(Rooms, ShowOtherProgramsNoLibraryOfOurs) {
  const std::vector<Include> all = includes(fs::path(POPEX_SOURCE) / "include");
  for (const Include& include : all) {
    for (const char* library : {"<boost/", "<nlohmann/", "<rapidjson/", "<CLI/", "<spdlog/",
                                "<fmt/", "<onnx/", "<opencv2/"}) {
      EXPECT_FALSE(include.header.starts_with(library)) << include.file;
    }
    EXPECT_EQ(include.header.front(), '<') << include.file << " includes a private header";
  }
  EXPECT_GT(all.size(), 10U);
}

TEST(Sources, BeginWithTheirLicence) {
  std::size_t checked = 0;
  for (const char* folder : {"src", "include", "tests"}) {
    for (const fs::path& file : sources(fs::path(POPEX_SOURCE) / folder)) {
      std::string line;
      std::ifstream in(file);
      std::getline(in, line);
      EXPECT_EQ(line, "// SPDX-License-Identifier: MIT") << file;
      ++checked;
    }
  }
  EXPECT_GT(checked, 50U);
}

}  // namespace
