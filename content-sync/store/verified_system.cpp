#include "content-sync/store/verified_system.h"

namespace gatecast::store {

Result<VerifiedSystem> load_verified_system(Disk& disk, const Path& file, ByteView pinned_root,
                                            const std::string& arch, const Floor& floor,
                                            std::optional<Instant> now) {
  GATECAST_TRY(const auto bytes, read_file(disk, file, kSystemFileLimit));
  GATECAST_TRY(const auto files, parse_role_files(bytes, file.string()));
  GATECAST_TRY(const auto set, load_role(files, pinned_root, bundle::kSystemRole, now));
  VerifiedSystem verified;
  verified.seen = seen_of(set, bundle::kSystemRole);
  GATECAST_TRY_STATUS(check_role_floor(verified.seen, floor, file));
  verified.signers = set.signers(bundle::kSystemRole);
  if (is_expired(set, bundle::kSystemRole))
    return fail(trust_error("tuf.delegated.expired", file,
                            "the signatures of the role \"system\" have expired (section 5.6.5)",
                            "two release officers sign it again; this system stays"));
  const auto name = bundle::system_target(arch);
  if (!set.targets(bundle::kSystemRole)->targets.contains(name)) return verified;
  GATECAST_TRY(const auto found, set.find_target(name));
  if (!found.target || found.role != bundle::kSystemRole)
    return fail(trust_error("tuf.target.role", name, "only the role \"system\" may speak for it (5.6.7)",
                            "correct the delegations and publish again"));
  GATECAST_TRY(const auto document, role_part(files, name));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, document, name));
  GATECAST_TRY(verified.image, bundle::parse_system(document, name));
  return verified;
}

}  // namespace gatecast::store
