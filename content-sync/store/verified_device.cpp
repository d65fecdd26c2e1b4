#include "content-sync/store/verified_device.h"

namespace gatecast::store {

Result<VerifiedDevice> load_verified_device(Disk& disk, const Path& file, ByteView pinned_root,
                                            const std::string& site, const std::string& kiosk,
                                            const Floor& floor, std::optional<Instant> now) {
  const auto role = bundle::device_role(site);
  GATECAST_TRY(const auto bytes, read_file(disk, file, kDeviceFileLimit));
  GATECAST_TRY(const auto files, parse_role_files(bytes, file.string()));
  GATECAST_TRY(const auto set, load_role(files, pinned_root, role.c_str(), now));
  VerifiedDevice verified;
  verified.seen = seen_of(set, role.c_str());
  GATECAST_TRY_STATUS(check_role_floor(verified.seen, floor, file));
  verified.signed_at = set.timestamp()->signed_at;
  verified.signers = set.signers(role);
  if (is_expired(set, role.c_str()))
    return fail(trust_error("tuf.delegated.expired", file,
                            "the signature of the role \"" + role + "\" has expired (section 5.6.5)",
                            "a technician publishes it again; what holds now stays"));
  const auto name = bundle::device_target(site, kiosk);
  if (!set.targets(role)->targets.contains(name)) return verified;
  GATECAST_TRY(const auto found, set.find_target(name));
  if (!found.target || found.role != role)
    return fail(trust_error("tuf.target.role", name, "the role \"" + role + "\" may not speak for it (5.6.7)",
                            "what is asked of kiosks are targets devices/<site>/<kiosk>.json"));
  GATECAST_TRY(const auto document, role_part(files, name));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, document, name));
  GATECAST_TRY(verified.wish, bundle::parse_device(document, name));
  return verified;
}

}  // namespace gatecast::store
