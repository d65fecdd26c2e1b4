#include "player/playback/device_memory.h"

#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/log.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestWishMemory = std::uint64_t{64} << 10U;

std::int64_t version_at(const nlohmann::json& document, const char* name) {
  const auto found = document.find(name);
  return found != document.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

}  // namespace

bundle::DeviceJudgement applied_wish(const DeviceNews& news, const bundle::Release& release) {
  if (!news.wish) return {};
  return bundle::weigh_device(*news.wish, release.device_bounds ? &*release.device_bounds : nullptr,
                              release.channel, &news.held);
}

DeviceMemory::DeviceMemory(Disk& disk, Place place)
    : disk_(&disk), place_(std::move(place)), path_(place_.state / "device.json"), channel_(place_.channel) {
  if (!place_.kiosk.empty()) load();
}

void DeviceMemory::load() {
  const auto bytes = read_file(*disk_, path_, kLargestWishMemory);
  if (!bytes) {
    if (bytes.error().rule != "disk.missing") log_error(bytes.error());
    return;
  }
  const auto document = parse_json(*bytes, path_.string());
  if (!document || !document->is_object() || version_at(*document, "format") != 1) {
    log_warning(path_.string() + " is damaged; it is written anew");
    return;
  }
  floor_.root_version = version_at(*document, "root_version");
  if (const auto roles = document->find("role_versions"); roles != document->end() && roles->is_object())
    for (const auto& [role, version] : roles->items())
      if (version.is_number_integer()) floor_.role_versions[role] = version.get<std::int64_t>();
  const auto state_at = [&](const char* name) -> std::optional<bundle::DeviceState> {
    const auto found = document->find(name);
    if (found == document->end() || !found->is_object()) return std::nullopt;
    auto parsed = bundle::parse_device(found->dump(), path_.string());
    if (!parsed || parsed->site != place_.site || parsed->kiosk != place_.kiosk) return std::nullopt;
    return std::move(*parsed);
  };
  wish_ = state_at("wish");
  if (wish_) held_ = state_at("held").value_or(bundle::DeviceState());
  // Provisioned for another channel since: that counts.
  if (const auto channel = text_at(*document, "channel");
      wish_ && text_at(*document, "provisioned") == place_.channel &&
      bundle::is_device_name(channel, bundle::kLongestChannelName))
    channel_ = channel;
}

std::optional<DeviceNews> DeviceMemory::hear(ByteView pinned_root) {
  if (place_.site.empty() || place_.kiosk.empty()) return std::nullopt;
  const Path file = place_.store / store::kDeviceFile;
  const auto bytes = read_file(*disk_, file, store::kDeviceFileLimit);
  const Bytes heard = bytes ? *bytes : Bytes();
  if (has_heard_ && heard == heard_) return std::nullopt;
  const bool is_first = !std::exchange(has_heard_, true);
  heard_ = heard;
  auto as_before = is_first ? std::optional(DeviceNews{wish_, held_}) : std::nullopt;
  if (!bytes) return as_before;
  auto verified = store::load_verified_device(*disk_, file, pinned_root, place_.site, place_.kiosk, floor_);
  if (!verified) {
    log_error(verified.error());
    return as_before;
  }
  floor_ = store::higher(floor_, verified->seen);
  wish_ = std::move(verified->wish);
  if (!wish_) {
    held_ = {};
    undone_ = {};
  }
  if (const auto written = write(); !written) log_error(written.error());
  return DeviceNews{wish_, held_};
}

std::string DeviceMemory::wished_channel() const {
  const auto& wished = wish_ && wish_->channel ? *wish_->channel : place_.channel;
  return wished == channel_ ? std::string() : wished;
}

std::string DeviceMemory::next_channel(const bundle::DeviceBounds* playing) const {
  auto wished = wished_channel();
  if (wished.empty() || wished == place_.channel) return wished;
  return playing != nullptr && playing->channels.contains(wished) ? wished : std::string();
}

Status DeviceMemory::go_to(const std::string& channel) {
  channel_ = channel;
  return write();
}

Status DeviceMemory::hold(const bundle::DeviceState& held, const std::vector<Error>& undone) {
  auto list = nlohmann::json::array();
  for (const auto& error : undone)
    list.push_back({{"rule", error.rule}, {"message", error.message}, {"hint", error.hint}});
  if (!wish_ || (held_ == held && undone_ == list)) return {};
  held_ = held;
  undone_ = std::move(list);
  return write();
}

Status DeviceMemory::write() {
  nlohmann::json document{{"format", 1},
                          {"root_version", floor_.root_version},
                          {"role_versions", floor_.role_versions},
                          {"provisioned", place_.channel},
                          {"channel", channel_}};
  if (wish_) {
    GATECAST_TRY(document["wish"], parse_json(bundle::write_device(*wish_), "wish"));
    if (!held_.kiosk.empty()) {
      GATECAST_TRY(document["held"], parse_json(bundle::write_device(held_), "held"));
    }
    if (!undone_.empty()) document["undone"] = undone_;
  }
  return write_file_durably(*disk_, path_, document.dump(1) + "\n");
}

}  // namespace gatecast::playback
