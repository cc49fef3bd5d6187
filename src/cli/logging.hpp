// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <ostream>
#include <string_view>

namespace popex::cli {

/// What popex says beside its answer, on stderr: "popex: warning: …".
class Log {
 public:
  /// `verbosity`: below 0 errors alone, 0 warnings too, 1 information, 2 and more details.
  Log(std::ostream& err, int verbosity);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void error(std::string_view message);
  void warning(std::string_view message);
  void info(std::string_view message);
  /// What is good to know and nothing to worry about, said where warnings are: "popex: …".
  void note(std::string_view message);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

}  // namespace popex::cli
