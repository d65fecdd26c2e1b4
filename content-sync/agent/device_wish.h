// What technicians ask of this kiosk, as far as the agent acts on it (channel, hours of fetching) and tells
// of it. Threads: pure over the disk. Errors: told in the status. Source: shared/design/trust.md, Signing
// (role device-<site>); What must be visible.
#pragma once
#include "content-sync/agent/config.h"
#include "content-sync/agent/player_view.h"
#include "content-sync/agent/status.h"
#include "content-sync/bundle/device.h"
#include "content-sync/store/store.h"
#include "content-sync/updater/updater.h"

namespace gatecast::agent {

// Verified; not judged yet. What cannot be verified asks nothing.
struct DeviceWish {
  std::optional<bundle::DeviceState> wish;
  std::vector<Error> refused;
  std::vector<std::string> signers;
  PlayerWish player;  // as the player says: hostile, and so only to be told
};
DeviceWish load_wish(Disk& disk, const AgentConfig& config, ByteView root);

// What is on: of the channel that is wished for, of `last` (the one that was followed until now), or of the
// one that the kiosk is provisioned for.
Result<store::VerifiedRelease> active_of(store::Store& store, const updater::UpdateOptions& options,
                                         const DeviceWish& wish, const AgentConfig& config,
                                         const std::string& last);

// Judged against what is on, told in the status; what of it the agent follows.
struct Followed {
  std::string channel;
  std::string update_hours;
  std::string shown = {};  // the channel of what is on; empty: nothing
};
Followed weigh_wish(SyncStatus& status, const DeviceWish& wish, const Result<store::VerifiedRelease>& active,
                    const AgentConfig& config);

}  // namespace gatecast::agent
