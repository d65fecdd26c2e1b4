// The agent's work: one update after another, its status after each, and when to try again.
// Threads: one owner. Errors: as updater.h; a failed update is also kept in the status.
// Source: shared/design/trust.md, The kiosk and What must be visible.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "content-sync/agent/config.h"
#include "content-sync/agent/device_wish.h"
#include "content-sync/agent/held_line.h"
#include "content-sync/agent/idle_pace.h"
#include "content-sync/agent/report_stick.h"
#include "content-sync/agent/status.h"
#include "content-sync/agent/time_keeper.h"
#include "content-sync/updater/updater.h"

namespace gatecast::agent {

class SiteFinder;
struct StickCalls {
  std::function<bool()> should_stop;
  std::function<void(const updater::UpdateProgress&)> on_progress;  // may be empty
  // Puts this kiosk's reports onto it, before anybody is told to pull it out; may be empty.
  std::function<Result<CarriedReports>()> carry;
};

class Agent {
 public:
  static Result<Agent> open(Disk& disk, const Clock& clock, AgentConfig config,
                            std::unique_ptr<updater::Fetcher> fetcher);

  // One update; the status is durable when this returns.
  Result<updater::UpdateReport> update(
      const std::function<void(const updater::UpdateProgress&)>& on_progress);
  // The officers' statements alone, over a line of their own: also while update() downloads. `brought`: as
  // below, of this call alone.
  Status hear(updater::Fetcher& fetcher, ByteView brought = {});
  // What the server gave along when it said "look now": the next update looks there first, and believes none
  // of it.
  void bring(Bytes body) { brought_ = std::move(body); }
  // After an update: where this machine is an image, what is offered of operating systems comes too.
  void attend_system(const std::function<void(const updater::UpdateProgress&)>& on_progress);
  // What a stick brings, verified as if it came over the network, and beside the data plan; the status and
  // store/stick.json say how far it is and what became of it.
  void take_stick(const Path& stick, const StickCalls& calls);
  // Of the newest trusted files; 0 where there is none.
  [[nodiscard]] HeardVersions heard_versions() const;
  [[nodiscard]] const SyncStatus& status() const { return status_; }
  // An update is past its metadata: what officers say may be heard beside it.
  [[nodiscard]] bool is_at_content() const { return is_at_content_; }
  // A little of the store is read through, when it is time for it; to be called every few seconds between
  // updates. True: damage was found, and an update would mend it.
  bool scrub();
  // True where the player has found objects damaged that no update has looked at yet: one would mend them. To
  // be called every few seconds, for it reads one small file; a player that was taken over gets no more than
  // an update each quarter of a minute by it.
  bool sees_new_damage();
  // For what else uses this machine's line: whether it may now, and what it cost.
  [[nodiscard]] Status may_send() const { return data_.may_fetch(time_of_day(), false); }
  void count_sent(std::uint64_t bytes) { data_.count(bytes, time_of_day()); }
  // Of the later clock: one that went back gives no second budget.
  [[nodiscard]] Instant time_of_day() const;
  // All that this run knows, before it ends; while it goes on, what only counts up is written seldom.
  void save_notes();
  // How long to wait now; written into the status. `jitter` in [0, 1): kiosks do not ask in step.
  // `line_is_held`: the server would say so if there were something new.
  Duration plan_next(double jitter, bool line_is_held = false);

