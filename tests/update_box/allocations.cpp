// SPDX-License-Identifier: MIT
#include "update_box/allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> count{0};
}  // namespace

// In place of the library's, for this whole program; `new[]` comes here, too. All that `delete`
// below is to free is defined here, because under a sanitizer the library's others keep to
// themselves.
void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
  ++count;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
  if (void* const memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t& /*nothrow*/) noexcept {
  std::free(memory);
}

namespace popex::test {

std::size_t allocation_count() { return count; }

}  // namespace popex::test
