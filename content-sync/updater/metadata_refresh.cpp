#include "content-sync/updater/metadata_refresh.h"

#include <algorithm>
#include <set>
#include <utility>

#include "content-sync/base/log.h"
#include "content-sync/store/limits.h"
#include "content-sync/updater/version_floor.h"

namespace gatecast::updater {
namespace {

using tuf::TrustedMetadataSet;
constexpr int kMostDelegations = 32;  // roles loaded in search of one target (5.6.7.1)

std::string versioned(const std::string& role, std::int64_t version, bool consistent_snapshot) {
  return consistent_snapshot ? std::to_string(version) + "." + role + ".json" : role + ".json";
}

class Refresh {
 public:
  Refresh(Fetcher& fetcher, const RefreshOptions& options) : fetcher_(fetcher), options_(options) {}

  Result<TrustedMetadata> run(ByteView root) {
    if (!may_ask_for_change_alone()) return run_whole(root, {});
    GATECAST_TRY(auto fresh, fetch_if_changed(fetcher_, options_.prefix + "timestamp.json",
                                              tuf::kTimestampLimit, options_.memory->tag));
    if (fresh.bytes && sha256(*fresh.bytes) != options_.memory->timestamp)
      return run_whole(root, std::move(fresh));
    // The same as before: what is here is judged as if it had come now, its age above all.
    auto trusted = run_stored(root);
    if (trusted) return trusted;
    *options_.memory = {};
    return run_whole(root, {});
  }

  // `fresh`: a timestamp that came just now; empty: it is asked for in its turn.
  Result<TrustedMetadata> run_whole(ByteView root, FreshBytes fresh) {
    GATECAST_TRY(auto trusted, begin(root));
    const auto known_root = trusted.set.root().version;
    GATECAST_TRY_STATUS(update_roots(trusted));
    // It was asked for before a key may have been exchanged: the workflow's order is root, then timestamp.
    if (trusted.set.root().version != known_root) fresh = {};
    GATECAST_TRY_STATUS(check_root_floor(floor_, trusted.set));
    GATECAST_TRY_STATUS(trusted.set.finish_root());
    GATECAST_TRY_STATUS(update_timestamp(trusted, fresh));
    GATECAST_TRY_STATUS(finish(trusted));
    if (options_.memory != nullptr)
      *options_.memory = {fresh.tag, sha256(trusted.files.at("timestamp.json")), options_.now};
    return trusted;
  }

  Status load_role(TrustedMetadata& trusted, const std::string& role, const std::string& parent) {
    const auto accept = [&](ByteView bytes) -> Status {
      return parent.empty() ? trusted.set.update_targets(bytes)
                            : trusted.set.update_delegated(bytes, role, parent);
    };
    const std::string file = escaped_name(role) + ".json";
    if (auto stored = stored_file(file, tuf::kTargetsLimit); stored && accept(*stored)) {
      trusted.files[file] = std::move(*stored);
      return {};
    }
    const auto& meta = trusted.set.snapshot()->meta;
    const auto entry = meta.find(role + ".json");
    if (entry == meta.end())
      return fail(
          trust_error("tuf.snapshot.role_missing", role + ".json",
                      "nothing is published under this role yet: the snapshot does not list it (5.6.1)",
                      "publish a release of this channel first, or correct the channel's name"));
    const auto limit = std::min(entry->second.length_bytes.value_or(tuf::kTargetsLimit), tuf::kTargetsLimit);
    const auto name =
        versioned(escaped_name(role), entry->second.version, trusted.set.root().consistent_snapshot);
    GATECAST_TRY(auto bytes, fetch_bytes(fetcher_, options_.prefix + name, limit));
    GATECAST_TRY_STATUS(accept(bytes));
    GATECAST_TRY_STATUS(save(file, bytes));
    trusted.files[file] = std::move(bytes);
    return {};
  }

