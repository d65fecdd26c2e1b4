#include "content-sync/updater/device_fetch.h"

#include "content-sync/updater/role_fetch.h"

namespace gatecast::updater {
namespace {

Status fetch_wish(Fetcher& fetcher, TrustedMetadata& trusted, const DeviceFetchOptions& options,
                  store::RoleFiles& files) {
  const auto role = bundle::device_role(options.site);
  GATECAST_TRY_STATUS(load_delegated(fetcher, trusted, role, "targets", options.refresh));
  files = trusted.files;
  const auto name = bundle::device_target(options.site, options.kiosk);
  const auto& targets = trusted.set.targets(role)->targets;
  const auto target = targets.find(name);
  if (target == targets.end()) return {};  // nothing is asked of this kiosk
  if (target->second.length_bytes > bundle::kDeviceLimit)
    return fail(trust_error("tuf.target.length", name, "what is asked of a kiosk takes more than 16 kB"));
  const auto path = "targets/" + target_path(target->second, name, trusted.set.root().consistent_snapshot);
  GATECAST_TRY(auto bytes, fetch_bytes(fetcher, path, target->second.length_bytes));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, bytes, name));
  files[name] = std::move(bytes);
  return {};
}

}  // namespace

Result<DeviceFetch> fetch_device(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                                 const DeviceFetchOptions& options) {
  DeviceFetch fetched;
  const auto role = bundle::device_role(options.site);
  if (!is_published(trusted, role)) return fetched;
  const Path file = store / store::kDeviceFile;
  if (const auto bytes = read_file(disk, file, store::kDeviceFileLimit))
    if (const auto stored = store::parse_role_files(*bytes, file.string());
        stored && is_newest(*stored, trusted, role))
      return fetched;
  store::RoleFiles files;
  const auto status = fetch_wish(fetcher, trusted, options, files);
  trusted.files.erase(role + ".json");  // no part of a content's generation
  GATECAST_TRY_STATUS(status);
  GATECAST_TRY_STATUS(write_file_durably(disk, file, store::write_role_files(files)));
  fetched.is_new = true;
  return fetched;
}

}  // namespace gatecast::updater
