// The objects of a release: which are missing or broken, whether they fit on the disk, and their transfer.
// Threads: one owner. Errors: "disk.full" with figures before the first byte; as download.h.
// Source: shared/design/sync.md 6.5.
#pragma once
#include <functional>
#include <map>
#include <vector>

#include "content-sync/store/store.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

struct UpdateProgress;

class ObjectFetch {
 public:
  struct Options {
    std::uint64_t reserve_bytes = 0;
    const std::function<void(const UpdateProgress&)>& on_progress;
  };
  ObjectFetch(store::Store& store, Fetcher& fetcher, Options options)
      : store_(store), fetcher_(fetcher), options_(options) {}

  // Of the suspects, those that are objects of the release, are in the store, and fail verification.
  Result<std::vector<Sha256>> find_broken(const std::vector<Sha256>& suspects,
                                          const bundle::Release& release);
  // Fetches what is missing and, over the old file, what is broken. Space is asked for first.
  Status fetch_missing(const bundle::Release& release, const std::vector<Sha256>& broken,
                       const store::PlayerState& player);

  [[nodiscard]] std::uint64_t objects_fetched() const { return objects_; }
  [[nodiscard]] std::uint64_t bytes_fetched() const { return bytes_; }

 private:
  Status make_room(std::uint64_t needed, const store::PlayerState& player);
  Result<std::uint64_t> partial_bytes(const std::vector<bundle::ObjectRef>& wanted);
  Status fetch_piece_list(const bundle::ObjectRef& object);
  Status fetch_object(const bundle::ObjectRef& object);
  void progress(std::uint64_t of_this);

  store::Store& store_;
  Fetcher& fetcher_;
  Options options_;
  std::uint64_t objects_ = 0;
  std::uint64_t bytes_ = 0;  // over the wire
  std::uint64_t done_ = 0;   // of total_
  std::uint64_t total_ = 0;
};

}  // namespace gatecast::updater
