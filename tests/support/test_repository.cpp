#include "tests/support/test_repository.h"

namespace gatecast::test {
namespace {

using std::chrono::days;
using std::chrono::hours;

std::string versioned(std::int64_t version, const std::string& role) {
  return "metadata/" + std::to_string(version) + "." + tuf::metadata_file_name(role);
}

}  // namespace

SigningKey test_key(int number, std::string person) {
  return tuf::signing_key_from_seed(
      [&] {
        const auto hash = sha256("gatecast test key " + std::to_string(number));
        return Bytes(hash.bytes.begin(), hash.bytes.end());
      }(),
      std::move(person));
}

Instant test_time(std::string_view text) {
  const auto instant = parse_instant(text);
  GATECAST_INVARIANT(instant.has_value());
  return *instant;
}

TestRepository::TestRepository(std::vector<std::string> channels, Instant at) : now(at) {
  keys["root"] = {test_key(1), test_key(2), test_key(3)};
  keys["targets"] = {test_key(4), test_key(5)};
  keys["snapshot"] = {test_key(6)};
  keys["timestamp"] = {test_key(7)};
  root.consistent_snapshot = true;
  root.expires = now + days(3 * 365);
  for (const auto& [role, signers] : keys)
    root.roles[role] = tuf::make_role(root.keys, signers, role == "root" || role == "targets" ? 2 : 1);
  put_root();

  auto& top = targets["targets"];
  top.expires = now + days(2 * 365);
  top.delegations.emplace();
  for (const auto& channel : channels) {
    const std::string role = "content-" + channel;
    keys[role] = {test_key(next_key_++, "lan"), test_key(next_key_++, "somchai")};
    tuf::DelegatedRole entry;
    entry.name = role;
    entry.role = tuf::make_role(top.delegations->keys, keys[role], 2);
    entry.is_terminating = true;
    entry.paths = {"releases/" + channel + ".json"};
    top.delegations->roles.push_back(entry);
    targets[role].expires = now + days(2 * 365);
  }
  for (const auto& [role, part] : targets) put_role(role);
  snapshot.expires = now + days(45);
  put_snapshot();
  timestamp.expires = now + days(45);
  timestamp.signed_at = now;
  put_timestamp();
}

const Bytes& TestRepository::file(const std::string& path) const {
  const auto found = files.find(path);
  GATECAST_INVARIANT(found != files.end());
  return found->second;
}
const Bytes& TestRepository::root_file(std::int64_t version) const {
  return file(versioned(version, "root"));
}
const Bytes& TestRepository::timestamp_file() const {
  return file("metadata/timestamp.json");
}
const Bytes& TestRepository::snapshot_file() const {
  return file(versioned(snapshot.version, "snapshot"));
}
const Bytes& TestRepository::role_file(const std::string& role) const {
  return file(versioned(targets.at(role).version, role));
}

void TestRepository::publish_release(const std::string& channel, ByteView document,
                                     std::int64_t release_number, const std::vector<Bytes>& objects) {
  for (const auto& object : objects) add_object(object);
  files["targets/releases/" + sha256(document).hex() + "." + channel + ".json"] = Bytes(document);
  targets["content-" + channel].targets["releases/" + channel + ".json"] =
      tuf::target_file_of(document, {{"release_number", release_number}});
  publish_role("content-" + channel);
  publish_snapshot();
  publish_timestamp();
}

void TestRepository::add_object(ByteView bytes) {
  const auto name = sha256(bytes).hex();
  files["objects/" + name.substr(0, 2) + "/" + name] = Bytes(bytes);
}

void TestRepository::refresh_timestamp(Instant at) {
  now = at;
  timestamp.signed_at = at;
  timestamp.expires = at + days(45);
  publish_timestamp();
}

void TestRepository::rotate(const std::string& role) {
  const auto old = keys.at(role);
  for (auto& key : keys.at(role)) key = test_key(next_key_++, key.key.person);
  if (role.starts_with("content-")) {
    auto& entry = delegated(role);
    entry.role = tuf::make_role(targets["targets"].delegations->keys, keys.at(role), entry.role.threshold);
    publish_role("targets");
    put_role(role);
  } else {
    if (role == "root") old_root_keys = old;
    root.roles[role] = tuf::make_role(root.keys, keys.at(role), root.roles[role].threshold);
    publish_root();
    if (role == "targets") put_role(role);
  }
  if (role != "root" && role != "timestamp") publish_snapshot();
  if (role != "root") publish_timestamp();
}

void TestRepository::publish_root() {
  ++root.version;
  put_root();
}
void TestRepository::publish_role(const std::string& role) {
  ++targets.at(role).version;
  put_role(role);
}
void TestRepository::publish_snapshot() {
  ++snapshot.version;
  put_snapshot();
}
void TestRepository::publish_timestamp() {
  ++timestamp.version;
  put_timestamp();
}

void TestRepository::put_root() {
  auto signers = keys.at("root");
  signers.insert(signers.end(), old_root_keys.begin(), old_root_keys.end());
  old_root_keys.clear();
  files[versioned(root.version, "root")] = tuf::write_metadata(root, signers);
}

void TestRepository::put_role(const std::string& role) {
  auto& part = targets.at(role);
  const Bytes bytes = tuf::write_metadata(part, keys.at(role));
  files[versioned(part.version, role)] = bytes;
  snapshot.meta[role + ".json"] = tuf::meta_file_of(bytes, part.version);
}

void TestRepository::put_snapshot() {
  const Bytes bytes = tuf::write_metadata(snapshot, keys.at("snapshot"));
  files[versioned(snapshot.version, "snapshot")] = bytes;
  timestamp.snapshot = tuf::meta_file_of(bytes, snapshot.version);
}

void TestRepository::put_timestamp() {
  files["metadata/timestamp.json"] = tuf::write_metadata(timestamp, keys.at("timestamp"));
}

tuf::DelegatedRole& TestRepository::delegated(const std::string& role) {
  for (auto& entry : targets.at("targets").delegations->roles)
    if (entry.name == role) return entry;
  invariant_failed("delegated role exists", role, 0);
}

}  // namespace gatecast::test
