#include "content-sync/repository/publish_device.h"

#include <fmt/format.h>

#include "content-sync/repository/standing_role.h"

namespace gatecast::repository {
namespace {

Path device_file(const tuf::TargetFile& target, const bundle::DeviceState& wish) {
  const auto hash = target.hashes.find("sha256");
  return Path("targets") / "devices" / wish.site /
         ((hash == target.hashes.end() ? "" : hash->second + ".") + wish.kiosk + ".json");
}

Status check_role(const RepositoryView& view, const tuf::Targets& part, const StandingRole& standing,
                  const std::string& site) {
  const auto role = bundle::device_role(site);
  if (!view.trusted.targets("targets")->has_role(role))
    return fail(trust_error("publish.technicians", role + ".json",
                            "this repository names no technicians of " + site,
                            "`gatecast keys technicians` puts their keys into force"));
  if (part.version != standing.version + 1)
    return fail(trust_error("publish.version", role + ".json",
                            fmt::format("version {}, but {} comes next", part.version, standing.version + 1),
                            "another technician published meanwhile: look, and publish again"));
  if (part.targets.size() <= kMostKiosks) return {};
  return fail(
      trust_error("device.too_many", role + ".json",
                  fmt::format("{} kiosks; at most {} are one site's", part.targets.size(), kMostKiosks)));
}

// One target that was not there before, or not with these bytes.
Result<bundle::DeviceState> check_new(const tuf::TargetFile& target, const std::string& name,
                                      const store::RoleFiles& incoming, const ActiveReleases& releases) {
  const auto sent = incoming.find(name);
  if (sent == incoming.end())
    return fail(trust_error("publish.statements", name, "is signed for, but was not sent", "send it again"));
  GATECAST_TRY_STATUS(tuf::verify_target(target, sent->second, name));
  GATECAST_TRY(auto wish, bundle::parse_device(sent->second, name));
  if (name != bundle::device_target(wish.site, wish.kiosk))
    return fail(trust_error("device.name", name, "not the name of a kiosk's file",
                            "what is asked of kiosks are targets devices/<site>/<kiosk>.json"));
  GATECAST_TRY_STATUS(check_device(wish, releases));
  return wish;
}

}  // namespace

Bytes write_device_metadata(std::int64_t version, const std::map<std::string, Bytes>& documents,
                            Instant now) {
  tuf::Targets part;
  part.version = version;
  part.expires = now + kDeviceLife;
  for (const auto& [name, document] : documents) part.targets[name] = tuf::target_file_of(document);
  return tuf::write_metadata(part, {});
}

Status check_device(const bundle::DeviceState& wish, const ActiveReleases& releases) {
  const auto name = bundle::device_target(wish.site, wish.kiosk);
  if (wish.channel && !releases.contains(*wish.channel))
    return fail(trust_error("device.channel", name, "the channel " + *wish.channel + " shows nothing yet",
                            "publish a release of it first, or correct its name"));
  std::optional<Error> first;
  for (const auto& [channel, release] : releases) {
    if (release.site != wish.site) continue;
    const auto judged = bundle::weigh_device(wish, release.device_bounds ? &*release.device_bounds : nullptr,
                                             release.channel);
    if (judged.refused.empty()) return {};
    if (!first || channel == wish.channel) first = judged.refused.front();
  }
  if (first) return fail(*first);
  return fail(trust_error("device.site", name, "no channel of the site " + wish.site + " shows anything yet",
                          "correct the site's name, or publish a release first"));
}

Result<Published> accept_devices(Disk& disk, const Path& folder, const std::string& site,
                                 const store::RoleFiles& incoming, const OnlineKeys& online, Instant now) {
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  const auto role = bundle::device_role(site);
  const auto role_file = role + ".json";
  GATECAST_TRY(const Bytes metadata, store::role_part(incoming, role_file));
  GATECAST_TRY(const auto envelope, tuf::parse_targets(metadata, role_file));
  const tuf::Targets& part = envelope.signed_part;
  GATECAST_TRY(const auto standing, read_standing_role(disk, folder, view, role));
  if (standing.version > 0 && standing.metadata == metadata)
    return Published{0, standing.version, {}, 0, true};
  GATECAST_TRY_STATUS(check_role(view, part, standing, site));

  GATECAST_TRY(auto next, with_role(disk, folder, view, role, part, metadata, online, now));

  GATECAST_TRY(const auto releases, active_releases(disk, folder, view));
  Published published{0, part.version, next.verified.signers(role)};
  for (const auto& [name, target] : part.targets) {
    GATECAST_TRY_STATUS(next.speaks_for(name));
    const auto known = standing.part.targets.find(name);
    if (known != standing.part.targets.end() && known->second.hashes == target.hashes) continue;
    GATECAST_TRY(const auto wish, check_new(target, name, incoming, releases));
    next.state.files[device_file(target, wish).string()] = incoming.at(name);
    ++published.objects_taken;
  }
  GATECAST_TRY_STATUS(write_state(disk, folder, next.state));
  return published;
}

}  // namespace gatecast::repository
