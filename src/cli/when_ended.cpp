// SPDX-License-Identifier: MIT
#include "cli/when_ended.hpp"

#include <atomic>
#include <csignal>
#include <unistd.h>

namespace popex::cli {
namespace {

struct Slot {
  std::atomic<bool> taken = false;
  std::atomic<int> folder = -1;  // -1: nothing to remove
  std::array<char, RemovedWhenEnded::kNameSize> name{};
};
std::array<Slot, 16> slots;
std::atomic<pid_t> group_of_others = 0;

void end_well(int signal) {
  for (const Slot& slot : slots) {
    const int folder = slot.folder;
    if (folder >= 0) unlinkat(folder, slot.name.data(), 0);
  }
  if (const pid_t group = group_of_others; group > 0) kill(-group, SIGTERM);
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
    handle(signal, end_well);
  }
  handle(SIGXFSZ, do_nothing);  // write() fails then, which says more
}

}  // namespace

bool RemovedWhenEnded::set(int folder, const std::array<char, kNameSize>& name) {
  handle_signals();
  for (std::size_t i = 0; slot_ == 0 && i < slots.size(); ++i) {
    if (!slots.at(i).taken.exchange(true)) slot_ = i + 1;
  }
  if (slot_ == 0) return false;
  Slot& slot = slots.at(slot_ - 1);
  slot.folder = -1;
  slot.name = name;
  slot.folder = folder;
  return true;
}

void RemovedWhenEnded::clear() {
  if (slot_ == 0) return;
  Slot& slot = slots.at(slot_ - 1);
  slot.folder = -1;
  slot.taken = false;
  slot_ = 0;
}

GroupEndedWithUs::GroupEndedWithUs(pid_t group) {
  handle_signals();
  group_of_others = group;
}

GroupEndedWithUs::~GroupEndedWithUs() { group_of_others = 0; }

}  // namespace popex::cli
