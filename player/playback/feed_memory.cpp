#include "player/playback/feed_memory.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestMemory = 65'536;

}  // namespace

FeedMemory::FeedMemory(Disk& disk, const Path& folder) : disk_(&disk), path_(folder / "feeds.json") {
  const auto bytes = read_file(disk, path_, kLargestMemory);
  if (!bytes) {
    if (bytes.error().rule != "disk.missing") log_error(bytes.error());
    return;
  }
  const auto document = parse_json(*bytes, path_.string());
  if (!document || !document->is_object() || number_at(*document, "format") != 1) {
    log_warning(path_.string() + " is damaged; it is written anew");
    return;
  }
  floor_.root_version = number_at(*document, "root_version");
  if (const auto roles = document->find("role_versions"); roles != document->end() && roles->is_object())
    for (const auto& [role, version] : roles->items())
      if (version.is_number_integer()) floor_.role_versions[role] = version.get<std::int64_t>();
  const auto values = document->find("values");
  const auto channel = values != document->end() && values->is_object()
                           ? values->value("channel", nlohmann::json())
                           : nlohmann::json();
  if (!channel.is_string()) return;
  if (auto good = bundle::parse_feeds(values->dump(), bundle::feeds_target(channel.get<std::string>())))
    good_ = std::move(*good);
  else
    log_error(good.error());
}

bundle::FeedValues FeedMemory::values(const std::string& channel) const {
  return good_.channel == channel ? good_.values : bundle::FeedValues{};
}

Status FeedMemory::raise(const store::Floor& seen) {
  const auto higher = store::higher(floor_, seen);
  if (higher.root_version == floor_.root_version && higher.role_versions == floor_.role_versions) return {};
  floor_ = higher;
  return write();
}

Status FeedMemory::remember(const std::string& channel, const bundle::FeedValues& values) {
  if (good_.channel == channel && good_.values == values) return {};
  good_ = {channel, values};
  return write();
}

Status FeedMemory::write() {
  nlohmann::json document{
      {"format", 1}, {"root_version", floor_.root_version}, {"role_versions", floor_.role_versions}};
  if (!good_.channel.empty()) {
    GATECAST_TRY(document["values"], parse_json(bundle::write_feeds(good_), "values"));
  }
  return write_file_durably(*disk_, path_, document.dump(1) + "\n");
}

}  // namespace gatecast::playback
