// SPDX-License-Identifier: MIT
#include "cli/own_file.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace popex::cli {

OwnFile::~OwnFile() {
  if (file_ >= 0) {
    close(file_);
    unlinkat(folder_, name_.data(), 0);
  }
  removed_.clear();
  if (folder_ >= 0) close(folder_);
}

int OwnFile::open(const std::filesystem::path& folder, mode_t mode) {
  folder_ = ::open(folder.empty() ? "." : folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0) return errno;
  do {
    std::uint64_t number = 0;
    if (getrandom(&number, sizeof number, 0) != sizeof number) return errno;
    *fmt::format_to_n(name_.data(), name_.size() - 1, ".popex-{:016x}", number).out = '\0';
    if (!removed_.set(folder_, name_)) return EMFILE;
    file_ =
        openat(folder_, name_.data(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  } while (file_ < 0 && errno == EEXIST);
  return file_ < 0 ? errno : 0;
}

int OwnFile::rename_to(const std::string& name) {
  // Some file systems cannot wait.
  if (fsync(file_) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS) return errno;
  if (renameat(folder_, name_.data(), folder_, name.c_str()) != 0) return errno;
  removed_.clear();
  return close(std::exchange(file_, -1)) == 0 || errno == EINTR ? 0 : errno;
}

}  // namespace popex::cli
