#include "content-sync/updater/tuf_client.h"

#include <algorithm>

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kTargetLimit = std::uint64_t{1} << 30U;

// A target's path as part of an address (RFC 3986, pchar and "/").
std::string escaped_path(const std::string& path) {
  constexpr std::string_view kStands = "/!$&'()*+,;=:@";
  std::string text;
  for (const char c : path)
    text += kStands.find(c) == std::string_view::npos ? escaped_name({c}) : std::string(1, c);
  return text;
}

}  // namespace

RefreshOptions TufClient::options() const {
  RefreshOptions options;
  options.disk = disk_;
  options.trusted = folder_;
  options.root_files = RootFiles::newest;
  options.now = now_;
  options.policy.threshold = tuf::ThresholdRule::plain;
  options.prefix = "";
  return options;
}

Status TufClient::init(ByteView root) {
  if (const auto trusted = tuf::TrustedMetadataSet::create(root, now_, options().policy); !trusted)
    return fail(trusted.error());
  GATECAST_TRY_STATUS(make_directories(*disk_, folder_));
  return write_file_durably(*disk_, folder_ / "root.json", root);
}

Result<TrustedMetadata> TufClient::refreshed(Fetcher& metadata) {
  const auto root = read_file(*disk_, folder_ / "root.json", tuf::kRootLimit);
  if (!root)
    return fail(usage_error("tuf.root.missing", folder_, "no trusted root is here: " + root.error().message,
                            "run init with the root.json that you trust"));
  return refresh_metadata(metadata, *root, options());
}

Status TufClient::refresh(Fetcher& metadata) {
  GATECAST_TRY(const auto trusted, refreshed(metadata));
  return {};
}

Status TufClient::download(Fetcher& metadata, Fetcher& targets, const std::vector<std::string>& names,
                           const Path& to) {
  GATECAST_TRY(auto trusted, refreshed(metadata));
  for (const auto& name : names) GATECAST_TRY_STATUS(download_one(metadata, targets, trusted, name, to));
  return {};
}

Status TufClient::download_one(Fetcher& metadata, Fetcher& targets, TrustedMetadata& trusted,
                               const std::string& name, const Path& to) {
  GATECAST_TRY(const auto found, find_target(metadata, trusted, name, options()));
  if (found.file.length_bytes > kTargetLimit)
    return fail(trust_error("tuf.target.length", name,
                            "a target of more than " + std::to_string(kTargetLimit) + " bytes"));
  const Path path = to / escaped_name(name);
  const auto there = read_file(*disk_, path, found.file.length_bytes);
  if (there && tuf::verify_target(found.file, *there, name)) return {};
  const auto address = escaped_path(target_path(found.file, name, trusted.set.root().consistent_snapshot));
  GATECAST_TRY(const auto bytes, fetch_bytes(targets, address, found.file.length_bytes));
  GATECAST_TRY_STATUS(tuf::verify_target(found.file, bytes, name));
  GATECAST_TRY_STATUS(make_directories(*disk_, to));
  return write_file_durably(*disk_, path, bytes);
}

}  // namespace gatecast::updater
