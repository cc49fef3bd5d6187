// SPDX-License-Identifier: MIT
#pragma once

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "report/wording.hpp"

namespace popex::cli {

/// Whether an answer goes to a terminal: names in tables are shortened there, and nowhere else.
report::Page page_of(const Context& context, const std::string& file);

/// Writes an answer that report renders in every format, and commits it.
template <class Answer>
void write_answer(const Context& context, Output& output, const OutputOptions& options,
                  const Answer& answer) {
  switch (options.chosen()) {
    case Format::text:
      if constexpr (requires { render_text(answer, report::Page::terminal); }) {
        output.write(render_text(answer, page_of(context, options.file)));
      } else {  // nothing in it is shortened
        output.write(render_text(answer));
      }
      break;
    case Format::json:
      output.write(render_json(answer));
      break;
    case Format::csv:
      output.write(render_csv(answer));
      break;
  }
  output.commit();
}

}  // namespace popex::cli
