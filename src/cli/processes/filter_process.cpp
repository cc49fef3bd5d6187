// SPDX-License-Identifier: MIT
#include "cli/processes/filter_process.hpp"

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "cli/processes/child_process.hpp"
#include "cli/processes/memory_file.hpp"

namespace popex::cli {

Result<Filtered> run_filter(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments, std::string input,
                            std::chrono::milliseconds most) {
  const auto failed = [&](const ProgramEnd& end) {
    std::string message = end.in_words();
    if (end.kind == ProgramEnd::Kind::timed_out) {
      message += fmt::format(" after {} s", std::chrono::duration<double>(most).count());
    }
    return Problems{{program.string(), std::move(message), Problem::Cause::system}};
  };
  const MemoryFile out;
  const MemoryFile err;
  if (!out.is_open() || !err.is_open()) return failed({ProgramEnd::Kind::not_run, errno});
  ProgramRun run;
  run.words = {program.string()};
  run.words.insert(run.words.end(), arguments.begin(), arguments.end());
  run.input = std::move(input);
  run.output = out.descriptor();
  run.errors = err.descriptor();
  run.timeout = most;
  const ProgramEnd end = run_program(run);
  if (end.kind != ProgramEnd::Kind::exited) return failed(end);
  return Filtered{end.code, out.content(), err.content()};
}

}  // namespace popex::cli
