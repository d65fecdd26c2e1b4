// Reads the store through, a little at a time: what rots on the disk is found before it is due on a screen.
// Each piece of each object of every generation that is here is hashed; an object with a wrong or unreadable
// piece is named, and the next update fetches those pieces anew. Where it stands is kept by its owner.
// Threads: one owner. Errors: none; what cannot be read is damaged. Source: issue 5, section 3 (Store).
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/bundle/piece_list.h"
#include "content-sync/store/store.h"

namespace gatecast::store {

// How far a round through the store is.
struct ScrubPlace {
  std::optional<Sha256> object;  // objects are read in the order of their hashes; none: at the beginning
  std::uint64_t offset = 0;      // within it
  bool operator==(const ScrubPlace&) const = default;
};

class Scrub {
 public:
  struct Step {
    std::uint64_t read_bytes = 0;
    std::vector<Sha256> damaged;
    bool ends_round = false;
  };

  Scrub(const Store& store, ScrubPlace place) : store_(store), place_(place) {}

  // Reads on until so many bytes are read, or the round ends.
  Step read_on(std::uint64_t budget_bytes);
  [[nodiscard]] const ScrubPlace& place() const { return place_; }
  // Of all objects that a round reads.
  [[nodiscard]] std::uint64_t total_bytes();

 private:
  void look_at_generations();
  bool open_next(Step& step);
  void read_piece(Step& step);
  void close();

  Store store_;
  ScrubPlace place_;
  std::vector<std::int64_t> generations_;  // whose objects these are
  std::map<Sha256, bundle::ObjectRef> objects_;
  // The object that is read now.
  bundle::PieceList list_;
  std::unique_ptr<ReadFile> file_;
  std::size_t piece_ = 0;
};

// How much is read after so long a time: the whole in three days that the machine runs, at most 8 MiB a
// minute.
std::uint64_t scrub_budget(std::uint64_t total_bytes, Duration since_last);

}  // namespace gatecast::store
