#include "content-sync/tuf/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-sync/base/json.h"
#include "content-sync/tuf/canonical_json.h"

namespace gatecast::tuf {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSignatures = 256;
constexpr std::int64_t kLargestThreshold = 256;

// Reads fields of one document; every refusal names the document and the field.
class Reader {
 public:
  Reader(std::string role, std::string_view name) : role_(std::move(role)), name_(name) {}

  [[nodiscard]] tl::unexpected<Error> bad(std::string_view what) const {
    return fail(trust_error("tuf." + role_ + ".format", name_, std::string(what) + " (section 4)",
                            "the file is not TUF metadata of this role; fetch it again, or ask who made it"));
  }
  Result<const json*> object(const json& parent, const char* key) const {
    const auto found = parent.find(key);
    if (found == parent.end() || !found->is_object()) return bad(fmt::format("\"{}\" is not an object", key));
    return &*found;
  }
  Result<const json*> array(const json& parent, const char* key) const {
    const auto found = parent.find(key);
    if (found == parent.end() || !found->is_array()) return bad(fmt::format("\"{}\" is not a list", key));
    return &*found;
  }
  Result<std::string> string(const json& parent, const char* key) const {
    const auto found = parent.find(key);
    if (found == parent.end() || !found->is_string()) return bad(fmt::format("\"{}\" is not a string", key));
    return found->get<std::string>();
  }
  Result<std::int64_t> integer(const json& parent, const char* key, std::int64_t least) const {
    const auto found = parent.find(key);
    if (found == parent.end() || !found->is_number_integer() || found->get<std::int64_t>() < least)
      return bad(fmt::format("\"{}\" is not a whole number of at least {}", key, least));
    return found->get<std::int64_t>();
  }
  Result<std::vector<std::string>> strings(const json& parent, const char* key) const {
    GATECAST_TRY(const json* list, array(parent, key));
    std::vector<std::string> values;
    for (const auto& value : *list) {
      if (!value.is_string()) return bad(fmt::format("\"{}\" holds something that is no string", key));
      values.push_back(value.get<std::string>());
    }
    return values;
  }
  Result<std::map<std::string, std::string>> hashes(const json& parent) const {
    GATECAST_TRY(const json* found, object(parent, "hashes"));
    std::map<std::string, std::string> hashes;
    for (const auto& [algorithm, value] : found->items()) {
      if (!value.is_string()) return bad("a hash is not a string");
      hashes[algorithm] = value.get<std::string>();
    }
    if (hashes.empty()) return bad("\"hashes\" is empty");
    return hashes;
  }

  [[nodiscard]] Result<Key> key(const json& document) const;
  [[nodiscard]] Result<std::map<std::string, Key>> keys(const json& parent) const;
  [[nodiscard]] Result<Role> role(const json& document) const;
  [[nodiscard]] Result<MetaFile> meta_file(const json& document) const;
  [[nodiscard]] Result<TargetFile> target_file(const json& document) const;
  [[nodiscard]] Result<DelegatedRole> delegated_role(const json& document) const;
  [[nodiscard]] Result<SuccinctRoles> succinct_roles(const json& document) const;
  [[nodiscard]] Result<Delegations> delegations(const json& document) const;
  [[nodiscard]] Result<std::vector<Signature>> signatures(const json& envelope) const;
  [[nodiscard]] Status signed_part(const json& document, SignedPart& part) const;

  // 4.2.1: the envelope, and the fields that all roles share.
  template <class T>
  Result<Envelope<T>> envelope(ByteView bytes, std::uint64_t limit) const {
    JsonLimits limits;
    limits.size_bytes = limit;
    GATECAST_TRY(json document, parse_json(bytes, name_, limits));
    if (!document.is_object()) return bad("the document is not an object");
    Envelope<T> made;
    GATECAST_TRY(made.signatures, signatures(document));
    GATECAST_TRY(const json* part, object(document, "signed"));
    GATECAST_TRY_STATUS(signed_part(*part, made.signed_part));
    made.canonical = write_canonical(*part);
    return made;
  }

