// A build folder (`gatecast build`): release.json, content-<channel>.json, objects/.
// Threads: pure over the disk. Errors: "build.folder", trust errors where the parts do not belong together.
#pragma once
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::cli {

struct BuildFolder {
  Path metadata_file;
  Bytes metadata;
  tuf::Envelope<tuf::Targets> envelope;
  Bytes document;
  bundle::Release release;
  std::string channel;
  [[nodiscard]] std::string role() const { return "content-" + channel; }
};
// The metadata must name exactly this document, and the document be a release of that channel.
Result<BuildFolder> read_build_folder(Disk& disk, const Path& folder);

// Every object that is missing or damaged.
std::vector<Error> damaged_objects(Disk& disk, const Path& objects, const bundle::Release& release);
std::uint64_t bytes_of(const bundle::Release& release);
std::string readable_size(std::uint64_t bytes);

}  // namespace gatecast::cli
