// A TUF repository in memory that publishes whatever a test asks for, and a client over a disk in memory.
// Each stands where the public conformance suite has its simulator and its client runner, so that its cases
// can be told here. Threads: one owner.
#pragma once
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "content-sync/updater/tuf_client.h"
#include "tests/content-sync/tuf_conformance/signers.h"
#include "tests/support/cut_disk.h"

namespace gatecast::test {

using Request = std::pair<std::string, std::optional<std::int64_t>>;  // role as in the address, version

class SimulatedRepository {
 public:
  SimulatedRepository();

  tuf::Root root;
  tuf::Timestamp timestamp;
  tuf::Snapshot snapshot;
  std::map<std::string, tuf::Targets> targets;  // "targets" and delegated ones
  std::map<std::string, std::vector<Signer>> signers;
  std::map<std::string, std::vector<Bytes>> published;  // by role, version 1 first
  std::map<std::string, Bytes> artifacts;               // by path
  bool has_hashes = false;                              // lengths and hashes in snapshot and timestamp
  std::vector<Request> requests;
  std::vector<std::string> artifact_requests;

  // A new version of each role, signed; the first is version 1. Snapshot and timestamp learn of it.
  void publish(const std::vector<std::string>& roles);
  // Signs and puts forth the version as it stands, in the place of the last one.
  void replace_last(const std::string& role);
  void add_key(const std::string& role, Signer signer = ecdsa_signer());  // of root
  void rotate(const std::string& role);
  void add_artifact(const std::string& role, const Bytes& bytes, const std::string& path);
  void delegate(const std::string& parent, tuf::DelegatedRole role);  // with a new key of its own

  [[nodiscard]] Bytes last(const std::string& role) const { return published.at(role).back(); }
  Result<Bytes> answer(const std::string& path);
  Result<Bytes> answer_artifact(const std::string& path);

 private:
  [[nodiscard]] Bytes signed_bytes(const std::string& role) const;
  std::int64_t& version(const std::string& role);
};

class Client {
 public:
  explicit Client(SimulatedRepository& repository);
  bool init(const Bytes& root);
  bool init() { return init(repository_.published.at("root").front()); }
  bool refresh(std::chrono::hours later = {});
  bool download(const std::vector<std::string>& names, std::chrono::hours later = {});
  [[nodiscard]] std::optional<std::int64_t> version(const std::string& role);
  [[nodiscard]] std::optional<Bytes> trusted(const std::string& role);
  [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> trusted_roles();  // sorted
  [[nodiscard]] std::vector<Bytes> downloaded();  // in the order of their names
  std::string rule;                               // of the last refusal

 private:
  bool note(const Status& status);
  SimulatedRepository& repository_;
  CutDisk disk_;
};

inline const Instant kNow = *parse_instant("2026-11-21T08:00:00Z");

}  // namespace gatecast::test
