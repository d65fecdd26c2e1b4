// Damaged objects: which refusal tells of one, and looking at them again until every byte is what was signed
// (the agent fetches them anew meanwhile). The place that was wrong is read first, so that a look at what is
// still damaged costs one piece; the rest is read in portions, so that nothing else waits for it.
// Threads: one owner (the watcher). Errors: none; what cannot be read is not whole. Source:
// shared/design/trust.md, Faults.
#pragma once
#include <map>
#include <optional>
#include <set>

#include "content-sync/base/clock.h"
#include "player/playback/content.h"

namespace gatecast::playback {

// The object, or its piece list, whose bytes in the store are not what was signed; nothing for other errors.
std::optional<Sha256> damaged_object(const Error& error);
// Only this is held against an item. Bytes that rot and disks that fail are no fault of a film.
bool is_fault_of_item(const Error& error);

class Mending {
 public:
  // One portion of reading, when it is time for it. The object that has just been found whole.
  std::optional<Sha256> look(const std::set<Sha256>& damaged, const OpenObject& open, SteadyInstant now);

 private:
  struct Reading {
    Sha256 object;
    std::unique_ptr<ReadFile> file;
    std::uint64_t offset = 0;
  };
  bool begin(const Sha256& object, const OpenObject& open);
  std::optional<Sha256> read_on();

  std::set<Sha256> left_;  // of this round
  SteadyInstant next_round_;
  std::optional<Reading> reading_;
  std::map<Sha256, std::uint64_t> wrong_at_;
};

}  // namespace gatecast::playback
