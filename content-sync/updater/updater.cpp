#include "content-sync/updater/updater.h"

#include <algorithm>
#include <set>
#include <utility>

#include "content-sync/base/log.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/object_writer.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/download.h"
#include "content-sync/updater/object_fetch.h"
#include "content-sync/updater/version_floor.h"

namespace gatecast::updater {
namespace {

using store::Store;
constexpr std::size_t kMostSpare = 16;  // releases beside the one that is on

// What the signed metadata want to be on, and the bytes of a generation that shows it.
struct Wanted {
  TrustedMetadata trusted;
  tuf::TargetFile target;
  std::string target_name;
};

Path floor_path_of(const Store& store) {
  return store.folder() / "floor.json";
}

RefreshOptions refresh_options_of(const Store& store, const UpdateOptions& options) {
  RefreshOptions refresh;
  refresh.disk = &store.disk();
  refresh.trusted = store.trusted();
  refresh.now = options.now;
  refresh.floor = floor_path_of(store);
  refresh.memory = options.memory;
  return refresh;
}

// Neither content nor statements wait for them, and trouble with them keeps nothing else away.
void hear_feeds(Store& store, Fetcher& fetcher, TrustedMetadata& trusted, const RefreshOptions& refresh,
                const UpdateOptions& options) {
  if (!options.may_fetch_feeds) return;
  const auto fetched = fetch_feeds(store.disk(), store.folder(), fetcher, trusted,
                                   {refresh, options.channel, options.may_fetch_feeds});
  if (options.on_feeds) options.on_feeds(fetched);
}

// The same for what technicians ask of this kiosk.
void hear_device(Store& store, Fetcher& fetcher, TrustedMetadata& trusted, const RefreshOptions& refresh,
                 const UpdateOptions& options) {
  if (options.site.empty() || options.kiosk.empty()) return;
  const auto fetched =
      fetch_device(store.disk(), store.folder(), fetcher, trusted, {refresh, options.site, options.kiosk});
  if (options.on_device) options.on_device(fetched);
}

class Update {
 public:
  Update(Store& store, Fetcher& fetcher, const UpdateOptions& options)
      : store_(store), fetcher_(fetcher), options_(options) {}

  Result<UpdateReport> run() {
    note_player_and_active();
    GATECAST_TRY(auto wanted, refresh());
    GATECAST_TRY(auto document, release_document(wanted));
    GATECAST_TRY(const auto release, bundle::parse_release(document, wanted.target_name));
    GATECAST_TRY_STATUS(check_number(release, sha256(document)));
    describe(wanted, release, document);

    ObjectFetch objects(store_, fetcher_,
                        {options_.reserve_bytes, options_.most_content_bytes, options_.on_progress,
                         options_.may_go_on, options_.beside, options_.also});
    GATECAST_TRY(report_.repaired, objects.find_broken(suspects(), release));
    GATECAST_TRY_STATUS(objects.fetch_missing(release, !report_.is_new_release, report_.repaired, player_));
    report_.objects_fetched = objects.objects_fetched();
    report_.bytes_fetched = objects.bytes_fetched();

    wanted.trusted.files["release.json"] = std::move(document);
    GATECAST_TRY_STATUS(put_on(wanted.trusted.files));
    GATECAST_TRY_STATUS(raise_release_floor(release.number));
    GATECAST_TRY(report_.collected, store_.collect(player_, spare()));
    return std::move(report_);
  }

 private:
  void note_player_and_active() {
    player_ = store::read_player_state(store_.disk(), options_.player_state);
    report_.warnings = player_.complaints;
    auto active = active_release(store_, options_);
    if (active) {
      active_ = std::move(*active);
    } else if (store_.active() && !is_of_channel_before()) {
      // What is on cannot be trusted any more: it is built again, whatever its number.
      log_error(active.error());
      report_.warnings.push_back("the active release is damaged and built again: " +
                                 to_string(active.error()));
    }
  }

  // Whole, but of the channel that this kiosk comes from: it plays on until the other one is there.
  [[nodiscard]] bool is_of_channel_before() const {
    if (options_.channel_before.empty() || options_.channel_before == options_.channel) return false;
    auto before = options_;
    before.channel = options_.channel_before;
    return active_release(store_, before).has_value();
  }

