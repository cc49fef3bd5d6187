// SPDX-License-Identifier: MIT
#include "cli/processes/filter_process.hpp"

#include <cerrno>
#include <sys/wait.h>
#include <utility>

#include "cli/processes/child_process.hpp"
#include "cli/processes/memory_file.hpp"
#include "cli/processes/spawn.hpp"

namespace popex::cli {

Result<Filtered> run_filter(const std::filesystem::path& program,
                            const std::vector<std::string>& arguments, std::string_view input) {
  const auto failed = [&](ProgramEnd::Kind kind, int code) {
    return Problems{{program.string(), ProgramEnd{kind, code}.in_words(), Problem::Cause::system}};
  };
  const MemoryFile in;
  const MemoryFile out;
  const MemoryFile err;
  if (!in.is_open() || !out.is_open() || !err.is_open() || !in.write_all(input)) {
    return failed(ProgramEnd::Kind::not_run, errno);
  }
  Spawn with{.words = {program.string()},
             .environment = {},
             .input = in.descriptor(),
             .output = out.descriptor(),
             .errors = err.descriptor()};
  with.words.insert(with.words.end(), arguments.begin(), arguments.end());
  pid_t child = 0;
  const int error = spawn(std::move(with), child);
  if (error != 0) return failed(ProgramEnd::Kind::not_run, error);
  const int status = wait_for(child);
  if (WIFSIGNALED(status)) return failed(ProgramEnd::Kind::signalled, WTERMSIG(status));
  return Filtered{WEXITSTATUS(status), out.content(), err.content()};
}

}  // namespace popex::cli