 private:
  Agent(Disk& disk, const Clock& clock, AgentConfig config, std::unique_ptr<updater::Fetcher> fetcher,
        store::Store store, Bytes root);
  Result<updater::UpdateReport> update_channel(
      const std::function<void(const updater::UpdateProgress&)>& on_progress);
  Result<updater::UpdateReport> run_with(const Bytes& brought, const updater::UpdateOptions& options);
  void note_success(const updater::UpdateReport& report);
  void note_failure(const Error& error);
  void look();
  bool keep_notes();
  void note_left_sources();
  // True where one is here whole now that was not before.
  bool fetch_system(updater::Fetcher& from,
                    const std::function<void(const updater::UpdateProgress&)>& on_progress,
                    const std::function<Status()>& may_go_on);
  // To gatecast-mark-good: since this start the agent has reached its server, or taken what a stick brought.
  void tell_refresh();
  void show_stick(StickStatus stick);
  Result<updater::UpdateReport> read_stick(const Path& repository, const StickCalls& calls,
                                           StickStatus& reading, bool& brought_more);
  [[nodiscard]] StickStatus judge_stick(const Path& stick, const Result<updater::UpdateReport>& report,
                                        bool brought_more) const;
  // What has come so far is counted; an error where the rules for data let nothing more come now.
  Status is_within_budget(std::uint64_t& wire, bool is_first);
  // What came over the network since it was asked last.
  void count(const updater::Fetcher& fetcher, std::uint64_t& before);
  // Which link is in use, asked each few seconds: a cable that fails leads to a modem in the middle of a
  // file.
  void look_at_link();
  [[nodiscard]] DataRules data_rules() const;
  void attend_feeds(updater::UpdateOptions& options, std::uint64_t& wire);
  void tell_progress(const updater::UpdateProgress& progress, DownloadProgress& told);
  [[nodiscard]] updater::UpdateOptions options() const;
  [[nodiscard]] std::set<Sha256> told_damage() const;
  [[nodiscard]] std::set<Sha256> objects_of_system();

  Disk* disk_;
  const Clock* clock_;
  AgentConfig config_;
  std::unique_ptr<updater::Fetcher> fetcher_;
  store::Store store_;
  Bytes root_;
  TimeKeeper time_;
  DataPlan data_;
  FeedPlan feeds_;
  bool feeds_wait_ = false;  // something newer is there that may not be fetched yet
  SyncStatus status_;
  Followed followed_;
  ScrubPlan scrub_;
  updater::RefreshMemory memory_;  // of the server's answers
  Bytes brought_;
  bool is_at_content_ = false;
  std::optional<SteadyInstant> link_seen_;
  IdlePace pace_;
  std::set<Sha256> known_damage_;  // what the player had told when an update began
  std::optional<SteadyInstant> damage_seen_;
  bool has_told_refresh_ = false;  // in this run
  std::optional<Error> system_trouble_;
  // When notes were written last, and what stood in them.
  bool has_noted_ = false;  // at the end of the last update
  std::optional<SteadyInstant> noted_;
  std::optional<SteadyInstant> time_noted_;
  std::optional<Instant> noted_signature_;
  std::string noted_status_;
  std::uint64_t noted_bytes_ = 0;
};

// Back-off: from a few seconds doubling up to the usual interval, minus up to half of it by chance.
Duration wait_after(std::int64_t failures, Duration poll, double jitter);

// Refused because something newer is known here: no fault of anybody.
bool is_older_than_here(const Error& error);

// The status of a store without its agent: what is on is verified now, the rest is what the agent wrote.
SyncStatus observe(Disk& disk, const Clock& clock, const AgentConfig& config);

// An HttpFetcher for an address, a DirectoryFetcher for a folder.
Result<std::unique_ptr<updater::Fetcher>> make_fetcher(Disk& disk, const AgentConfig& config,
                                                       std::function<bool()> should_stop);
// The same, and the site's other kiosks before it where the settings name them; who lied less than a day
// before `now`, says the status that is kept, is not asked. `finder` outlives it.
Result<std::unique_ptr<updater::Fetcher>> make_content_fetcher(Disk& disk, const AgentConfig& config,
                                                               Instant now,
                                                               const std::function<bool()>& should_stop,
                                                               SiteFinder* finder = nullptr);
std::map<std::string, Duration> left_for_lies(const SyncStatus& status, Instant now);

}  // namespace gatecast::agent
