// What the player remembers by itself over restarts: its floor, the generation that played last, what it
// refused. The agent reads this folder as hostile input and acts on it. Each file is written whole and
// durably. Threads: one owner (the watcher). Errors: environment errors of the disk; a damaged file counts as
// absent, save the floor: a floor that cannot be read is an error, for without it an old release could be
// linked again. Source: shared/design/trust.md, The kiosk.
#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/store/verified_statements.h"

namespace gatecast::playback {

struct Quarantined {
  bundle::ItemId item;
  std::int64_t release_number = 0;
  std::string rule;
  std::string message;
  Instant since;                      // of the newest failure
  int count = 1;                      // failures of its own in this release: none where the store is at fault
  std::optional<Sha256> object = {};  // whose bytes in the store are wrong: with them it comes back
};

class PlayerState {
 public:
  static Result<PlayerState> open(Disk& disk, Path folder);

  [[nodiscard]] const store::Floor& floor() const { return floor_; }
  // Versions only rise. Nothing is written when nothing changed.
  Status raise_floor(const store::Floor& seen);

  // What officers on duty have said: a floor of its own, and the recalls, which only a newer release ends.
  // Statements may be newer than the release's metadata; their floor therefore never counts against a
  // release.
  [[nodiscard]] store::Floor statement_floor() const { return store::higher(floor_, statement_floor_); }
  [[nodiscard]] const std::map<bundle::ItemId, bundle::Statement>& recalls() const { return recalls_; }
  Status note_statements(const store::Floor& seen, const std::vector<bundle::Statement>& statements);
  // A floor or a recall that could not be written is written again.
  Status tend() { return is_floor_unwritten_ ? write_floor() : Status(); }

  [[nodiscard]] const std::optional<std::int64_t>& last_good() const { return last_good_; }
  Status remember_playing(std::int64_t generation, const std::string& channel, std::int64_t number,
                          Instant now);

  [[nodiscard]] const std::map<bundle::ItemId, Quarantined>& quarantine() const { return quarantine_; }
  // Counts on where the item has failed before in the same release.
  Status put_in_quarantine(Quarantined item);
  Status release_from_quarantine(const bundle::ItemId& item);
  // The items that a technician asked to be tried again (ask_to_forgive), taken out of the quarantine.
  Result<std::set<bundle::ItemId>> take_forgiven();
  Status note_broken(const Sha256& object);
  [[nodiscard]] const std::set<Sha256>& broken() const { return broken_; }
  [[nodiscard]] std::set<bundle::ItemId> waiting_for(const Sha256& object) const;
  // What waited for it leaves the quarantine.
  Status note_whole_again(const Sha256& object);

 private:
  PlayerState(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  Status read();
  void read_quarantine(const nlohmann::json& document);
  Status write_floor();
  bool drop_overtaken_recalls();
  Status write_quarantine();
  Status write_broken();

  Disk* disk_;
  Path folder_;
  store::Floor floor_;
  store::Floor statement_floor_;
  std::map<bundle::ItemId, bundle::Statement> recalls_;
  bool is_floor_unwritten_ = false;
  std::optional<std::int64_t> last_good_;
  std::map<bundle::ItemId, Quarantined> quarantine_;
  std::set<Sha256> broken_;  // to be fetched again by the agent
};

// A folder belongs to players of the true time or to those of a fast clock, for good: what these log must
// never be taken for proof of play.
Status take_state_for(Disk& disk, const Path& folder, bool is_fast);

// Leaves word for the player whose state this is, running or not. "all" stands for every item.
Status ask_to_forgive(Disk& disk, const Path& folder, const std::set<std::string>& items);

}  // namespace gatecast::playback
