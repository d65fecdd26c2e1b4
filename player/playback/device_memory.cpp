#include "player/playback/device_memory.h"

#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/log.h"
#include "player/playback/memory_document.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestWishMemory = std::uint64_t{64} << 10U;

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
  const auto document = remembered(*disk_, path_, kLargestWishMemory);
  if (!document) return;
  floor_ = floor_in(*document);
  const auto state_at = [&](const char* name) -> std::optional<bundle::DeviceState> {
    const auto found = document->find(name);
    if (found == document->end() || !found->is_object()) return std::nullopt;
    auto parsed = bundle::parse_device(found->dump(), path_.string());
    if (!parsed || parsed->site != place_.site || parsed->kiosk != place_.kiosk) return std::nullopt;
    return std::move(*parsed);
  };
  wish_ = state_at("wish");
  resting_ = text_at(*document, "resting_since");
  if (wish_) held_ = state_at("held").value_or(bundle::DeviceState());
  // Provisioned for another channel since: that counts. Else that which was shown last, also where nobody
  // asks for it any more: until home is there it goes on.
  if (const auto channel = text_at(*document, "channel");
      text_at(*document, "provisioned") == place_.channel &&
      bundle::is_device_name(channel, bundle::kLongestChannelName))
    channel_ = channel;
}

std::optional<DeviceNews> DeviceMemory::hear(ByteView pinned_root) {
  if (place_.site.empty() || place_.kiosk.empty()) return std::nullopt;
  const Path file = place_.store / store::kDeviceFile;
  const bool is_first = !std::exchange(has_begun_, true);
  auto as_before = is_first ? std::optional(DeviceNews{wish_, held_}) : std::nullopt;
  auto news = file_.look(*disk_, file, store::kDeviceFileLimit);
  if (!news) return as_before;
  if (!news->is_there) {
    file_.deal_with(*std::move(news));
    return as_before;
  }
  auto verified = store::load_verified_device(*disk_, file, pinned_root, place_.site, place_.kiosk, floor_);
  if (!verified) {
    file_.refuse(*std::move(news), verified.error());
    return as_before;
  }
  file_.deal_with(*std::move(news));
  return take(*std::move(verified));
}

std::optional<DeviceNews> DeviceMemory::take(store::VerifiedDevice verified) {
  floor_ = store::higher(floor_, verified.seen);
  if (!wish_ || !verified.wish || wish_->channel != verified.wish->channel) undecided_.clear();
  wish_ = std::move(verified.wish);
  if (!wish_) {
    held_ = {};
    undone_ = {};
    resting_.clear();
  }
  if (const auto written = write(); !written) log_error(written.error());
  return DeviceNews{wish_, held_};
}

std::string DeviceMemory::wished_channel() const {
  const auto& wished = wish_ && wish_->channel ? *wish_->channel : place_.channel;
  return wished == channel_ ? std::string() : wished;
}

std::string DeviceMemory::next_channel(const bundle::DeviceBounds* bounds) const {
  auto wished = wished_channel();
  if (wished.empty() || wished == place_.channel) return wished;
  return bounds != nullptr && bounds->channels.contains(wished) ? wished : std::string();
}

Status DeviceMemory::note_in_effect(const std::string& channel) {
  if (place_.kiosk.empty() || (channel_ == channel && undecided_.empty())) return {};
  channel_ = channel;
  undecided_.clear();
  return write();
}

Status DeviceMemory::note_undecided() {
  const auto wished = wished_channel();
  if (wished.empty() || wished == place_.channel || undecided_ == wished) return {};
  undecided_ = wished;
  log_error(
      trust_error("device.channel", store::kDeviceFile,
                  "channel " + wished + ": no verified release is here that lets this kiosk go there",
                  "a release of " + place_.channel + " is fetched first; its \"device_bounds\" decide"));
  return write();
}

Status DeviceMemory::hold(const bundle::DeviceState& held, const std::vector<Error>& undone,
                          std::optional<Instant> resting_since) {
  auto list = nlohmann::json::array();
  for (const auto& error : undone)
    list.push_back({{"rule", error.rule}, {"message", error.message}, {"hint", error.hint}});
  auto resting = resting_since ? format_instant(*resting_since) : std::string();
  if (!wish_ || (held_ == held && undone_ == list && resting_ == resting)) return {};
  held_ = held;
  undone_ = std::move(list);
  resting_ = std::move(resting);
  return write();
}

Status DeviceMemory::tend() {
  return is_unwritten_ ? write() : Status();
}

Status DeviceMemory::write() {
  is_unwritten_ = true;
  auto document = document_with(floor_);
  document["provisioned"] = place_.channel;
  document["channel"] = channel_;
  if (wish_) {
    GATECAST_TRY(document["wish"], parse_json(bundle::write_device(*wish_), "wish"));
    if (!held_.kiosk.empty()) {
      GATECAST_TRY(document["held"], parse_json(bundle::write_device(held_), "held"));
    }
    if (!undone_.empty()) document["undone"] = undone_;
    if (!resting_.empty()) document["resting_since"] = resting_;
  }
  if (!undecided_.empty()) document["undecided_channel"] = undecided_;
  GATECAST_TRY_STATUS(write_file_durably(*disk_, path_, document.dump(1) + "\n"));
  is_unwritten_ = false;
  return {};
}

}  // namespace gatecast::playback
