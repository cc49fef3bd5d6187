// SPDX-License-Identifier: MIT
#include "cli/output_file.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "text/number.hpp"
#include "text/printable.hpp"

namespace popex::cli {
namespace {

constexpr std::size_t kBlock = 1U << 16U;
constexpr mode_t kModeOfNew = 0666;  // without what the umask takes

/// "/dev/stdout", "/dev/fd/3": the number of one of our descriptors.
std::optional<int> descriptor_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto folder = std::filesystem::canonical(file.parent_path(), error);
  if (error || folder != fmt::format("/proc/{}/fd", getpid())) return std::nullopt;
  const auto number = text::parse_number(file.filename().string());
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

/// Where a file's links lead to; a descriptor of ours is the end of the way.
std::filesystem::path followed(std::filesystem::path file) {
  constexpr int most = 40;  // as many as the system follows
  for (int i = 0; i < most; ++i) {
    std::error_code error;
    if (!std::filesystem::is_symlink(file, error) || descriptor_of(file)) break;
    file = file.parent_path() / std::filesystem::read_symlink(file, error);
  }
  return file;
}

/// Writes all of it. The system's error, or 0.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd until{file, POLLOUT, 0};
      poll(&until, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace

Output::Output(const Context& context, const std::string& target, Writing writing) {
  if (target.empty() || target == "-") {
    stream_ = &context.out;
    return;
  }
  target_ = target;
  file_ = followed(target);
  struct stat is {};
  const bool is_there = stat(file_.c_str(), &is) == 0;
  if (!is_there && errno != ENOENT) fail(errno);
  if (is_there && S_ISDIR(is.st_mode)) fail(EISDIR);
  if (const std::optional<int> number = descriptor_of(file_)) {
    in_place_ = fcntl(*number, F_DUPFD_CLOEXEC, 0);
    if (in_place_ < 0) fail(errno);
  } else if (writing == Writing::appended) {
    // A run that was killed while it wrote has left a piece of a line there.
    const bool begins_a_line = ends_within_a_line();
    open_in_place(O_APPEND | O_CREAT);
    if (begins_a_line) write("\n");
  } else if (is_there && !S_ISREG(is.st_mode)) {
    open_in_place(0);
  } else {
    open_beside(context);
  }
}

void Output::open_in_place(int flags) {
  in_place_ = open(file_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC | flags, kModeOfNew);
  if (in_place_ < 0) fail(errno);
}

void Output::open_beside(const Context& context) {
  struct stat before {};
  const bool is_there = stat(file_.c_str(), &before) == 0;
  if (is_there && faccessat(AT_FDCWD, file_.c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
  const std::filesystem::path folder = file_.parent_path();
  constexpr mode_t closed = 0600;  // until it is known whose it is
  if (const int error = own_.open(folder, is_there ? closed : kModeOfNew); error != 0) {
    if (error == ENOENT || error == ENOTDIR) fail(error);
    throw Failure(target_,
                  fmt::format("cannot be written: no file can be made in its folder: {}",
                              std::strerror(error)),
                  Problem::Cause::system);
  }
  if (!is_there) return;
  struct stat now {};
  if (fstat(descriptor(), &now) != 0) fail(errno);
  const bool has_other_owner = now.st_uid != before.st_uid || now.st_gid != before.st_gid;
  if (has_other_owner && fchown(descriptor(), before.st_uid, before.st_gid) != 0) {
    const std::string why = std::strerror(errno);
    // The group alone may be allowed.
    const bool keeps_group = now.st_gid == before.st_gid ||
                             fchown(descriptor(), static_cast<uid_t>(-1), before.st_gid) == 0;
    context.log.warning(fmt::format("{}: its {} cannot be kept: {}", target_,
                                    keeps_group                   ? "owner"
                                    : now.st_uid == before.st_uid ? "group"
                                                                  : "owner and group",
                                    why));
  }
  constexpr mode_t permissions = 07777;
  if (fchmod(descriptor(), before.st_mode & permissions) != 0) fail(errno);
}

bool Output::ends_within_a_line() const {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file_, error)) return false;
  std::ifstream file(file_, std::ios::binary);
  char last = '\n';
  return file.seekg(-1, std::ios::end).get(last) && last != '\n';
}

Output::~Output() {
  if (in_place_ >= 0) close(in_place_);
}

void Output::write(std::string_view text) {
  if (text::is_printable_lines(text)) {
    write_bytes(text);
  } else {
    write_bytes(text::printable_lines(text));
  }
}

void Output::write_bytes(std::string_view bytes) {
  if (stream_ != nullptr) {
    errno = 0;
    stream_->write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!*stream_) fail(errno);
    return;
  }
  waiting_ += bytes;
  if (waiting_.size() >= kBlock) flush();
}

void Output::flush() {
  if (stream_ != nullptr) {
    errno = 0;
    stream_->flush();
    if (!*stream_) fail(errno);
    return;
  }
  const int error = write_all(descriptor(), waiting_);
  waiting_.clear();
  if (error != 0) fail(error);
}

void Output::commit() {
  flush();
  int error = 0;
  if (own_.is_open()) {
    error = own_.rename_to(file_.filename().string());
  } else if (in_place_ >= 0) {
    error = close(in_place_) == 0 || errno == EINTR ? 0 : errno;
    in_place_ = -1;
  }
  if (error != 0) fail(error);
}

void Output::fail(int error) const {
  if (error == EPIPE) throw ReaderGone();
  throw Failure(
      stream_ != nullptr ? "standard output" : target_,
      fmt::format("cannot be written: {}", error == 0 ? "unknown error" : std::strerror(error)),
      Problem::Cause::system);
}

bool are_one_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == "-" || b == "-") return false;
  const auto full = [](const std::string& name) {
    std::error_code error;
    const std::filesystem::path path = std::filesystem::absolute(name, error).lexically_normal();
    return std::filesystem::weakly_canonical(followed(path), error);
  };
  return full(a) == full(b);
}

}  // namespace popex::cli
