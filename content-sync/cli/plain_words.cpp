#include "content-sync/cli/plain_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/changes.h"
#include "content-sync/bundle/piece_list.h"
#include "content-sync/cli/build_folder.h"
#include "content-sync/repository/key_file.h"
#include "content-sync/tuf/keys.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::cli {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

std::string short_id(const std::string& id) {
  return id.size() > 12 ? id.substr(0, 12) + "..." : id;
}

std::string key_words(const std::string& id, const tuf::Key& key) {
  return fmt::format("{} ({}{})", short_id(id), key.type, key.person.empty() ? "" : ", " + key.person);
}

void add_common(const tuf::SignedPart& part, const std::vector<tuf::Signature>& signatures, Lines& lines) {
  lines.push_back(fmt::format("version {}, expires {}", part.version, format_instant(part.expires)));
  Lines ids;
  for (const auto& signature : signatures) ids.push_back(short_id(signature.key_id));
  lines.push_back(ids.empty()
                      ? "not signed"
                      : fmt::format("signatures by the keys {} (not checked here)", fmt::join(ids, ", ")));
}

void add_role(const std::string& name, const tuf::Role& role, const std::map<std::string, tuf::Key>& keys,
              const char* counted, Lines& lines) {
  lines.push_back(fmt::format("{}: {} of {} {}", name, role.threshold, role.key_ids.size(), counted));
  for (const auto& id : role.key_ids) {
    const auto key = keys.find(id);
    lines.push_back("  " +
                    (key == keys.end() ? short_id(id) + " (no such key)" : key_words(id, key->second)));
  }
}

Result<PlainWords> describe_root(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto envelope, tuf::parse_root(bytes, name));
  const auto& root = envelope.signed_part;
  PlainWords words{"root", {"TUF root: which keys count"}};
  add_common(root, envelope.signatures, words.lines);
  if (root.document.value("x-gatecast-demo", json()) == json(true))
    words.lines.emplace_back("a demo root: screens show DEMO; never for a gate");
  for (const auto& [role, value] : root.roles) add_role(role, value, root.keys, "keys", words.lines);
  return words;
}

std::string meta_words(const std::string& file, const tuf::MetaFile& meta) {
  return fmt::format("{}: version {}{}", file, meta.version,
                     meta.length_bytes ? ", " + readable_size(*meta.length_bytes) : "");
}

Result<PlainWords> describe_timestamp(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto envelope, tuf::parse_timestamp(bytes, name));
  PlainWords words{"timestamp", {"TUF timestamp: how fresh the repository is"}};
  add_common(envelope.signed_part, envelope.signatures, words.lines);
  if (envelope.signed_part.signed_at)
    words.lines.push_back("signed at " + format_instant(*envelope.signed_part.signed_at));
  words.lines.push_back(meta_words("snapshot.json", envelope.signed_part.snapshot));
  return words;
}

Result<PlainWords> describe_snapshot(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto envelope, tuf::parse_snapshot(bytes, name));
  PlainWords words{"snapshot", {"TUF snapshot: which versions belong together"}};
  add_common(envelope.signed_part, envelope.signatures, words.lines);
  for (const auto& [file, meta] : envelope.signed_part.meta) words.lines.push_back(meta_words(file, meta));
  return words;
}

Result<PlainWords> describe_targets(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto envelope, tuf::parse_targets(bytes, name));
  const auto& targets = envelope.signed_part;
  PlainWords words{"targets", {"TUF targets: which files count, and who may speak for which"}};
  add_common(targets, envelope.signatures, words.lines);
  for (const auto& [path, target] : targets.targets) {
    const auto hash = target.hashes.find("sha256");
    std::string line = fmt::format("target {}: {}, sha256 {}", path, readable_size(target.length_bytes),
                                   hash == target.hashes.end() ? "none" : short_id(hash->second));
    if (target.custom.is_object() && target.custom.contains("release_number"))
      line += ", release " + target.custom["release_number"].dump();
    words.lines.push_back(std::move(line));
  }
  if (!targets.delegations) return words;
  for (const auto& role : targets.delegations->roles) {
    add_role(fmt::format("{} for {}", role.name,
                         fmt::join(role.paths.empty() ? role.hash_prefixes : role.paths, ", ")),
             role.role, targets.delegations->keys, "persons", words.lines);
  }
  return words;
}

