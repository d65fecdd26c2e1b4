// One object on its way into the store: which of its pieces are here already (from an earlier attempt, or in
// another object of the store), ranges of the plain file for the rest, and the assembly. A range's bytes are
// cut into pieces as they arrive; a wrong one costs itself alone and is asked for again. A source that
// ignores ranges is read from the beginning, once, and only as far as something is missing. Threads: one
// owner. Errors: as store/object_writer.h; "store.piece" also when nothing but wrong bytes comes. Source:
// shared/design/sync.md 1c, 3b and 6.3.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "content-sync/store/object_writer.h"
#include "content-sync/store/piece_index.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

class PieceFetch {
 public:
  // Told after each portion that came, with its length, whether it was of use or not; an error of it ends
  // all.
  using OnBytes = std::function<Status(std::uint64_t)>;

  static Result<std::unique_ptr<PieceFetch>> create(Disk& disk, const Path& store,
                                                    store::ExpectedObject expected,
                                                    const store::PieceIndex& index, OnBytes on_bytes);
  ~PieceFetch();
  PieceFetch(const PieceFetch&) = delete;
  PieceFetch& operator=(const PieceFetch&) = delete;

  // Bytes that only a source can give now.
  [[nodiscard]] std::uint64_t to_fetch() const { return to_fetch_; }
  [[nodiscard]] const store::ObjectWriter& writer() const { return writer_; }
  // Requests for all of them; neighbours in one, none longer than `portion` and a piece. What they point to
  // is kept until the next call.
  void add_jobs(std::vector<FetchJob>& jobs, std::uint64_t portion);
  // The last piece of this round that was wrong, although the transfer as a whole may have gone well.
  [[nodiscard]] const std::optional<Error>& wrong() const { return wrong_; }
  // Copies what the store has, and puts the object in its place. False: more is to be fetched than it seemed.
  Result<bool> complete();
  Status suspend() { return writer_.suspend(); }

 private:
  class Sink;
  PieceFetch(Disk& disk, const store::PieceIndex& index, store::ObjectWriter writer, OnBytes on_bytes);
  void plan();
  [[nodiscard]] std::size_t run_at(std::size_t piece, const store::PieceIndex::Place& place) const;
  Status copy(std::size_t piece, std::size_t count, const store::PieceIndex::Place& place);
  Status take(std::size_t piece, ByteView bytes);
  [[nodiscard]] std::size_t next_wanted(std::size_t from) const;

  Disk& disk_;
  const store::PieceIndex& index_;
  store::ObjectWriter writer_;
  OnBytes on_bytes_;
  std::vector<bool> is_wanted_;  // of a source
  std::uint64_t to_fetch_ = 0;
  bool copies_are_suspect_ = false;
  bool ranges_are_ignored_ = false;
  const Sink* reads_all_ = nullptr;  // the one that a whole file came to
  std::vector<std::unique_ptr<Sink>> sinks_;
  std::optional<Error> wrong_;
  const Path* open_path_ = nullptr;
  std::unique_ptr<ReadFile> open_file_;
  Bytes copied_;
};

// How much of the object a broken download left, by its hashes.
Result<std::uint64_t> bytes_in_partial(Disk& disk, const Path& store, const store::ExpectedObject& expected);

}  // namespace gatecast::updater