  Result<Wanted> refresh() {
    const auto refresh_options = refresh_options_of(store_, options_);
    GATECAST_TRY(auto trusted, refresh_metadata(fetcher_, options_.pinned_root, refresh_options));
    // Neither waits for the other: a wrong statement keeps no release away.
    const auto statements =
        fetch_statements(store_.disk(), store_.folder(), fetcher_, trusted, refresh_options);
    if (!statements) report_.warnings.push_back("the officers' statements: " + to_string(statements.error()));
    if (options_.on_statements) options_.on_statements(statements);
    hear_feeds(store_, fetcher_, trusted, refresh_options, options_);
    hear_device(store_, fetcher_, trusted, refresh_options, options_);
    const std::string name = "releases/" + options_.channel + ".json";
    GATECAST_TRY(auto found, find_target(fetcher_, trusted, name, refresh_options));
    const std::string role = "content-" + options_.channel;
    if (found.role != role)
      return fail(trust_error("tuf.target.role", name,
                              "role " + found.role + " names this release; only " + role + " may (5.6.7)",
                              "correct the delegations and publish again"));
    return Wanted{std::move(trusted), std::move(found.file), name};
  }

  Result<Bytes> release_document(const Wanted& wanted) {
    if (active_) {
      auto bytes = read_file(store_.disk(), active_->generation / "release.json", store::kReleaseLimit);
      if (bytes && tuf::verify_target(wanted.target, *bytes, wanted.target_name)) return bytes;
    }
    if (wanted.target.length_bytes > store::kReleaseLimit)
      return fail(trust_error("tuf.target.length", wanted.target_name,
                              "a release of more than " + std::to_string(store::kReleaseLimit) + " bytes"));
    const auto path = "targets/" + target_path(wanted.target, wanted.target_name,
                                               wanted.trusted.set.root().consistent_snapshot);
    GATECAST_TRY(auto bytes, fetch_bytes(fetcher_, path, wanted.target.length_bytes));
    GATECAST_TRY_STATUS(tuf::verify_target(wanted.target, bytes, wanted.target_name));
    return bytes;
  }

  [[nodiscard]] Path floor_path() const { return floor_path_of(store_); }

  Status raise_release_floor(std::int64_t number) {
    auto floor = load_floor(store_.disk(), floor_path());
    auto& least = floor.releases[options_.channel];
    if (least >= number) return {};
    least = number;
    return save_floor(store_.disk(), floor_path(), floor);
  }

  // Said before anything large is fetched; load_verified_release holds the same line at the end.
  Status check_number(const bundle::Release& release, const Sha256& hash) {
    const auto floor = load_floor(store_.disk(), floor_path());
    const auto least = floor.releases.find(options_.channel);
    if (least != floor.releases.end() && release.number < least->second)
      return fail(trust_error("update.release_number", "releases/" + options_.channel + ".json",
                              "release " + std::to_string(release.number) + " is offered, and release " +
                                  std::to_string(least->second) + " was already on here",
                              "publish with a higher number: a number never goes back"));
    if (!active_ || active_->document_hash == hash || release.number > active_->release->number) return {};
    return fail(
        trust_error("update.release_number", "releases/" + options_.channel + ".json",
                    "release " + std::to_string(release.number) + " is offered, and release " +
                        std::to_string(active_->release->number) + " is on",
                    "publish with a higher number: a number is never used twice and never goes back"));
  }

  void describe(const Wanted& wanted, const bundle::Release& release, ByteView document) {
    report_.release_number = release.number;
    report_.document_hash = sha256(document);
    report_.is_demo = wanted.trusted.set.is_demo();
    report_.signers = wanted.trusted.set.signers("content-" + options_.channel);
    report_.signed_at = wanted.trusted.set.timestamp()->signed_at;
    report_.timestamp_rotated = wanted.trusted.set.must_forget_timestamp_and_snapshot();
    report_.is_new_release = !active_ || active_->document_hash != report_.document_hash;
  }

  // Objects that the player or the scrub complained about. To read all is no part of an update.
  std::vector<Sha256> suspects() const {
    auto all = player_.broken;
    all.insert(all.end(), options_.suspects.begin(), options_.suspects.end());
    return all;
  }

