// SPDX-License-Identifier: MIT
#include "background/importers/layer_names.hpp"

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

TEST(LayerNames, AreOnceEachAndNotReserved) {
  LayerNames names;
  Lines made;
  for (const char* name : {"conv", "conv", "conv#3", "conv", "input", "output", "", "input"}) {
    made.push_back(names.add(name));
  }
  EXPECT_EQ(made,
            (Lines{"conv", "conv#2", "conv#3", "conv#4", "input#1", "output#1", "#1", "input#2"}));
  Lines notes;
  names.note(notes);
  EXPECT_EQ(notes, Lines{"6 names were numbered, as they were taken or reserved: conv#2, conv#4, "
                         "input#1, output#1, #1, …"});
}

TEST(LayerNames, NeedNoNoteWhereAllStayed) {
  LayerNames names;
  EXPECT_EQ(names.add("a"), "a");
  Lines notes;
  names.note(notes);
  EXPECT_EQ(notes, Lines{});
}

}  // namespace
}  // namespace popex::test
