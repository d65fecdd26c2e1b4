// What this kiosk reports, from the moment on at which it was enrolled: its status each hour and when it
// changes, what was refused, the player's signed log; into the queue, and on to the server as the data plan
// and a budget of its own allow, one batch at a time, after content and left off for whatever is newer.
// Nothing is forgotten but for a receipt that the server's timestamp key signed. Threads: one owner. Errors:
// logged, and kept for `gatecast-sync reports`; what the screen shows never depends on it. Source: issue
// 5, 4.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "content-sync/agent/config.h"
#include "content-sync/agent/player_view.h"
#include "content-sync/agent/report_stick.h"
#include "content-sync/agent/status.h"
#include "content-sync/report/queue.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::agent {

// They lie in the store's folder; the key is the agent's alone.
Path device_key_path(const Path& store);
Path device_name_path(const Path& store);
// What the stick gave that set this kiosk up (report/ticket.h); the agent's alone.
Path device_ticket_path(const Path& store);
// The wish to be enrolled, with the proof of that ticket where there is one.
Bytes wish_to_be_enrolled(Disk& disk, const Path& store, const report::DeviceName& name,
                          const report::DeviceKey& key);
Path report_folder(const Path& store);
Path answer_path(const Path& store);  // what the server said last

report::QueueLimits queue_limits(const AgentConfig& config);

// Nothing where nobody asked to have this kiosk enrolled.
std::optional<report::DeviceName> device_name(Disk& disk, const Path& store);
// Signed by a timestamp key of the newest root that this store trusts.
bool is_receipt(Disk& disk, const Path& store, const report::Receipt& receipt, const std::string& key_id,
                const std::string& signature);

// Sends bytes to a path of the server and gives its answer.
using Post = std::function<Result<updater::HttpAnswer>(const std::string& path, ByteView body)>;

struct ReportMoment {
  Instant now;  // the later of the two clocks
  SteadyInstant steady;
};

class ReportDuty {
 public:
  ReportDuty(Disk& disk, const AgentConfig& config, report::QueueLimits limits);

  // Takes down what is new, where it is time.
  void collect(const SyncStatus& status, const ReportMoment& moment);
  // Sends what waits, where it is time and `may_send` allows; gives the bytes that went over the line.
  std::uint64_t send(const Post& post, const Status& may_send, const ReportMoment& moment);
  // The other way out: takes down what is new now, and puts what waits onto a stick.
  Result<CarriedReports> carry(const SyncStatus& status, const ReportMoment& moment, const Path& stick);
  [[nodiscard]] bool is_enrolled() const { return name_.has_value(); }
  [[nodiscard]] const report::ReportQueue* queue() const { return queue_ ? &*queue_ : nullptr; }

 private:
  bool begin(const ReportMoment& moment);
  void note_status(const SyncStatus& status, const PlayerFacts& player, const ReportMoment& moment,
                   std::vector<report::Draft>& drafts);
  void note_refusals(const SyncStatus& status, const PlayerFacts& player, const std::vector<Error>& oddities,
                     const ReportMoment& moment, std::vector<report::Draft>& drafts);
  void note_refusal(const char* by, const Error& error, const ReportMoment& moment,
                    std::vector<report::Draft>& drafts);
  bool put(const std::vector<report::Draft>& drafts, const PlayLogPlace& place);
  [[nodiscard]] std::string cursor(const PlayLogPlace& place) const;
  Status exchange(const Post& post, const ReportMoment& moment, std::uint64_t& bytes);
  void ask_to_be_enrolled(const Post& post, const report::DeviceKey& key, const ReportMoment& moment,
                          std::uint64_t& bytes);
  void note_answer(const Status& outcome, const ReportMoment& moment);
  bool is_within_budget(const ReportMoment& moment);

  Disk* disk_;
  AgentConfig config_;
  report::QueueLimits limits_;
  std::optional<report::DeviceName> name_;
  std::optional<report::ReportQueue> queue_;
  PlayLogFollower play_log_;
  PlayLogPlace place_;
  std::optional<SteadyInstant> looked_, collected_, status_noted_, sent_, asked_;
  std::string noted_status_;
  std::map<std::string, Instant> refused_;  // what was taken down, and when
  bool is_urgent_ = false;                  // something waits that somebody should know soon
  std::int64_t failures_ = 0;
  std::int64_t lost_ = 0;  // drafts that the disk did not take
  std::string day_;        // that `day_bytes_` belongs to
  std::uint64_t day_bytes_ = 0;
  std::string told_;  // the last answer's rule
};

}  // namespace gatecast::agent