 private:
  std::string role_;
  std::string name_;
};

// An unknown type or scheme is no error: its signatures simply do not count.
Result<Key> Reader::key(const json& document) const {
  if (!document.is_object()) return bad("a key is not an object");
  Key key;
  GATECAST_TRY(key.type, string(document, "keytype"));
  GATECAST_TRY(key.scheme, string(document, "scheme"));
  GATECAST_TRY(const json* value, object(document, "keyval"));
  if (const auto found = value->find("public"); found != value->end() && found->is_string())
    key.value = found->get<std::string>();
  if (const auto found = document.find("x-gatecast-person"); found != document.end() && found->is_string())
    key.person = found->get<std::string>();
  return key;
}

Result<std::map<std::string, Key>> Reader::keys(const json& parent) const {
  GATECAST_TRY(const json* found, object(parent, "keys"));
  std::map<std::string, Key> keys;
  for (const auto& [id, document] : found->items()) {
    GATECAST_TRY(keys[id], key(document));
  }
  return keys;
}

Result<Role> Reader::role(const json& document) const {
  if (!document.is_object()) return bad("a role is not an object");
  Role role;
  GATECAST_TRY(role.key_ids, strings(document, "keyids"));
  GATECAST_TRY(const auto threshold, integer(document, "threshold", 1));
  if (threshold > kLargestThreshold) return bad("\"threshold\" is larger than any number of keys");
  role.threshold = static_cast<int>(threshold);
  return role;
}

Result<MetaFile> Reader::meta_file(const json& document) const {
  if (!document.is_object()) return bad("an entry of \"meta\" is not an object");
  MetaFile file;
  GATECAST_TRY(file.version, integer(document, "version", 1));
  if (document.contains("length")) {
    GATECAST_TRY(const auto length, integer(document, "length", 0));
    file.length_bytes = static_cast<std::uint64_t>(length);
  }
  if (document.contains("hashes")) {
    GATECAST_TRY(file.hashes, hashes(document));
  }
  return file;
}

Result<TargetFile> Reader::target_file(const json& document) const {
  if (!document.is_object()) return bad("a target is not an object");
  TargetFile file;
  GATECAST_TRY(const auto length, integer(document, "length", 0));
  file.length_bytes = static_cast<std::uint64_t>(length);
  GATECAST_TRY(file.hashes, hashes(document));
  if (const auto found = document.find("custom"); found != document.end()) file.custom = *found;
  return file;
}

Result<DelegatedRole> Reader::delegated_role(const json& document) const {
  DelegatedRole delegated;
  GATECAST_TRY(delegated.role, role(document));
  GATECAST_TRY(delegated.name, string(document, "name"));
  static const std::set<std::string> kTaken{"", "root", "timestamp", "snapshot", "targets"};
  if (kTaken.contains(delegated.name))
    return bad(fmt::format("a delegated role may not be called \"{}\"", delegated.name));
  const auto terminating = document.find("terminating");
  if (terminating == document.end() || !terminating->is_boolean())
    return bad("\"terminating\" is not a boolean");
  delegated.is_terminating = terminating->get<bool>();
  if (document.contains("paths") == document.contains("path_hash_prefixes"))
    return bad("a delegated role needs either \"paths\" or \"path_hash_prefixes\"");
  if (document.contains("paths")) {
    GATECAST_TRY(delegated.paths, strings(document, "paths"));
  } else {
    GATECAST_TRY(delegated.hash_prefixes, strings(document, "path_hash_prefixes"));
  }
  return delegated;
}

Result<SuccinctRoles> Reader::succinct_roles(const json& document) const {
  SuccinctRoles succinct;
  GATECAST_TRY(succinct.role, role(document));
  GATECAST_TRY(succinct.name_prefix, string(document, "name_prefix"));
  GATECAST_TRY(const auto bits, integer(document, "bit_length", 1));
  if (bits > 32) return bad("\"bit_length\" is larger than 32");
  succinct.bit_length = static_cast<int>(bits);
  return succinct;
}

Result<Delegations> Reader::delegations(const json& document) const {
  Delegations delegations;
  GATECAST_TRY(delegations.keys, keys(document));
  if (document.contains("succinct_roles")) {
    if (document.contains("roles"))
      return bad("delegations hold either \"roles\" or \"succinct_roles\", not both");
    GATECAST_TRY(const json* found, object(document, "succinct_roles"));
    GATECAST_TRY(delegations.succinct, succinct_roles(*found));
    return delegations;
  }
  GATECAST_TRY(const json* roles, array(document, "roles"));
  std::set<std::string> names;
  for (const auto& entry : *roles) {
    GATECAST_TRY(auto delegated, delegated_role(entry));
    if (!names.insert(delegated.name).second)
      return bad(fmt::format("the role \"{}\" is delegated twice", delegated.name));
    delegations.roles.push_back(std::move(delegated));
  }
  return delegations;
}

Result<std::vector<Signature>> Reader::signatures(const json& envelope) const {
  GATECAST_TRY(const json* list, array(envelope, "signatures"));
  if (list->size() > kMostSignatures) return bad(fmt::format("more than {} signatures", kMostSignatures));
  std::vector<Signature> signatures;
  std::set<std::string> ids;
  for (const auto& entry : *list) {
    if (!entry.is_object()) return bad("a signature is not an object");
    Signature signature;
    GATECAST_TRY(signature.key_id, string(entry, "keyid"));
    GATECAST_TRY(signature.value, string(entry, "sig"));
    if (!ids.insert(signature.key_id).second) return bad("two signatures of one key id; each may sign once");
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

Status Reader::signed_part(const json& document, SignedPart& part) const {
  GATECAST_TRY(const auto type, string(document, "_type"));
  if (type != role_) return bad(fmt::format("\"_type\" is \"{}\", not \"{}\"", type, role_));
  GATECAST_TRY(const auto spec, string(document, "spec_version"));
  if (!spec.starts_with("1.")) return bad(fmt::format("\"spec_version\" is \"{}\", not 1.x", spec));
  GATECAST_TRY(part.version, integer(document, "version", 1));
  GATECAST_TRY(const auto expires, string(document, "expires"));
  const auto instant = parse_instant(expires);
  if (!instant)
    return bad(fmt::format("\"expires\" is \"{}\", not a time like 2027-01-31T00:00:00Z", expires));
  part.expires = *instant;
  part.document = document;
  return {};
}

}  // namespace

bool Targets::has_role(std::string_view name) const {
  return delegations && std::any_of(delegations->roles.begin(), delegations->roles.end(),
                                    [&](const auto& role) { return role.name == name; });
}

std::string metadata_file_name(const std::string& role) {
  static constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string name;
  for (const char c : role) {
    if (kPlain.find(c) != std::string_view::npos)
      name += c;
    else
      name += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name + ".json";
}

Result<Envelope<Root>> parse_root(ByteView bytes, std::string_view name) {
  const Reader reader("root", name);
  GATECAST_TRY(auto made, reader.envelope<Root>(bytes, kRootLimit));
  Root& root = made.signed_part;
  if (const auto found = root.document.find("consistent_snapshot"); found != root.document.end()) {
    if (!found->is_boolean()) return reader.bad("\"consistent_snapshot\" is not a boolean");
    root.consistent_snapshot = found->get<bool>();
  }
  GATECAST_TRY(root.keys, reader.keys(root.document));
  GATECAST_TRY(const json* roles, reader.object(root.document, "roles"));
  for (const auto* name_of_role : {"root", "timestamp", "snapshot", "targets"}) {
    GATECAST_TRY(const json* found, reader.object(*roles, name_of_role));
    GATECAST_TRY(root.roles[name_of_role], reader.role(*found));
  }
  return made;
}

Result<Envelope<Timestamp>> parse_timestamp(ByteView bytes, std::string_view name) {
  const Reader reader("timestamp", name);
  GATECAST_TRY(auto made, reader.envelope<Timestamp>(bytes, kTimestampLimit));
  Timestamp& timestamp = made.signed_part;
  GATECAST_TRY(const json* meta, reader.object(timestamp.document, "meta"));
  GATECAST_TRY(const json* snapshot, reader.object(*meta, "snapshot.json"));
  GATECAST_TRY(timestamp.snapshot, reader.meta_file(*snapshot));
  if (timestamp.document.contains("x-gatecast-signed-at")) {
    GATECAST_TRY(const auto text, reader.string(timestamp.document, "x-gatecast-signed-at"));
    const auto instant = parse_instant(text);
    if (!instant) return reader.bad("\"x-gatecast-signed-at\" is not a time like 2027-01-31T00:00:00Z");
    timestamp.signed_at = *instant;
  }
  return made;
}

Result<Envelope<Snapshot>> parse_snapshot(ByteView bytes, std::string_view name) {
  const Reader reader("snapshot", name);
  GATECAST_TRY(auto made, reader.envelope<Snapshot>(bytes, kSnapshotLimit));
  Snapshot& snapshot = made.signed_part;
  GATECAST_TRY(const json* meta, reader.object(snapshot.document, "meta"));
  for (const auto& [file, entry] : meta->items()) {
    GATECAST_TRY(snapshot.meta[file], reader.meta_file(entry));
  }
  if (!snapshot.meta.contains("targets.json")) return reader.bad("\"meta\" does not hold targets.json");
  return made;
}

Result<Envelope<Targets>> parse_targets(ByteView bytes, std::string_view name) {
  const Reader reader("targets", name);
  GATECAST_TRY(auto made, reader.envelope<Targets>(bytes, kTargetsLimit));
  Targets& targets = made.signed_part;
  GATECAST_TRY(const json* entries, reader.object(targets.document, "targets"));
  for (const auto& [path, entry] : entries->items()) {
    GATECAST_TRY(targets.targets[path], reader.target_file(entry));
  }
  if (targets.document.contains("delegations")) {
    GATECAST_TRY(const json* found, reader.object(targets.document, "delegations"));
    GATECAST_TRY(targets.delegations, reader.delegations(*found));
  }
  return made;
}

}  // namespace gatecast::tuf
