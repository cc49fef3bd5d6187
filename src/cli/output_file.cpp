// SPDX-License-Identifier: MIT
#include "cli/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

#include "cli/failure.hpp"

namespace popex::cli {

Output::Output(std::ostream& out, const std::string& target, Writing writing) : stream_(&out) {
  if (target.empty() || target == "-") return;
  std::error_code error;
  target_ = std::filesystem::weakly_canonical(target, error);
  if (error) target_ = target;
  // A device or a pipe cannot be replaced, only written to.
  const bool appends = writing == Writing::appended;
  const bool in_place = appends || (std::filesystem::exists(target_, error) &&
                                    !std::filesystem::is_regular_file(target_, error));
  if (!in_place) partial_ = target_.string() + ".partial";
  // Whoever was killed while writing has left a piece of a line there.
  const bool begins_a_line = appends && ends_within_a_line();
  errno = 0;
  file_.open(in_place ? target_ : partial_,
             std::ios::binary | (appends ? std::ios::app : std::ios::trunc));
  stream_ = &file_;
  if (!file_) {
    partial_.clear();
    fail();
  }
  if (begins_a_line) write("\n");
}

bool Output::ends_within_a_line() const {
  std::error_code error;
  if (!std::filesystem::is_regular_file(target_, error)) return false;
  std::ifstream file(target_, std::ios::binary);
  char last = '\n';
  return file.seekg(-1, std::ios::end).get(last) && last != '\n';
}

Output::~Output() {
  if (!partial_.empty() && file_.is_open()) {
    // Not committed: the command failed, and half an answer is none.
    file_.close();
    std::error_code ignored;
    std::filesystem::remove(partial_, ignored);
  }
}

void Output::write(std::string_view text) {
  errno = 0;
  stream_->write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!*stream_) fail();
}

void Output::flush() {
  errno = 0;
  stream_->flush();
  if (!*stream_) fail();
}

void Output::commit() {
  flush();
  if (!file_.is_open()) return;
  file_.close();
  if (!file_) fail();
  if (partial_.empty()) return;
  std::error_code error;
  std::filesystem::rename(partial_, target_, error);
  if (error) {
    throw Failure(target_.string(), fmt::format("cannot be written: {}", error.message()),
                  Problem::Cause::system);
  }
}

void Output::fail() const {
  if (errno == EPIPE) throw ReaderGone();
  throw Failure(
      target_.empty() ? "standard output" : target_.string(),
      fmt::format("cannot be written: {}", errno == 0 ? "unknown error" : std::strerror(errno)),
      Problem::Cause::system);
}

}  // namespace popex::cli
