#include "content-sync/agent/device_wish.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
  if (told.wish || !told.refused.empty())
    told.player = read_wish(disk, config.player_state, config.site, config.kiosk);
  return told;
}

namespace {

// Of the release: null where it has none, or where there is none.
const bundle::DeviceBounds* bounds_of(const Result<store::VerifiedRelease>& active) {
  return active && active->release->device_bounds ? &*active->release->device_bounds : nullptr;
}

// What cannot be verified asks nothing new; what held before stays, as far as it is within the bounds still.
std::string held_in_words(const PlayerWish& player, const Result<store::VerifiedRelease>& active,
                          const AgentConfig& config) {
  if (!player.held) return {};
  auto held = *player.held;
  held.channel.reset();  // told by what is on
  const auto judged =
      bundle::weigh_device(held, bounds_of(active), active ? active->release->channel : config.channel);
  return bundle::in_words(judged.applied) + ", as it was before";
}

}  // namespace

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
    if (!wish.refused.empty()) {
      status.device = held_in_words(wish.player, active, config);
      if (active) followed.channel = followed.shown;
    }
    return followed;
  }
  const auto* held = wish.player.held ? &*wish.player.held : nullptr;
  auto judged = bundle::weigh_device(*wish.wish, bounds_of(active),
                                     active ? active->release->channel : config.channel, held);
  // Home first, whose bounds then decide. More than that a player that lies does not get.
  const auto& undecided = wish.player.undecided_channel;
  const bool must_go_home = !undecided.empty() && undecided == judged.applied.channel;
  if (must_go_home) {
    judged.refused.push_back(
        trust_error("device.channel", store::kDeviceFile,
                    "channel " + undecided + ": the player has no release that lets it go there",
                    "a release of " + config.channel + " is fetched first; its \"device_bounds\" decide"));
    judged.applied.channel.reset();
  }
  status.device = bundle::in_words(judged.applied) +
                  (wish.signers.empty() ? "" : fmt::format(", says {}", fmt::join(wish.signers, ", ")));
  status.device_refused.insert(status.device_refused.end(), judged.refused.begin(), judged.refused.end());
  const auto& undone = wish.player.undone;
  status.device_refused.insert(status.device_refused.end(), undone.begin(), undone.end());
  if (judged.applied.channel)
    followed.channel = *judged.applied.channel;
  else if (wish.wish->channel && active && !must_go_home)
    followed.channel = followed.shown;
  if (judged.applied.update_hours) followed.update_hours = *judged.applied.update_hours;
  return followed;
}

}  // namespace gatecast::agent
