// A TUF repository in memory, with every key at hand: what a server would serve, by path. Tests change the
// public values and publish again; nothing is checked here, so an attack is one wrong value away.
// Roles as in trust.md: root 2 of 3, targets 2 of 2, content-<channel> 2 persons of 2, snapshot, timestamp.
// Threads: one owner. Source: TUF 1.0.34; shape after python-tuf's RepositorySimulator.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/tuf/signing.h"

namespace gatecast::test {

using tuf::SigningKey;

// The same number gives the same key, in every test and run.
SigningKey test_key(int number, std::string person = {});
Instant test_time(std::string_view text = "2026-11-21T08:00:00Z");

class TestRepository {
 public:
  explicit TestRepository(std::vector<std::string> channels = {"lao-bao-hall"}, Instant now = test_time());

  // ---- what a server serves -----------------------------------------------------------------------------
  // "metadata/1.root.json", "metadata/timestamp.json", "targets/releases/<sha256>.<channel>.json",
  // "objects/ab/abcd..."
  std::map<std::string, Bytes> files;
  [[nodiscard]] const Bytes& file(const std::string& path) const;
  [[nodiscard]] const Bytes& root_file(std::int64_t version) const;
  [[nodiscard]] const Bytes& timestamp_file() const;
  [[nodiscard]] const Bytes& snapshot_file() const;                     // the newest
  [[nodiscard]] const Bytes& role_file(const std::string& role) const;  // "targets" or delegated, the newest

  // ---- the usual ways -----------------------------------------------------------------------------------
  // A new release of a channel, signed by its editors, then snapshot and timestamp. Objects go to objects/.
  void publish_release(const std::string& channel, ByteView document, std::int64_t release_number,
                       const std::vector<Bytes>& objects = {});
  void add_object(ByteView bytes);
  void refresh_timestamp(Instant now);  // version + 1, x-gatecast-signed-at = now
  // New keys for a role: "root", "targets", "snapshot", "timestamp" (a new root), "content-<channel>" (new
  // targets).
  void rotate(const std::string& role);

  // ---- the values and keys, to bend ---------------------------------------------------------------------
  tuf::Root root;
  tuf::Timestamp timestamp;
  tuf::Snapshot snapshot;
  std::map<std::string, tuf::Targets> targets;          // "targets" and each "content-<channel>"
  std::map<std::string, std::vector<SigningKey>> keys;  // by role, all keys that it has
  std::vector<SigningKey> old_root_keys;                // sign the next root too, then forgotten
  Instant now;

  // Each raises the version, signs with `keys` and puts the file; snapshot and timestamp follow the rest only
  // when they are published themselves.
  void publish_root();
  void publish_role(const std::string& role);
  void publish_snapshot();
  void publish_timestamp();
  // The same version again, after a value or key was changed.
  void put_root();
  void put_role(const std::string& role);
  void put_snapshot();
  void put_timestamp();

  tuf::DelegatedRole& delegated(const std::string& role);  // its entry in targets' delegations

 private:
  int next_key_ = 100;
};

}  // namespace gatecast::test
