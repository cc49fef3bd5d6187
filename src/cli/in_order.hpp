// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace popex::cli {

/// Works on a stream of chunks with several threads, fewer where the system gives no more, and
/// hands the results on in the order of the chunks, whatever the number of threads. At most one
/// chunk a thread is in memory.
///
///     next(chunk) -> bool           fills in the next chunk; false at the end; one call at a time
///     make_worker() -> worker       called in each thread
///     worker(chunk, result)         any number at a time
///     write(result)                 one call at a time, in order
///
/// The first exception stops everything and is thrown again here.
template <class Chunk, class Result, class Next, class MakeWorker, class Write>
void work_in_order(unsigned threads, Next next, MakeWorker make_worker, Write write) {
  std::mutex mutex;
  std::mutex input;
  std::condition_variable turn_changed;
  std::size_t taken = 0;
  std::size_t turn = 0;
  bool stopped = false;
  std::exception_ptr failure;

  const auto stop_with = [&](std::exception_ptr exception) {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::move(exception);
    stopped = true;
    turn_changed.notify_all();
  };
  const auto run = [&] {
    try {
      auto worker = make_worker();
      Chunk chunk;
      Result result;
      for (;;) {
        std::size_t ticket = 0;
        {
          // Held while reading, so that chunks and tickets come in the same order.
          const std::lock_guard reading(input);
          {
            const std::lock_guard lock(mutex);
            if (stopped) return;
          }
          if (!next(chunk)) return;
          ticket = taken++;
        }
        worker(chunk, result);
        std::unique_lock lock(mutex);
        turn_changed.wait(lock, [&] { return stopped || turn == ticket; });
        if (stopped) return;
        write(result);
        ++turn;
        turn_changed.notify_all();
      }
    } catch (...) {
      stop_with(std::current_exception());
    }
  };

  std::vector<std::thread> others;
  others.reserve(threads - 1);
  try {
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(run);
  } catch (const std::system_error&) {
    // The system gives no more of them: those that there are do the work.
  }
  run();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace popex::cli
