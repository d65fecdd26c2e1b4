#include "content-sync/updater/system_fetch.h"

#include "content-sync/updater/object_fetch.h"
#include "content-sync/updater/role_fetch.h"

namespace gatecast::updater {
namespace {

using store::Store;

Status fetch_document(Store& store, Fetcher& fetcher, TrustedMetadata& trusted, const RefreshOptions& refresh,
                      const std::string& arch) {
  const Path file = store.folder() / store::kSystemFile;
  if (stands_newest(store.disk(), file, store::kSystemFileLimit, trusted, bundle::kSystemRole)) return {};
  const RoleTarget wanted{bundle::kSystemRole, bundle::system_target(arch), bundle::kSystemLimit,
                          "what is said of a system takes more than 16 kB"};
  GATECAST_TRY(const auto files, fetch_role_target(fetcher, trusted, wanted, refresh));
  return write_file_durably(store.disk(), file, store::write_role_files(files));
}

bool is_marked_ready(Store& store, const Bytes& mark) {
  const auto there = read_file(store.disk(), store.folder() / store::kSystemReadyFile, 4096);
  return there && *there == mark;
}

}  // namespace

Result<SystemFetch> fetch_system(Store& store, Fetcher& fetcher, const UpdateOptions& update,
                                 const SystemFetchOptions& options) {
  RefreshOptions refresh;
  refresh.disk = &store.disk();
  refresh.trusted = store.trusted();
  refresh.now = update.now;
  refresh.floor = store.folder() / "floor.json";
  refresh.memory = update.memory;
  GATECAST_TRY(auto trusted, refresh_metadata(fetcher, update.pinned_root, refresh));
  SystemFetch fetched;
  if (!is_published(trusted, bundle::kSystemRole)) return fetched;
  GATECAST_TRY_STATUS(fetch_document(store, fetcher, trusted, refresh, options.arch));
  // As the installer will.
  GATECAST_TRY(const auto verified,
               store::load_verified_system(store.disk(), store.folder() / store::kSystemFile,
                                           update.pinned_root, options.arch, {}, update.now));
  if (!verified.image) return fetched;
  fetched.version = verified.image->version;
  fetched.is_wanted = fetched.version > options.known_version;
  if (!fetched.is_wanted) return fetched;

  bundle::Release carrier;  // nothing but objects, so that they come and are judged as a release's do
  carrier.objects = bundle::objects_of(*verified.image);
  const auto player = store::read_player_state(store.disk(), update.player_state);
  ObjectFetch objects(
      store, fetcher,
      {update.reserve_bytes, UINT64_MAX, update.on_progress, update.may_go_on, update.beside, update.also});
  GATECAST_TRY_STATUS(objects.fetch_missing(carrier, false, {}, player));
  fetched.bytes_fetched = objects.bytes_fetched();
  const Bytes mark = "{\"version\":" + std::to_string(fetched.version) + "}\n";
  if (is_marked_ready(store, mark)) return fetched;
  GATECAST_TRY_STATUS(write_file_durably(store.disk(), store.folder() / store::kSystemReadyFile, mark));
  fetched.is_new = true;
  return fetched;
}

std::set<Sha256> objects_of_system(Store& store, ByteView pinned_root, const SystemFetchOptions& options) {
  std::set<Sha256> hashes;
  const auto verified = store::load_verified_system(store.disk(), store.folder() / store::kSystemFile,
                                                    pinned_root, options.arch, {});
  if (!verified || !verified->image || verified->image->version <= options.known_version) return hashes;
  bundle::Release carrier;
  carrier.objects = bundle::objects_of(*verified->image);
  for (const auto& [hash, length] : store::needed_objects(carrier)) hashes.insert(hash);
  return hashes;
}

}  // namespace gatecast::updater
