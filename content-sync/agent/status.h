// What the agent knows, as values, as status.json and in plain words for a technician.
// Threads: values. Errors: environment errors of the disk. Never trusted by the player.
// Source: shared/design/trust.md, What must be visible.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/agent/data_plan.h"
#include "content-sync/agent/download_progress.h"
#include "content-sync/agent/feed_plan.h"
#include "content-sync/agent/scrub_plan.h"
#include "content-sync/agent/stick_status.h"
#include "content-sync/agent/system_status.h"
#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/error.h"
#include "content-sync/doctor/finding.h"

namespace gatecast::agent {

struct ReleaseStatus {
  std::int64_t number = 0;
  std::int64_t generation = 0;
  std::string document_hash;
  std::vector<std::string> signers;
  bool is_demo = false;
  std::optional<Instant> since;  // by the system clock of that time
};
struct Refusal {
  Error error;
  Instant at;
};
struct Repair {
  std::string object;
  Instant at;
};

struct SyncStatus {
  std::string channel;
  std::string server;
  std::string store;
  std::optional<ReleaseStatus> release;  // what is on, verified
  std::optional<Error> release_error;    // why what is there is not trusted
  std::optional<Instant> last_contact;   // the last update that ended well
  std::optional<Instant> last_attempt;
  std::optional<Instant> next_attempt;
  std::int64_t failures_in_a_row = 0;
  std::optional<Refusal> refused;          // why the last attempt did not end well
  std::optional<DownloadStatus> download;  // under way
  std::optional<Error> waiting;            // why content that is offered does not come now
  DataRules data_rules;
  DataUse data_use;
  std::vector<std::string> duty;              // what officers on duty say, and for whom: one sentence each
  std::vector<Error> duty_refused;            // and what of it is not obeyed here, by rule
  std::optional<Instant> switched_off_since;  // by the officer's switch, says the player
  std::vector<Refusal> left;                  // neighbours that were left, newest last, at most 10
  std::vector<Repair> repairs;                // newest last, at most 20
  std::optional<StickStatus> stick;           // the last one that was put in, while this agent runs or before
  ScrubStatus scrub;                          // how far the reading through of the store is
  std::vector<std::string> feeds;             // what each says and until when it is shown: one sentence each
  std::vector<Error> feeds_refused;           // and what of it is not taken here, by rule
  std::string device;                 // what technicians ask of this kiosk and what holds; one sentence
  std::vector<Error> device_refused;  // what of it does not hold here, by rule
  FeedRules feed_rules;
  FeedUse feed_use;
  std::vector<std::string> warnings;
  std::optional<Instant> signed_at;  // the newest signature of the server
  Instant verification_time;
  std::string verification_basis;
  Instant system_time;
  std::uint64_t free_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t reserve_bytes = 0;
  std::string data_partition;          // how the image found it at this start; empty where there is none
  std::optional<SystemStatus> system;  // of a machine that image/ made
  doctor::Findings findings;           // what a technician should look at; asked for by `status`, never kept
};

// Stale: the newest signature is older than 24 h by the later of the two clocks. Shown, nothing refused.
bool is_stale(const SyncStatus& status);
nlohmann::json to_json(const SyncStatus& status);
// What is not understood is left out: an old status is better than none.
SyncStatus status_from_json(const nlohmann::json& document);
std::string in_words(const SyncStatus& status);

// What of it is worth a write at once: all but times, counts and how far something is.
std::string lasting_part(const SyncStatus& status);
// What the player wrote of the officer's switch, read as anybody's file; nothing where it is not off.
std::optional<Instant> switched_off_since(Disk& disk, const Path& player_state);

SyncStatus load_status(Disk& disk, const Path& store);
Status save_status(Disk& disk, const Path& store, const SyncStatus& status);

}  // namespace gatecast::agent