  // Where a budget is set, older releases stay as long as they are within it: content that comes back costs
  // nothing.
  [[nodiscard]] store::Spare spare() const {
    if (options_.most_content_bytes == UINT64_MAX) return {1, 1, UINT64_MAX, options_.beside};
    return {1, kMostSpare, options_.most_content_bytes, options_.beside};
  }

  // Which of the generation's files differ from what is on.
  std::set<std::string> differences(const store::GenerationFiles& files) const {
    std::set<std::string> different;
    for (const auto& [name, bytes] : files) {
      const auto on_now = read_file(store_.disk(), active_->generation / name, store::kReleaseLimit);
      if (!on_now || *on_now != bytes) different.insert(name);
    }
    return different;
  }

  Status put_on(const store::GenerationFiles& files) {
    report_.generation = store_.active().value_or(0);
    if (active_) {
      const auto different = differences(files);
      if (different.empty()) return {};
      // The hourly signature alone: one file, replaced whole.
      if (different == std::set<std::string>{"timestamp.json"} && same_snapshot(files))
        return write_file_durably(store_.disk(), active_->generation / "timestamp.json",
                                  files.at("timestamp.json"));
      // A word of an officer or a feed's value is no new content: the generation stays, and is written anew
      // with the newest signature twice a day.
      if (is_freshness_alone(different) && is_recent(files)) return {};
    }
    GATECAST_TRY(const auto number, store_.write_generation(files));
    // As the player will: nothing is put on that it would refuse.
    const store::Floor floor = active_ ? active_->seen : store::Floor{};
    GATECAST_TRY(const auto verified,
                 store::load_verified_release(store_.disk(), store_.generation(number), options_.pinned_root,
                                              options_.channel, floor, options_.now));
    for (const auto& [hash, length] : store::needed_objects(*verified.release)) {
      GATECAST_TRY(const bool is_there, store_.has(hash, length));
      GATECAST_INVARIANT(is_there);
    }
    GATECAST_TRY_STATUS(store_.activate(number));
    report_.generation = number;
    report_.switched = true;
    return {};
  }

  static bool is_freshness_alone(const std::set<std::string>& different) {
    return std::all_of(different.begin(), different.end(),
                       [](const auto& name) { return name == "timestamp.json" || name == "snapshot.json"; });
  }

  [[nodiscard]] bool is_recent(const store::GenerationFiles& files) const {
    const auto next = tuf::parse_timestamp(files.at("timestamp.json"), "timestamp.json");
    return next && next->signed_part.signed_at && active_->signed_at &&
           *next->signed_part.signed_at < *active_->signed_at + std::chrono::hours(12);
  }

  bool same_snapshot(const store::GenerationFiles& files) const {
    const auto next = tuf::parse_timestamp(files.at("timestamp.json"), "timestamp.json");
    const auto snapshot = tuf::parse_snapshot(files.at("snapshot.json"), "snapshot.json");
    return next && snapshot && next->signed_part.snapshot.version == snapshot->signed_part.version;
  }

  Store& store_;
  Fetcher& fetcher_;
  const UpdateOptions& options_;
  UpdateReport report_;
  store::PlayerState player_;
  std::optional<store::VerifiedRelease> active_;
};

}  // namespace

Result<store::VerifiedRelease> active_release(Store& store, const UpdateOptions& options) {
  return store::load_verified_release(store.disk(), store.folder() / "active", options.pinned_root,
                                      options.channel, {}, options.now);
}

Result<StatementUpdate> update_statements(Store& store, Fetcher& fetcher, const UpdateOptions& options) {
  const auto refresh_options = refresh_options_of(store, options);
  GATECAST_TRY(auto trusted, refresh_metadata(fetcher, options.pinned_root, refresh_options));
  StatementUpdate update;
  update.timestamp_version = trusted.set.timestamp()->version;
  GATECAST_TRY(update.statements,
               fetch_statements(store.disk(), store.folder(), fetcher, trusted, refresh_options));
  hear_feeds(store, fetcher, trusted, refresh_options, options);
  hear_device(store, fetcher, trusted, refresh_options, options);
  return update;
}

Result<UpdateReport> run_update(Store& store, Fetcher& fetcher, const UpdateOptions& options) {
  return Update(store, fetcher, options).run();
}

}  // namespace gatecast::updater
