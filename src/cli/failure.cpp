// SPDX-License-Identifier: MIT
#include "cli/failure.hpp"

#include <new>

namespace popex::cli {

Problems problems_of_exception() {
  try {
    throw;
  } catch (const Failure& failure) {
    return failure.problems();
  } catch (const std::bad_alloc&) {
    return {{"memory", "there is not enough for this input", Problem::Cause::system}};
  } catch (const std::exception&) {
    return {{"popex", "has a fault: please report it with the command line and the files",
             Problem::Cause::system}};
  }
}

}  // namespace popex::cli
