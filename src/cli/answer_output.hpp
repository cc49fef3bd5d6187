// SPDX-License-Identifier: MIT
#pragma once

#include "cli/options.hpp"
#include "cli/output_file.hpp"

namespace popex::cli {

/// Writes an answer that report renders in every format, and commits it.
template <class Answer>
void write_answer(Output& output, Format format, const Answer& answer) {
  switch (format) {
    case Format::text:
      output.write(render_text(answer));
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
