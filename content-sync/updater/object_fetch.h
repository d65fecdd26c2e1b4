// The objects of a release: which are missing or broken, whether they fit on the disk, and their transfer:
// first the piece lists, then of each object only the pieces that neither an earlier attempt nor any stored
// object has. Threads: one owner. Errors: "disk.full" with figures before the first byte; as download.h and
// piece_fetch.h. Source: shared/design/sync.md 6.3 and 6.5.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "content-sync/store/piece_index.h"
#include "content-sync/store/store.h"
#include "content-sync/updater/fetcher.h"
#include "content-sync/updater/piece_fetch.h"

namespace gatecast::updater {

struct UpdateProgress;

class ObjectFetch {
 public:
  struct Options {
    std::uint64_t reserve_bytes = 0;
    std::uint64_t most_content_bytes = UINT64_MAX;
    const std::function<void(const UpdateProgress&)>& on_progress;
    const std::function<Status()>& may_go_on;
    const std::set<Sha256>& beside;  // of the store's objects, those that are no release's and stay
    const std::vector<Path>& also;   // files beside the store that may hold pieces
  };
  ObjectFetch(store::Store& store, Fetcher& fetcher, Options options)
      : store_(store), fetcher_(fetcher), options_(options) {}

  // Of the suspects, those that are objects of the release, are in the store, and fail verification.
  Result<std::vector<Sha256>> find_broken(const std::vector<Sha256>& suspects,
                                          const bundle::Release& release);
  // Fetches what is missing and, over the old file, what is broken. Space is asked for first. `is_on`: the
  // release is on already, and its lists were read when it was put on.
  Status fetch_missing(const bundle::Release& release, bool is_on, const std::vector<Sha256>& broken,
                       const store::PlayerState& player);

  [[nodiscard]] std::uint64_t objects_fetched() const { return objects_; }
  [[nodiscard]] std::uint64_t bytes_fetched() const { return bytes_; }

 private:
  using Transfers = std::vector<std::unique_ptr<PieceFetch>>;
  [[nodiscard]] Result<bool> has_list(const bundle::ObjectRef& object, bool is_on) const;
  Status make_room(std::uint64_t needed, const std::vector<bundle::ObjectRef>& wanted,
                   const bundle::Release& release, const store::PlayerState& player);
  [[nodiscard]] Result<bool> fits(std::uint64_t needed) const;
  Status give_up_old(const store::PlayerState& player, const store::Spare& spare);
  [[nodiscard]] Error no_room(std::uint64_t needed, std::uint64_t free) const;
  void expect();
  Status fetch_piece_lists(const std::vector<bundle::ObjectRef>& objects);
  Status plan(const std::vector<bundle::ObjectRef>& objects);
  Status fetch_objects(const std::vector<bundle::ObjectRef>& objects);
  Status run(Transfers& transfers);
  Status fetch_pieces(Transfers& transfers);
  Status complete(Transfers& transfers);
  Status stop(Transfers& transfers, const Error& error);
  Status came(std::uint64_t bytes);
  [[nodiscard]] std::uint64_t left() const;

  store::Store& store_;
  Fetcher& fetcher_;
  Options options_;
  store::PieceIndex index_;
  std::map<Sha256, std::uint64_t> planned_;  // of objects not begun: bytes that only the source has
  const Transfers* under_way_ = nullptr;
  std::uint64_t objects_ = 0;
  std::uint64_t bytes_ = 0;  // over the wire
  std::uint64_t lists_left_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace gatecast::updater
