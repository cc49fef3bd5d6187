// SPDX-License-Identifier: MIT
#include "cli/answer_output.hpp"

#include <iostream>

#include "cli/surroundings.hpp"

namespace popex::cli {

report::Page page_of(const Context& context, const std::string& file) {
  const bool is_stdout = (file.empty() || file == "-") && &context.out == &std::cout;
  return is_stdout && is_terminal_for_answers() ? report::Page::terminal : report::Page::endless;
}

}  // namespace popex::cli