Result<PlainWords> describe_release(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto release, bundle::parse_release(bytes, name));
  PlainWords words{"release", {}};
  words.lines.push_back(fmt::format("Release {} of channel {} (site {}), made {}", release.number,
                                    release.channel, release.site, format_instant(release.created)));
  words.lines.push_back(fmt::format("sha256 {}", sha256(bytes).hex()));
  words.lines.push_back(fmt::format("{} items, {} playlists, {} objects of {} in all", release.items.size(),
                                    release.playlists.size(), release.objects.size(),
                                    readable_size(bytes_of(release))));
  for (auto& line : bundle::describe_changes(nullptr, release)) words.lines.push_back(std::move(line));
  return words;
}

Result<PlainWords> describe_pieces(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto list, bundle::parse_piece_list(bytes, name));
  PlainWords words{"pieces", {}};
  words.lines.push_back(fmt::format("Piece list of an object of {}: {} pieces",
                                    readable_size(list.length_bytes), list.pieces.size()));
  if (list.pieces.empty()) return words;
  const auto [least, most] =
      std::minmax_element(list.pieces.begin(), list.pieces.end(),
                          [](const auto& a, const auto& b) { return a.length_bytes < b.length_bytes; });
  words.lines.push_back(fmt::format("from {} to {} bytes, {} on average", least->length_bytes,
                                    most->length_bytes, list.length_bytes / list.pieces.size()));
  words.lines.push_back("its name as an object is " + sha256(bytes).hex());
  return words;
}

Result<PlainWords> describe_key(ByteView bytes, const std::string& name) {
  GATECAST_TRY(const auto facts, repository::read_key_facts(bytes, name));
  PlainWords words{"key", {}};
  words.lines.push_back(fmt::format("{} key for \"{}\"{}", facts.is_private ? "Private" : "Public",
                                    facts.purpose,
                                    facts.key.person.empty() ? "" : ", held by " + facts.key.person));
  words.lines.push_back("id " + facts.key_id);
  words.lines.push_back("public half " + facts.key.value);
  if (facts.is_demo) words.lines.emplace_back("a demo key: anybody who can read it can sign");
  if (facts.is_private)
    words.lines.emplace_back(facts.needs_passphrase ? "closed by a passphrase (Argon2id)"
                                                    : "not closed by a passphrase");
  return words;
}

Result<PlainWords> describe_metadata(const json& part, ByteView bytes, const std::string& name) {
  const auto type = part.is_object() ? part.value("_type", json()) : json();
  if (type == "root") return describe_root(bytes, name);
  if (type == "timestamp") return describe_timestamp(bytes, name);
  if (type == "snapshot") return describe_snapshot(bytes, name);
  return describe_targets(bytes, name);
}

}  // namespace

Result<PlainWords> describe_file(ByteView bytes, const std::string& name) {
  if (bytes.starts_with("GCPL")) return describe_pieces(bytes, name);
  JsonLimits limits;
  limits.floats = true;  // only to find out what it is; each parser below applies its own rule
  GATECAST_TRY(const json document, parse_json(bytes, name, limits));
  if (document.is_object()) {
    if (document.contains("signed")) return describe_metadata(document["signed"], bytes, name);
    if (document.contains("kind")) return describe_key(bytes, name);
    if (document.contains("channel") && document.contains("objects")) return describe_release(bytes, name);
  }
  return fail(
      content_error("inspect.unknown", name, "this is none of Gatecast's files",
                    "it knows TUF metadata, release.json, piece lists and key files; for a folder use "
                    "`gatecast verify`"));
}

}  // namespace gatecast::cli
