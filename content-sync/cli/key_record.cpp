#include "content-sync/cli/key_record.h"

#include <fmt/format.h>

#include <set>

namespace gatecast::cli {
namespace {

// In groups of four: read aloud and compared by two persons.
std::string grouped(const std::string& hex) {
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 4) text += (i == 0 ? "" : " ") + hex.substr(i, 4);
  return text;
}

std::string key_lines(const std::string& role, const tuf::Role& keys_of,
                      const std::map<std::string, tuf::Key>& keys) {
  std::string text =
      fmt::format("{} ({} of {} must sign)\n", role, keys_of.threshold, keys_of.key_ids.size());
  for (const auto& id : keys_of.key_ids) {
    const auto key = keys.find(id);
    if (key == keys.end()) continue;
    const auto& person = key->second.person;
    text += fmt::format("    {}\n        {}\n", person.empty() ? "the server" : person, grouped(id));
  }
  return text;
}

void add_persons(const tuf::Role& role, const std::map<std::string, tuf::Key>& keys,
                 std::set<std::string>& persons) {
  for (const auto& id : role.key_ids)
    if (const auto key = keys.find(id); key != keys.end() && !key->second.person.empty())
      persons.insert(key->second.person);
}

}  // namespace

Result<std::string> key_record(ByteView root_bytes, ByteView targets_bytes, const std::string& occasion,
                               Instant now) {
  GATECAST_TRY(const auto envelope, tuf::parse_root(root_bytes, "root.json"));
  const auto& root = envelope.signed_part;
  std::string text = "GATECAST: RECORD OF KEYS\n\n";
  text += "Occasion:  " + occasion + "\nDate:      " + format_instant(now) +
          " (by this machine's clock)\nPlace:     " + std::string(50, '_') + "\n\n";
  text += fmt::format("Root version {}, valid until {}\n    SHA-256 of root.json\n        {}\n\n",
                      root.version, format_instant(root.expires), grouped(sha256(root_bytes).hex()));
  std::set<std::string> persons;
  for (const auto* role : {"root", "targets", "snapshot", "timestamp"}) {
    text += key_lines(role, root.roles.at(role), root.keys);
    if (std::string_view(role) == "root") add_persons(root.roles.at(role), root.keys, persons);
  }
  if (!targets_bytes.empty()) {
    GATECAST_TRY(const auto targets, tuf::parse_targets(targets_bytes, "targets.json"));
    text += fmt::format("\nTargets version {}, valid until {}\n", targets.signed_part.version,
                        format_instant(targets.signed_part.expires));
    if (const auto& delegations = targets.signed_part.delegations)
      for (const auto& delegated : delegations->roles)
        text += key_lines(delegated.name, delegated.role, delegations->keys);
  }
  text += "\nWe were present, and compared what stands above with the screen.\n\n";
  for (const auto& person : persons) text += fmt::format("{:<30} {}\n\n", person, std::string(40, '_'));
  text += fmt::format("{:<30} {}\n", "Witness", std::string(40, '_'));
  return text;
}

Status write_record(const std::string& file, const std::string& record) {
  SystemDisk disk;
  GATECAST_TRY(const auto there, disk.status(file));
  if (there.kind != FileKind::missing)
    return fail(usage_error("disk.exists", file, "there is a file already; a record is never written over",
                            "choose another name with --record"));
  return write_file_durably(disk, file, record);
}

}  // namespace gatecast::cli
