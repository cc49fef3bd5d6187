// SPDX-License-Identifier: MIT
#include "support/network_file.hpp"

#include <fstream>

#include "background/importers/importer.hpp"

namespace popex::test {
namespace {

constexpr Bytes kImage{224 * 224 * 3};

/// The files' tensors are those of large batches, sent at 2 GiB/s.
constexpr double kBytesPerMs = 2147483.648;
constexpr double kBytesPerMsAtOneMbps = 125;

}  // namespace

std::optional<ProfileData> network_from_file(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return std::nullopt;
  const ImportFile source{file.string(), {}, &in};
  ProfileData data = kMsrImporter.read({&source, 1}, {}).value().profile;
  data.name = file.stem().string();
  data.input = kImage;
  for (ProfileData::Layer& layer : data.layers) {
    layer.output->value *= kBytesPerMsAtOneMbps / kBytesPerMs;
  }
  return data;
}

}  // namespace popex::test
