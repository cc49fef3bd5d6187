// SPDX-License-Identifier: MIT
#include "text/json_pointer.hpp"

#include <string>

#include <gtest/gtest.h>

namespace popex::text {
namespace {

TEST(JsonPointer, AppendsTokenAfterSlash) {
  std::string pointer = "/layers";
  append_pointer_token(pointer, "3");
  EXPECT_EQ(pointer, "/layers/3");
}

TEST(JsonPointer, EscapesTildeAndSlashAsRfc6901Has) {
  std::string pointer;
  append_pointer_token(pointer, "a/b~c~1");
  EXPECT_EQ(pointer, "/a~1b~0c~01");
}

TEST(JsonPointer, EmptyKeyIsATokenToo) {
  std::string pointer;
  append_pointer_token(pointer, "");
  EXPECT_EQ(pointer, "/");
}

}  // namespace
}  // namespace popex::text
