// SPDX-License-Identifier: MIT
#include <iostream>

int main() {
  std::ios::sync_with_stdio(false);
  return std::cout.good() ? 0 : 1;
}
