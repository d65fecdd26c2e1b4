#include "tests/content-sync/tuf_conformance/simulated_repository.h"

#include <nlohmann/json.hpp>

#include "content-sync/tuf/canonical_json.h"

namespace gatecast::test {
namespace {

using nlohmann::json;
const Path kMetadata = "/client/metadata";
const Path kTargets = "/client/targets";

class SimulatorFetcher final : public updater::Fetcher {
 public:
  explicit SimulatorFetcher(std::function<Result<Bytes>(const std::string&)> answer)
      : answer_(std::move(answer)) {}
  Status fetch(const updater::FetchRequest& request, updater::FetchSink& sink) override {
    GATECAST_TRY(const auto bytes, answer_(request.path));
    if (bytes.size() > request.limit_bytes)
      return fail(environment_error("fetch.too_long", request.path, "more than the allowed bytes"));
    GATECAST_TRY_STATUS(sink.begin(0));
    return sink.append(bytes);
  }
  [[nodiscard]] std::string name() const override { return "simulator"; }

 private:
  std::function<Result<Bytes>(const std::string&)> answer_;
};

tl::unexpected<Error> missing(const std::string& path) {
  return fail(environment_error("fetch.missing", path, "not there"));
}

std::string unquoted(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      plain += from_hex(text.substr(i + 1, 2)).value_or("?");
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace

SimulatedRepository::SimulatedRepository() {
  const Instant expires = kNow + std::chrono::days(30);
  root.consistent_snapshot = true;
  root.expires = timestamp.expires = snapshot.expires = expires;
  targets["targets"].expires = expires;
  for (const auto* role : {"root", "timestamp", "snapshot", "targets"}) add_key(role);
  publish({"targets", "snapshot", "timestamp", "root"});
}

std::int64_t& SimulatedRepository::version(const std::string& role) {
  if (role == "root") return root.version;
  if (role == "timestamp") return timestamp.version;
  if (role == "snapshot") return snapshot.version;
  return targets[role].version;
}

Bytes SimulatedRepository::signed_bytes(const std::string& role) const {
  const json document = role == "root"        ? tuf::to_document(root)
                        : role == "timestamp" ? tuf::to_document(timestamp)
                        : role == "snapshot"  ? tuf::to_document(snapshot)
                                              : tuf::to_document(targets.at(role));
  const auto canonical = tuf::write_canonical(document);
  json signatures = json::array();
  for (const auto& signer : signers.at(role))
    signatures.push_back({{"keyid", signer.id}, {"sig", signer.sign(canonical)}});
  return json{{"signatures", std::move(signatures)}, {"signed", document}}.dump(1);
}

void SimulatedRepository::publish(const std::vector<std::string>& roles) {
  for (const auto& role : roles) {
    if (published.contains(role)) ++version(role);
    published[role].push_back({});
    replace_last(role);
  }
}

void SimulatedRepository::replace_last(const std::string& role) {
  const Bytes bytes = signed_bytes(role);
  published[role].back() = bytes;
  tuf::MetaFile file{version(role), {}, {}};
  if (has_hashes) file = tuf::meta_file_of(bytes, version(role));
  if (role == "snapshot")
    timestamp.snapshot = file;
  else if (role != "root" && role != "timestamp")
    snapshot.meta[role + ".json"] = file;
}

void SimulatedRepository::add_key(const std::string& role, Signer signer) {
  root.keys[signer.id] = signer.key;
  root.roles[role].key_ids.push_back(signer.id);
  signers[role].push_back(std::move(signer));
}

void SimulatedRepository::rotate(const std::string& role) {
  root.roles[role].key_ids.clear();
  signers[role].clear();
  for (int i = 0; i < root.roles[role].threshold; ++i) add_key(role);
}

void SimulatedRepository::add_artifact(const std::string& role, const Bytes& bytes, const std::string& path) {
  targets[role].targets[path] = tuf::target_file_of(bytes);
  artifacts[path] = bytes;
}

void SimulatedRepository::delegate(const std::string& parent, tuf::DelegatedRole role) {
  auto& delegations = targets[parent].delegations;
  if (!delegations) delegations.emplace();
  if (targets.count(role.name) == 0) targets[role.name].expires = kNow + std::chrono::days(30);
  auto& own = signers[role.name];
  if (own.empty()) own.push_back(ecdsa_signer());
  for (const auto& signer : own) {
    delegations->keys[signer.id] = signer.key;
    role.role.key_ids.push_back(signer.id);
  }
  delegations->roles.push_back(std::move(role));
}

Result<Bytes> SimulatedRepository::answer(const std::string& path) {
  auto name = path.substr(0, path.size() - std::string(".json").size());
  std::optional<std::int64_t> number;
  const auto dot = name.find('.');
  if (name.ends_with(".root") || (root.consistent_snapshot && name != "timestamp")) {
    number = std::stoll(name.substr(0, dot));
    name = name.substr(dot + 1);
  }
  requests.emplace_back(name, number);
  const auto found = published.find(unquoted(name));
  if (found == published.end()) return missing(path);
  const auto& versions = found->second;
  if (!number) return versions.back();
  if (*number < 1 || *number > static_cast<std::int64_t>(versions.size())) return missing(path);
  return versions[static_cast<std::size_t>(*number - 1)];
}

Result<Bytes> SimulatedRepository::answer_artifact(const std::string& address) {
  artifact_requests.push_back(address);
  auto path = unquoted(address);
  if (root.consistent_snapshot) {
    const auto slash = path.rfind('/');
    const auto name_at = slash == std::string::npos ? 0 : slash + 1;
    const auto dot = path.find('.', name_at);
    path = path.substr(0, name_at) + path.substr(dot + 1);
  }
  const auto found = artifacts.find(path);
  if (found == artifacts.end()) return missing(path);
  return found->second;
}

Client::Client(SimulatedRepository& repository) : repository_(repository) {
  REQUIRE(make_directories(disk_, kMetadata));
  REQUIRE(make_directories(disk_, kTargets));
}

bool Client::note(const Status& status) {
  rule = status ? "" : status.error().rule;
  if (!status) UNSCOPED_INFO(to_string(status.error()));
  return status.has_value();
}

bool Client::init(const Bytes& root) {
  return note(updater::TufClient(disk_, kMetadata, kNow).init(root));
}

bool Client::refresh(std::chrono::hours later) {
  SimulatorFetcher metadata([&](const std::string& path) { return repository_.answer(path); });
  return note(updater::TufClient(disk_, kMetadata, kNow + later).refresh(metadata));
}

bool Client::download(const std::vector<std::string>& names, std::chrono::hours later) {
  SimulatorFetcher metadata([&](const std::string& path) { return repository_.answer(path); });
  SimulatorFetcher targets([&](const std::string& path) { return repository_.answer_artifact(path); });
  return note(
      updater::TufClient(disk_, kMetadata, kNow + later).download(metadata, targets, names, kTargets));
}

std::optional<Bytes> Client::trusted(const std::string& role) {
  auto bytes = read_file(disk_, kMetadata / (role + ".json"), 1U << 24U);
  if (!bytes) return std::nullopt;
  return *bytes;
}

std::optional<std::int64_t> Client::version(const std::string& role) {
  const auto bytes = trusted(role);
  if (!bytes) return std::nullopt;
  return json::parse(*bytes)["signed"]["version"].get<std::int64_t>();
}

std::vector<std::pair<std::string, std::int64_t>> Client::trusted_roles() {
  std::vector<std::pair<std::string, std::int64_t>> roles;
  const auto files = disk_.list(kMetadata);
  for (const auto& file : *files) {
    const auto role = file.substr(0, file.size() - std::string(".json").size());
    roles.emplace_back(role, *version(role));
  }
  return roles;
}

std::vector<Bytes> Client::downloaded() {
  std::vector<Bytes> bytes;
  const auto files = disk_.list(kTargets);
  for (const auto& file : *files) bytes.push_back(*read_file(disk_, kTargets / file, 1U << 24U));
  return bytes;
}

}  // namespace gatecast::test
