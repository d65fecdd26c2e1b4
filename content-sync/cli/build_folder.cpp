#include "content-sync/cli/build_folder.h"

#include <fmt/format.h>

#include "content-sync/store/limits.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::cli {
namespace {

constexpr std::string_view kPrefix = "content-";
constexpr std::string_view kSuffix = ".json";

Result<std::string> channel_in(Disk& disk, const Path& folder) {
  GATECAST_TRY(const auto names, disk.list(folder));
  std::string channel;
  for (const auto& name : names) {
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) continue;
    if (!channel.empty())
      return fail(content_error("build.folder", folder, "metadata of two channels lies in it",
                                "build each channel into a folder of its own"));
    channel = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  }
  if (!channel.empty()) return channel;
  return fail(content_error("build.folder", folder,
                            "this is no build folder: no content-<channel>.json lies in it",
                            "make one with `gatecast build FOLDER --out BUILD`"));
}

}  // namespace

Result<BuildFolder> read_build_folder(Disk& disk, const Path& folder) {
  BuildFolder build;
  GATECAST_TRY(build.channel, channel_in(disk, folder));
  build.metadata_file = folder / (build.role() + ".json");
  GATECAST_TRY(build.metadata, read_file(disk, build.metadata_file, tuf::kTargetsLimit));
  GATECAST_TRY(build.envelope, tuf::parse_targets(build.metadata, build.metadata_file.string()));
  const Path document_file = folder / "release.json";
  GATECAST_TRY(build.document, read_file(disk, document_file, store::kReleaseLimit));
  const auto& targets = build.envelope.signed_part.targets;
  const auto target = targets.find("releases/" + build.channel + ".json");
  if (target == targets.end() || targets.size() != 1)
    return fail(trust_error("build.folder", build.metadata_file,
                            "it does not name exactly one release, that of its channel", "build again"));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, build.document, document_file.string()));
  GATECAST_TRY(build.release, bundle::parse_release(build.document, document_file.string()));
  if (build.release.channel != build.channel)
    return fail(trust_error("build.folder", document_file,
                            "this is a release of channel " + build.release.channel, "build again"));
  return build;
}

std::vector<Error> damaged_objects(Disk& disk, const Path& objects, const bundle::Release& release) {
  std::vector<Error> faults;
  for (const auto& [name, object] : release.objects)
    if (const auto status = store::verify_object(disk, objects, object); !status)
      faults.push_back(status.error());
  return faults;
}

std::uint64_t bytes_of(const bundle::Release& release) {
  std::uint64_t bytes = 0;
  for (const auto& [name, object] : release.objects) bytes += object.length_bytes;
  return bytes;
}

std::string readable_size(std::uint64_t bytes) {
  if (bytes < 10'000) return fmt::format("{} bytes", bytes);
  if (bytes < 10'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace gatecast::cli
