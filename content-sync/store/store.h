// The kiosk's store, as its one writer (the agent) sees it: generations, the link `active`, collection.
// The link is switched by making active.new, renaming it and syncing the folder: old or new, never neither.
// Threads: one owner; readers (the player) need nothing of this. Errors: "store.format", trust errors of
// verified_release.h, environment errors of the disk.
// Source: ARCHITECTURE.md, Store; shared/design/trust.md, The kiosk.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"

namespace gatecast::store {

// What a generation's folder holds, by file name: "1.root.json", "timestamp.json", ..., "release.json".
using GenerationFiles = std::map<std::string, Bytes>;

// What the player wrote: hostile input. Missing or unreadable files count as empty.
struct PlayerState {
  std::optional<std::int64_t> playing;  // generation in use
  std::vector<Sha256> broken;           // objects that failed while they were read
  std::vector<std::string> complaints;  // what of it was not understood, for the log
};
PlayerState read_player_state(Disk& disk, const Path& folder);

// What stays beside what is in use: a release to fall back on, more where there is room.
struct Spare {
  std::size_t least = 1;                  // releases that stay whatever they take
  std::size_t most = 1;                   // releases at all
  std::uint64_t most_bytes = UINT64_MAX;  // of objects, those in use included: no further release beyond this
  std::set<Sha256> objects;               // that the next release needs
};

struct CollectReport {
  std::vector<std::int64_t> generations_removed;
  std::uint64_t objects_removed = 0;
  std::uint64_t bytes_removed = 0;
};

class Store {
 public:
  // Makes the layout where it is missing; clears what a crash left behind (*.new, generations never put on).
  static Result<Store> open(Disk& disk, const Path& folder);
  // Only for looking (status, verify): nothing is made, cleared or checked.
  static Store look(Disk& disk, const Path& folder) { return {disk, folder}; }

  [[nodiscard]] Disk& disk() const { return *disk_; }
  [[nodiscard]] const Path& folder() const { return folder_; }
  [[nodiscard]] Path objects() const { return folder_ / "objects"; }
  [[nodiscard]] Path trusted() const { return folder_ / "trusted"; }
  [[nodiscard]] Path generation(std::int64_t number) const;

  [[nodiscard]] std::optional<std::int64_t> active() const;  // none: nothing provisioned, or a broken link
  [[nodiscard]] Result<std::vector<std::int64_t>> generations() const;  // ascending

  // There as a plain file of that length; its bytes were verified when it was taken in.
  [[nodiscard]] Result<bool> has(const Sha256& hash, std::uint64_t length_bytes) const;

  // Of all generations that are here, as their releases name them; what cannot be read is left out.
  [[nodiscard]] std::map<Sha256, bundle::ObjectRef> objects_of_generations() const;

  // A new folder with all files durable; not active yet. Its number is higher than any before.
  Result<std::int64_t> write_generation(const GenerationFiles& files);
  Status activate(std::int64_t number);

  // Keeps the active generation and the one that plays, whatever they take; of the others, the one used last
  // first, as many releases as `spare` allows; and all that these name.
  Result<CollectReport> collect(const PlayerState& player, const Spare& spare = {});
  // How many bytes the objects and partial downloads take.
  [[nodiscard]] Result<std::uint64_t> used_bytes() const;

 private:
  Store(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  [[nodiscard]] Result<std::set<std::int64_t>> kept(const PlayerState& player, const Spare& spare) const;
  [[nodiscard]] Result<bundle::Release> release_of(std::int64_t number) const;
  Result<bool> make_layout();
  Status remove_unfinished_generations();
  Status remove_generation(std::int64_t number);
  Result<std::set<Sha256>> reachable(const std::set<std::int64_t>& kept) const;
  Status remove_unreachable(const std::set<Sha256>& reachable, CollectReport& report);

  Disk* disk_;
  Path folder_;
};

// The objects and piece lists that a release needs, with their lengths.
std::map<Sha256, std::uint64_t> needed_objects(const bundle::Release& release);

}  // namespace gatecast::store
