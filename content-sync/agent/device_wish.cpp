#include "content-sync/agent/device_wish.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "content-sync/agent/player_view.h"
#include "content-sync/store/verified_device.h"

namespace gatecast::agent {
DeviceWish load_wish(Disk& disk, const AgentConfig& config, ByteView root) {
  DeviceWish told;
  if (config.site.empty() || config.kiosk.empty()) return told;
  auto verified = store::load_verified_device(disk, config.store / store::kDeviceFile, root, config.site,
                                              config.kiosk, {});
  if (verified) {
    told.wish = std::move(verified->wish);
    told.signers = std::move(verified->signers);
  } else if (verified.error().rule != "disk.missing") {
    told.refused.push_back(verified.error());
  }
  if (told.wish) told.undone = read_undone(disk, config.player_state);
  return told;
}

Result<store::VerifiedRelease> active_of(store::Store& store, const updater::UpdateOptions& options,
                                         const DeviceWish& wish, const AgentConfig& config,
                                         const std::string& last) {
  auto asked = options;
  asked.channel = config.channel;
  auto active = updater::active_release(store, asked);
  for (const auto& channel : {wish.wish ? wish.wish->channel.value_or("") : std::string(), last}) {
    if (active) break;
    if (channel.empty() || channel == config.channel) continue;
    asked.channel = channel;
    auto other = updater::active_release(store, asked);
    // Of another channel there is nothing in it: that is no damage.
    if (other || active.error().rule == "disk.missing") active = std::move(other);
  }
  return active;
}

Followed weigh_wish(SyncStatus& status, const DeviceWish& wish, const Result<store::VerifiedRelease>& active,
                    const AgentConfig& config) {
  Followed followed{config.channel, config.content_hours};
  status.device.clear();
  status.device_refused = wish.refused;
  if (active) followed.shown = active->release->channel;
  if (!wish.wish) {
    // What cannot be verified asks nothing new, and what was done before stays.
    if (!wish.refused.empty() && active) followed.channel = followed.shown;
    return followed;
  }
  const bundle::DeviceBounds* bounds = nullptr;
  if (active && active->release->device_bounds) bounds = &*active->release->device_bounds;
  const auto judged =
      bundle::weigh_device(*wish.wish, bounds, active ? active->release->channel : config.channel);
  status.device = bundle::in_words(judged.applied) +
                  (wish.signers.empty() ? "" : fmt::format(", says {}", fmt::join(wish.signers, ", ")));
  status.device_refused.insert(status.device_refused.end(), judged.refused.begin(), judged.refused.end());
  status.device_refused.insert(status.device_refused.end(), wish.undone.begin(), wish.undone.end());
  if (judged.applied.channel)
    followed.channel = *judged.applied.channel;
  else if (wish.wish->channel && active)
    followed.channel = followed.shown;
  if (judged.applied.update_hours) followed.update_hours = *judged.applied.update_hours;
  return followed;
}

}  // namespace gatecast::agent
