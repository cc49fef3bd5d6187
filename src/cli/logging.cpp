// SPDX-License-Identifier: MIT
#include "cli/logging.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "text/printable.hpp"

namespace popex::cli {

// A logger of its own: spdlog's default one writes to stdout, which belongs to the answer.
struct Log::Sink {
  Sink(std::ostream& err, int verbosity)
      : logger("popex", std::make_shared<spdlog::sinks::ostream_sink_st>(err, true)),
        notes("popex", std::make_shared<spdlog::sinks::ostream_sink_st>(err, true)) {
    notes.set_pattern("popex: %v");
    notes.set_level(verbosity < 0 ? spdlog::level::off : spdlog::level::info);
    logger.set_pattern("popex: %l: %v");
    logger.set_level(verbosity < 0    ? spdlog::level::err
                     : verbosity == 0 ? spdlog::level::warn
                     : verbosity == 1 ? spdlog::level::info
                                      : spdlog::level::debug);
  }
  spdlog::logger logger;
  spdlog::logger notes;
};

Log::Log(std::ostream& err, int verbosity) : sink_(std::make_unique<Sink>(err, verbosity)) {}
Log::~Log() = default;

// A message is a line, whatever is in the names and pieces of files that it has.
void Log::error(std::string_view message) { sink_->logger.error("{}", text::printable(message)); }
void Log::warning(std::string_view message) { sink_->logger.warn("{}", text::printable(message)); }
void Log::note(std::string_view message) { sink_->notes.info("{}", text::printable(message)); }
void Log::info(std::string_view message) { sink_->logger.info("{}", text::printable(message)); }

}  // namespace popex::cli
