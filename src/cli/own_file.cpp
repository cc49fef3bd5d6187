// SPDX-License-Identifier: MIT
#include "cli/own_file.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace popex::cli {
namespace {

constexpr std::size_t kNameSize = 32;

/// A file that is to be removed, for the handler of signals, which gets nothing but what is global.
struct Slot {
  std::atomic<bool> taken = false;
  std::atomic<int> folder = -1;  // -1: nothing to remove
  std::array<char, kNameSize> name{};
};
std::array<Slot, 16> slots;

void remove_all(int signal) {
  for (const Slot& slot : slots) {
    const int folder = slot.folder;
    if (folder >= 0) unlinkat(folder, slot.name.data(), 0);
  }
  // Waits until this returns, and then ends the program as if nothing had caught it.
  std::signal(signal, SIG_DFL);
  raise(signal);
}

void do_nothing(int /*signal*/) {}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  if (action.sa_handler != SIG_DFL) return;  // it does not end the program
  action.sa_handler = handler;
  sigaction(signal, &action, nullptr);
}

void handle_signals() {
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGALRM, SIGXCPU}) {
    handle(signal, remove_all);
  }
  handle(SIGXFSZ, do_nothing);  // write() fails then, which says more
}

/// Nothing where all are taken.
std::size_t take_slot() {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!slots.at(i).taken.exchange(true)) return i;
  }
  return slots.size();
}

}  // namespace

OwnFile::~OwnFile() {
  if (file_ >= 0) {
    close(file_);
    unlinkat(folder_, slots.at(slot_).name.data(), 0);
  }
  leave();
}

void OwnFile::leave() {
  if (folder_ < 0) return;
  slots.at(slot_).folder = -1;
  slots.at(slot_).taken = false;
  close(folder_);
  folder_ = file_ = -1;
}

int OwnFile::open(const std::filesystem::path& folder, mode_t mode) {
  const int opened =
      ::open(folder.empty() ? "." : folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return errno;
  slot_ = take_slot();
  if (slot_ == slots.size()) {
    close(opened);
    return EMFILE;
  }
  folder_ = opened;
  handle_signals();
  Slot& slot = slots.at(slot_);
  do {
    std::uint64_t number = 0;
    if (getrandom(&number, sizeof number, 0) != sizeof number) break;
    *fmt::format_to_n(slot.name.data(), kNameSize - 1, ".popex-{:016x}", number).out = '\0';
    slot.folder = folder_;  // before it is there: a signal comes before or after, never between
    file_ = openat(folder_, slot.name.data(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                   mode);
  } while (file_ < 0 && errno == EEXIST);
  if (file_ >= 0) return 0;
  const int error = errno;
  leave();
  return error;
}

int OwnFile::rename_to(const std::string& name) {
  // Some file systems cannot wait.
  if (fsync(file_) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS) return errno;
  const char* const own_name = slots.at(slot_).name.data();
  if (renameat(folder_, own_name, folder_, name.c_str()) != 0) return errno;
  const int closed = close(file_);
  file_ = -1;
  const int error = closed == 0 || errno == EINTR ? 0 : errno;
  leave();
  return error;
}

}  // namespace popex::cli
