// Where a piece's bytes are said to stand already: of every object of the generations that are kept, by the
// piece lists beside them; and in files beside the store, which are cut anew. A hint and no more: who copies
// from here is judged by the hash of the whole. Memory: 16 bytes a piece, some 2 MB for each GB of content.
// Threads: one owner. Errors: none; what cannot be read is left out. Source: shared/design/sync.md 1c (the
// old side need not be cut again) and 6.3.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "content-sync/bundle/piece_list.h"
#include "content-sync/store/store.h"

namespace gatecast::store {

class PieceIndex {
 public:
  struct Place {
    const Path* file = nullptr;  // the index's own; equal for places in the same file
    std::uint64_t offset = 0;
  };

  static PieceIndex of(const Store& store);
  // An object that has just come whole.
  void add(const Path& objects, const Sha256& object, const bundle::PieceList& list);

  // A file of nobody's list (the system that runs): cut into pieces, each by its hash as it is read now. What
  // cannot be read is left out. `may_go_on` is asked for each megabyte; its error ends it, as it is.
  Status add_cut(Disk& disk, const Path& file, const std::function<Status()>& may_go_on);

  [[nodiscard]] std::optional<Place> find(const bundle::Piece& piece) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t key = 0;    // the first bytes of the piece's hash
    std::uint64_t place = 0;  // object in the upper bits, offset in the lower
  };
  void append(Path file, const bundle::PieceList& list);
  void sort();

  std::deque<Path> files_;  // places point into it
  std::vector<Entry> entries_;
};

}  // namespace gatecast::store
