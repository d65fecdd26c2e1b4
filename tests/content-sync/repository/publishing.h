// A repository on a disk in memory, its keys, and builds to publish into it.
#pragma once
#include <catch2/catch.hpp>

#include "content-sync/repository/publish.h"
#include "content-sync/store/verified_reader.h"
#include "tests/support/cut_disk.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

inline const Path kRepository = "/srv/repository";
inline const Path kIncoming = "/srv/incoming";
inline const std::string kChannel = "lao-bao-hall";
inline const std::string kContentRole = "content-lao-bao-hall";

inline repository::NewRepository plan() {
  repository::NewRepository plan;
  plan.root_keys = {test_key(1, "hoa"), test_key(2, "minh"), test_key(3, "thuy")};
  plan.targets_keys = {test_key(4, "hoa"), test_key(5, "minh")};
  plan.online = {test_key(6), test_key(7)};
  plan.channels = {{kChannel, {test_key(10, "lan").key, test_key(11, "somchai").key}}};
  return plan;
}

inline void write(Disk& disk, const Path& path, ByteView bytes) {
  REQUIRE(make_directories(disk, path.parent_path()));
  REQUIRE(write_file_durably(disk, path, bytes));
}

struct Build {
  std::int64_t version = 1;
  std::int64_t number = 1;
  std::string salt;
  std::vector<SigningKey> signers{test_key(10, "lan"), test_key(11, "somchai")};
};

// What an upload leaves: objects, document, signed metadata.
inline SampleRelease put_incoming(Disk& disk, const Build& build) {
  auto sample = sample_release(kChannel, build.number, build.salt);
  const Bytes document = bundle::write_release(sample.release);
  for (const auto& [name, bytes] : sample.objects)
    write(disk, store::object_path(kIncoming / "objects", name), bytes);
  write(disk, kIncoming / "releases" / (sha256(document).hex() + "." + kChannel + ".json"), document);
  Bytes metadata =
      repository::write_release_metadata(kChannel, build.version, document, build.number, test_time());
  for (const auto& signer : build.signers) metadata = *tuf::add_signature(metadata, "metadata", signer);
  write(disk, kIncoming / (kContentRole + ".json"), metadata);
  return sample;
}

inline Result<repository::Published> publish(Disk& disk, Instant now = test_time()) {
  return repository::accept_publish(disk, kRepository, kIncoming, kChannel, plan().online, now);
}

template <class T>
std::string rule_of(const Result<T>& result) {
  return result ? "accepted" : result.error().rule;
}

// What a fresh kiosk that trusts 1.root.json would play: the release's number; 0 before the first; or the
// rule by which it refuses.
inline std::string kiosk_sees(Disk& disk, Instant now = test_time()) {
  const auto read = [&](const Path& path) {
    return read_file(disk, kRepository / "metadata" / path, 1U << 20U);
  };
  const auto steps = [&]() -> Result<std::string> {
    GATECAST_TRY(const auto root, read("1.root.json"));
    GATECAST_TRY(auto set, tuf::TrustedMetadataSet::create(root, now, {}));
    GATECAST_TRY(const auto timestamp, read("timestamp.json"));
    GATECAST_TRY(const auto outcome, set.update_timestamp(timestamp));
    (void)outcome;
    GATECAST_TRY(const auto snapshot,
                 read(std::to_string(set.timestamp()->snapshot.version) + ".snapshot.json"));
    GATECAST_TRY_STATUS(set.update_snapshot(snapshot));
    const auto& meta = set.snapshot()->meta;
    GATECAST_TRY(const auto targets, read(std::to_string(meta.at("targets.json").version) + ".targets.json"));
    GATECAST_TRY_STATUS(set.update_targets(targets));
    if (!meta.contains(kContentRole + ".json")) return std::string("0");
    GATECAST_TRY(const auto content, read(std::to_string(meta.at(kContentRole + ".json").version) + "." +
                                          kContentRole + ".json"));
    GATECAST_TRY_STATUS(set.update_delegated(content, kContentRole, "targets"));
    GATECAST_TRY(const auto found, set.find_target("releases/" + kChannel + ".json"));
    const Path document_path =
        kRepository / "targets" / "releases" / (found.target->hashes.at("sha256") + "." + kChannel + ".json");
    GATECAST_TRY(const auto document, read_file(disk, document_path, 1U << 24U));
    GATECAST_TRY_STATUS(tuf::verify_target(*found.target, document, "release"));
    GATECAST_TRY(const auto release, bundle::parse_release(document, "release"));
    for (const auto& [name, object] : release.objects)
      GATECAST_TRY_STATUS(store::verify_object(disk, kRepository / "objects", object));
    return std::to_string(release.number);
  }();
  return steps ? *steps : steps.error().rule;
}

}  // namespace gatecast::test
