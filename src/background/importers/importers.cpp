// SPDX-License-Identifier: MIT
#include "background/importers/importer.hpp"

namespace popex {

const std::vector<const Importer*>& importers() {
  static const std::vector<const Importer*> all = {
      &kCsvImporter, &kCaffeImporter,  &kMsrImporter,    &kOpenVinoImporter,
      &kOrtImporter, &kTfliteImporter, &kTrtexecImporter};
  return all;
}

}  // namespace popex