 private:
  [[nodiscard]] bool may_ask_for_change_alone() const {
    const auto* memory = options_.memory;
    if (memory == nullptr || !memory->full || options_.now < *memory->full ||
        options_.now - *memory->full >= kFullRefreshEach)
      return false;
    const auto stored = stored_file("timestamp.json", tuf::kTimestampLimit);
    return stored && sha256(*stored) == memory->timestamp;
  }
  Result<TrustedMetadata> begin(ByteView root) {
    GATECAST_TRY(auto set, TrustedMetadataSet::create(root, options_.now, options_.policy));
    TrustedMetadata trusted{std::move(set), {}};
    keep_root(trusted, root);
    if (keeps_floor()) floor_ = load_floor(*options_.disk, options_.floor);
    GATECAST_TRY_STATUS(load_stored_roots(trusted));
    return trusted;
  }
  Status finish(TrustedMetadata& trusted) {
    GATECAST_TRY_STATUS(update_snapshot(trusted));
    GATECAST_TRY_STATUS(load_role(trusted, "targets", ""));
    return raise_floor(trusted);
  }
  Result<TrustedMetadata> run_stored(ByteView root) {
    GATECAST_TRY(auto trusted, begin(root));
    GATECAST_TRY_STATUS(check_root_floor(floor_, trusted.set));
    GATECAST_TRY_STATUS(trusted.set.finish_root());
    GATECAST_TRY(auto stored,
                 read_file(*options_.disk, options_.trusted / "timestamp.json", tuf::kTimestampLimit));
    GATECAST_TRY(const auto outcome, trusted.set.update_timestamp(stored));
    GATECAST_INVARIANT(outcome == TrustedMetadataSet::TimestampOutcome::updated);
    GATECAST_TRY_STATUS(check_timestamp_floor(floor_, trusted.set));
    trusted.files["timestamp.json"] = std::move(stored);
    GATECAST_TRY_STATUS(finish(trusted));
    return trusted;
  }
  [[nodiscard]] bool keeps_floor() const { return !options_.floor.empty(); }
  // The metadata that it stands for are durable by now.
  Status raise_floor(const TrustedMetadata& trusted) {
    auto raised = floor_;
    raised.raise_to(trusted.set);
    if (!keeps_floor() || raised == floor_) return {};
    floor_ = std::move(raised);
    return save_floor(*options_.disk, options_.floor, floor_);
  }
  Status forget_online() {
    for (const char* name : {"timestamp.json", "snapshot.json"}) {
      GATECAST_TRY(const auto status, options_.disk->status(options_.trusted / name));
      if (status.kind != FileKind::missing)
        GATECAST_TRY_STATUS(options_.disk->remove(options_.trusted / name));
    }
    GATECAST_TRY_STATUS(options_.disk->sync_directory(options_.trusted));
    floor_.forget_online();
    return keeps_floor() ? save_floor(*options_.disk, options_.floor, floor_) : Status{};
  }
  [[nodiscard]] bool keeps_chain() const { return options_.root_files == RootFiles::chain; }
  [[nodiscard]] Path root_path(std::int64_t version) const {
    return keeps_chain() ? options_.trusted / "root" / (std::to_string(version) + ".root.json")
                         : options_.trusted / "root.json";
  }
  void keep_root(TrustedMetadata& trusted, ByteView bytes) const {
    trusted.files[std::to_string(trusted.set.root().version) + ".root.json"] = Bytes(bytes);
  }
  // Unreadable is the same as missing: the server's is asked for.
  [[nodiscard]] std::optional<Bytes> stored_file(const Path& name, std::uint64_t limit) const {
    auto bytes = read_file(*options_.disk, options_.trusted / name, limit);
    if (!bytes) return std::nullopt;
    return std::move(*bytes);
  }
  Status save(const Path& name, ByteView bytes) {
    return write_file_durably(*options_.disk, options_.trusted / name, bytes);
  }

  Status load_stored_roots(TrustedMetadata& trusted) {
    if (!keeps_chain()) return {};
    const auto first = root_path(trusted.set.root().version);
    GATECAST_TRY(const auto status, options_.disk->status(first));
    if (status.kind == FileKind::missing)
      GATECAST_TRY_STATUS(write_file_durably(*options_.disk, first, trusted.files.begin()->second));
    for (int round = 0; round < tuf::kMostRootUpdates; ++round) {
      const auto bytes =
          read_file(*options_.disk, root_path(trusted.set.root().version + 1), tuf::kRootLimit);
      if (!bytes) break;
      if (const auto status_of_root = trusted.set.update_root(*bytes); !status_of_root) {
        log_error(status_of_root.error());
        break;  // the server's copy takes its place
      }
      keep_root(trusted, *bytes);
    }
    // From here on only what is new counts as a rotation.
    if (trusted.files.size() > 1) {
      const auto newest = trusted.files[std::to_string(trusted.set.root().version) + ".root.json"];
      GATECAST_TRY(trusted.set, TrustedMetadataSet::create(newest, options_.now, options_.policy));
    }
    return {};
  }

  Status update_roots(TrustedMetadata& trusted) {
    for (int round = 0; round < store::kMostRoots; ++round) {
      const auto name = std::to_string(trusted.set.root().version + 1) + ".root.json";
      auto bytes = fetch_bytes(fetcher_, options_.prefix + name, tuf::kRootLimit);
      if (!bytes && bytes.error().rule == "fetch.missing") return {};
      if (!bytes) return fail(std::move(bytes).error());
      GATECAST_TRY_STATUS(trusted.set.update_root(*bytes));
      // 5.3.11, recovery from a fast-forward. Before the root is kept: a cut in between repeats it.
      if (trusted.set.must_forget_timestamp_and_snapshot()) GATECAST_TRY_STATUS(forget_online());
      GATECAST_TRY_STATUS(write_file_durably(*options_.disk, root_path(trusted.set.root().version), *bytes));
      keep_root(trusted, *bytes);
    }
    return {};
  }

