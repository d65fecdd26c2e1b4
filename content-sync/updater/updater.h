// A whole update of a store: metadata, release, space, objects, generation, switch, collection. On any
// failure the store is as good as before, and what was fetched is kept for the next run. Threads: one owner.
// Errors: trust errors of tuf and store, "update.release_number" (an older release, or another one with the
// same number), "disk.full" with figures, errors of the fetcher. Source: ARCHITECTURE.md, Store;
// TUF 1.0.34, 5.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "content-sync/store/store.h"
#include "content-sync/store/verified_release.h"
#include "content-sync/updater/device_fetch.h"
#include "content-sync/updater/feed_fetch.h"
#include "content-sync/updater/fetcher.h"
#include "content-sync/updater/metadata_refresh.h"
#include "content-sync/updater/statement_fetch.h"

namespace gatecast::updater {

struct UpdateProgress {
  std::uint64_t done_bytes = 0;
  std::uint64_t total_bytes = 0;
};

// What became of the officers' statements, told as soon as they are stored: before any content is fetched.
using OnStatements = std::function<void(const Result<StatementFetch>&)>;

struct UpdateOptions {
  std::string channel;
  Bytes pinned_root;
  Instant now;                                             // verification time
  Path player_state;                                       // may be empty
  std::uint64_t reserve_bytes = std::uint64_t{64} << 20U;  // never filled by content
  std::uint64_t most_content_bytes = UINT64_MAX;           // of objects, whatever the disk has
  std::vector<Sha256> suspects;  // objects that are to be read through, as the scrub found them damaged
  std::vector<Path> also;        // files beside the store that may hold pieces of what comes
  std::set<Sha256> beside;       // objects of the store that are no release's and stay (system_fetch.h)
  std::function<void(const UpdateProgress&)> on_progress;  // may be empty
  std::function<Status()> may_go_on;                       // with content; asked all the while; may be empty
  OnStatements on_statements;                              // may be empty
  // Feeds have a budget and an interval of their own; asked only where the server has something newer.
  std::function<bool()> may_fetch_feeds;                   // empty: none are fetched
  std::function<void(const Result<FeedFetch>&)> on_feeds;  // may be empty
  std::string channel_before;  // what may be on of another channel, where this kiosk was sent elsewhere
  // This kiosk's name, for what technicians ask of it; empty: nothing of it is fetched.
  std::string site;
  std::string kiosk;
  std::function<void(const Result<DeviceFetch>&)> on_device;  // may be empty
  RefreshMemory* memory = nullptr;  // of this server's answers (metadata_refresh.h); may be null
};

struct UpdateReport {
  bool switched = false;  // the link leads to a new generation
  bool is_new_release = false;
  std::int64_t generation = 0;
  std::int64_t release_number = 0;
  Sha256 document_hash;
  bool is_demo = false;
  std::vector<std::string> signers;
  std::optional<Instant> signed_at;  // of the timestamp: what verification time rests on
  bool timestamp_rotated = false;    // what it signed before counts no more
  std::vector<Sha256> repaired;      // objects that were wrong on the disk and are fetched again
  std::uint64_t objects_fetched = 0;
  std::uint64_t bytes_fetched = 0;
  store::CollectReport collected;
  std::vector<std::string> warnings;  // hostile or unreadable player files, objects given up
};

// The officers' statements alone: a few small requests, also in the middle of a long download.
struct StatementUpdate {
  StatementFetch statements;
  std::int64_t timestamp_version = 0;
};
Result<StatementUpdate> update_statements(store::Store& store, Fetcher& fetcher,
                                          const UpdateOptions& options);

Result<UpdateReport> run_update(store::Store& store, Fetcher& fetcher, const UpdateOptions& options);

// What is on now, verified as the player does it; no network.
Result<store::VerifiedRelease> active_release(store::Store& store, const UpdateOptions& options);

}  // namespace gatecast::updater
