#include "player/playback/feed_memory.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "player/playback/memory_document.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestMemory = 65'536;

}  // namespace

FeedMemory::FeedMemory(Disk& disk, const Path& folder) : disk_(&disk), path_(folder / "feeds.json") {
  const auto document = remembered(disk, path_, kLargestMemory);
  if (!document) return;
  floor_ = floor_in(*document);
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
  is_unwritten_ = true;
  auto document = document_with(floor_);
  if (!good_.channel.empty()) {
    GATECAST_TRY(document["values"], parse_json(bundle::write_feeds(good_), "values"));
  }
  GATECAST_TRY_STATUS(write_file_durably(*disk_, path_, document.dump(1) + "\n"));
  is_unwritten_ = false;
  return {};
}

}  // namespace gatecast::playback
