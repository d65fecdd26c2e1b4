#include "content-sync/repository/publish_system.h"

#include <fmt/format.h>

#include "content-sync/repository/online_documents.h"
#include "content-sync/repository/standing_role.h"

namespace gatecast::repository {
namespace {

const std::string kRoleFile = std::string(bundle::kSystemRole) + ".json";

Status check_role(const RepositoryView& view, const tuf::Targets& part, const StandingRole& standing) {
  if (!view.trusted.targets("targets")->has_role(bundle::kSystemRole))
    return fail(trust_error("publish.release_officers", kRoleFile,
                            "this repository names no release officers",
                            "`gatecast keys release-officers` puts their keys into force"));
  if (part.version == standing.version + 1) return {};
  return fail(trust_error("publish.version", kRoleFile,
                          fmt::format("version {}, but {} comes next", part.version, standing.version + 1),
                          "another system was published meanwhile: draft it anew and sign again"));
}

bool is_document(const std::string& name) {
  const auto slash = name.find('/');
  const auto arch = Path(slash == std::string::npos ? "" : name.substr(slash + 1)).stem().string();
  return bundle::is_arch(arch) && name == bundle::system_target(arch);
}

Path target_file(const Path& folder, const tuf::TargetFile& target, const std::string& arch) {
  const auto hash = target.hashes.find("sha256");
  return folder / "targets" / "system" /
         ((hash == target.hashes.end() ? "" : hash->second + ".") + arch + ".json");
}

// A kiosk goes only to a higher number: a lower one would be offered in vain.
Status check_higher(Disk& disk, const Path& folder, const StandingRole& standing,
                    const bundle::SystemImage& image) {
  const auto name = bundle::system_target(image.arch);
  const auto known = standing.part.targets.find(name);
  if (known == standing.part.targets.end()) return {};
  GATECAST_TRY(const auto bytes,
               read_file(disk, target_file(folder, known->second, image.arch), bundle::kSystemLimit));
  GATECAST_TRY(const auto before, bundle::parse_system(bytes, name));
  if (image.version > before.version) return {};
  return fail(trust_error(
      "system.version", name,
      fmt::format("version {} is not higher than {}, which is offered", image.version, before.version),
      "build the image again: its number follows the time of its sources"));
}

}  // namespace

Bytes write_system_metadata(std::int64_t version, const std::map<std::string, Bytes>& documents,
                            Instant now) {
  tuf::Targets part;
  part.version = version;
  part.expires = now + kSystemLife;
  for (const auto& [name, document] : documents) part.targets[name] = tuf::target_file_of(document);
  return tuf::write_metadata(part, {});
}

Result<store::RoleFiles> read_system_draft(Disk& disk, const Path& draft) {
  store::RoleFiles files;
  GATECAST_TRY(files[kRoleFile], read_file(disk, draft / kRoleFile, tuf::kTargetsLimit));
  GATECAST_TRY(const auto envelope, tuf::parse_targets(files[kRoleFile], (draft / kRoleFile).string()));
  for (const auto& [name, target] : envelope.signed_part.targets) {
    if (!is_document(name)) continue;
    GATECAST_TRY(const auto there, disk.status(draft / name));
    if (there.kind != FileKind::file) continue;  // of another machine, and offered already
    GATECAST_TRY(files[name], read_file(disk, draft / name, bundle::kSystemLimit));
  }
  return files;
}

Result<Published> accept_system(Disk& disk, const Path& folder, const store::RoleFiles& files,
                                const Path& incoming, const OnlineKeys& online, Instant now,
                                TakeObjects take) {
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  GATECAST_TRY(const Bytes metadata, store::role_part(files, kRoleFile));
  GATECAST_TRY(const auto envelope, tuf::parse_targets(metadata, kRoleFile));
  const tuf::Targets& part = envelope.signed_part;
  GATECAST_TRY(const auto standing, read_standing_role(disk, folder, view, bundle::kSystemRole));
  if (standing.version > 0 && standing.metadata == metadata)
    return Published{0, standing.version, {}, 0, true};
  GATECAST_TRY_STATUS(check_role(view, part, standing));

  GATECAST_TRY(auto next, with_role(disk, folder, view, bundle::kSystemRole, part, metadata, online, now));

  Published published{0, part.version, next.verified.signers(bundle::kSystemRole)};
  for (const auto& [name, target] : part.targets) {
    GATECAST_TRY_STATUS(next.speaks_for(name));
    const auto known = standing.part.targets.find(name);
    if (known != standing.part.targets.end() && known->second.hashes == target.hashes) continue;
    const auto sent = files.find(name);
    if (sent == files.end())
      return fail(trust_error("publish.system", name, "is signed for, but was not sent",
                              "publish the folder that gatecast system draft made, whole"));
    const Bytes& document = sent->second;
    GATECAST_TRY_STATUS(tuf::verify_target(target, document, name));
    GATECAST_TRY(const auto image, bundle::parse_system(document, name));
    GATECAST_TRY_STATUS(check_higher(disk, folder, standing, image));
    bundle::Release carrier;
    carrier.objects = bundle::objects_of(image);
    GATECAST_TRY(const auto taken, take_objects(disk, folder, incoming, carrier, take));
    published.objects_taken += taken;
    next.state.files[target_file("", target, image.arch).string()] = document;
  }
  GATECAST_TRY_STATUS(write_state(disk, folder, next.state));
  return published;
}

}  // namespace gatecast::repository