  Status update_timestamp(TrustedMetadata& trusted, FreshBytes& fresh) {
    auto stored = stored_file("timestamp.json", tuf::kTimestampLimit);
    if (stored) {
      // Expired, or signed by keys that no longer count: then only the server's decides.
      if (const auto outcome = trusted.set.update_timestamp(*stored); !outcome)
        log(LogLevel::debug, to_string(outcome.error()));
    }
    if (!fresh.bytes) {
      GATECAST_TRY(fresh,
                   fetch_if_changed(fetcher_, options_.prefix + "timestamp.json", tuf::kTimestampLimit, ""));
    }
    const auto& bytes = *fresh.bytes;
    GATECAST_TRY(const auto outcome, trusted.set.update_timestamp(bytes));
    GATECAST_TRY_STATUS(check_timestamp_floor(floor_, trusted.set));
    if (outcome == TrustedMetadataSet::TimestampOutcome::equal_version && stored) {
      trusted.files["timestamp.json"] = std::move(*stored);
      return {};
    }
    GATECAST_TRY_STATUS(save("timestamp.json", bytes));
    trusted.files["timestamp.json"] = bytes;
    return {};
  }

  Status update_snapshot(TrustedMetadata& trusted) {
    const auto wanted = trusted.set.timestamp()->snapshot;
    auto stored = stored_file("snapshot.json", tuf::kSnapshotLimit);
    if (stored && trusted.set.update_snapshot(*stored, true) && trusted.set.snapshot() != nullptr &&
        trusted.set.snapshot()->version == wanted.version) {
      trusted.files["snapshot.json"] = std::move(*stored);
      return {};
    }
    const auto limit = std::min(wanted.length_bytes.value_or(tuf::kSnapshotLimit), tuf::kSnapshotLimit);
    const auto name = versioned("snapshot", wanted.version, trusted.set.root().consistent_snapshot);
    GATECAST_TRY(auto bytes, fetch_bytes(fetcher_, options_.prefix + name, limit));
    GATECAST_TRY_STATUS(trusted.set.update_snapshot(bytes));
    GATECAST_TRY_STATUS(check_snapshot_floor(floor_, trusted.set));
    GATECAST_TRY_STATUS(save("snapshot.json", bytes));
    trusted.files["snapshot.json"] = std::move(bytes);
    return {};
  }

  Fetcher& fetcher_;
  const RefreshOptions& options_;
  VersionFloor floor_;
};

}  // namespace

Result<TrustedMetadata> refresh_metadata(Fetcher& fetcher, ByteView root, const RefreshOptions& options) {
  return Refresh(fetcher, options).run(root);
}

Status load_delegated(Fetcher& fetcher, TrustedMetadata& trusted, const std::string& role,
                      const std::string& parent, const RefreshOptions& options) {
  return Refresh(fetcher, options).load_role(trusted, role, parent);
}

Result<FoundTarget> find_target(Fetcher& fetcher, TrustedMetadata& trusted, const std::string& path,
                                const RefreshOptions& options) {
  for (int round = 0; round < kMostDelegations; ++round) {
    GATECAST_TRY(auto search, trusted.set.find_target(path));
    if (search.target) return FoundTarget{std::move(*search.target), search.role};
    if (search.missing_role.empty())
      return fail(trust_error("tuf.target.unknown", path,
                              "no role that may speak for it names this target (5.6.7)",
                              "check the name, or publish it first"));
    GATECAST_TRY_STATUS(
        Refresh(fetcher, options).load_role(trusted, search.missing_role, search.missing_parent));
  }
  return fail(
      trust_error("tuf.delegations.too_many", path,
                  "the search passed " + std::to_string(kMostDelegations) + " delegated roles (5.6.7.1)",
                  "fewer delegations, or a hostile repository"));
}

std::string escaped_name(const std::string& name) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '-' || c == '_' || c == '.' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain)
      text += c;
    else
      text += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return text;
}

std::string target_path(const tuf::TargetFile& file, const std::string& path, bool consistent_snapshot) {
  if (!consistent_snapshot || file.hashes.empty()) return path;
  const auto sha256 = file.hashes.find("sha256");
  const auto hash = sha256 != file.hashes.end() ? sha256 : file.hashes.begin();
  const auto slash = path.rfind('/');
  const auto name_at = slash == std::string::npos ? 0 : slash + 1;
  return path.substr(0, name_at) + hash->second + "." + path.substr(name_at);
}

}  // namespace gatecast::updater
