// SPDX-License-Identifier: MIT
#pragma once

#include <popex/profile.hpp>

namespace popex {

/// `make_profile` for a reader that found problems of its own: the answer has those first, and what
/// merely follows from them is not reported a second time.
Result<Profile> make_profile(ProfileData data, Problems found_by_reader);

}  // namespace popex
