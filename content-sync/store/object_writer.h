// Takes one object into the store: bytes go to partial/<hash>; the whole is hashed, synced, renamed to
// objects/ and the folder synced. Pieces come in any order, from a source (each hashed before it is written)
// or from other objects of the store (judged by the hash of the whole). After a crash the partial file is
// read again and every piece in it that has its hash is kept: what is there counts, never its length, and
// there is no journal. Threads: one owner. Errors: trust errors "store.piece", "store.object"; environment
// errors of the disk. Source: shared/design/sync.md, 1b (resume by hashing) and 4b (what a power cut leaves).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/disk.h"
#include "content-sync/bundle/piece_list.h"

namespace gatecast::store {

// What is to be taken in. Without a piece list (piece lists themselves) nothing is resumed.
struct ExpectedObject {
  Sha256 sha256;
  std::uint64_t length_bytes = 0;
  std::optional<bundle::PieceList> pieces;
};

enum class Finished { whole, pieces_are_wrong };

class ObjectWriter {
 public:
  // `store`: the folder that holds objects/ and partial/.
  static Result<ObjectWriter> create(Disk& disk, const Path& store, ExpectedObject expected);

  [[nodiscard]] const ExpectedObject& expected() const { return expected_; }
  [[nodiscard]] const std::vector<bundle::Piece>& pieces() const { return expected_.pieces->pieces; }
  [[nodiscard]] bool has(std::size_t piece) const { return has_[piece]; }
  [[nodiscard]] std::uint64_t missing_bytes() const { return expected_.length_bytes - taken_; }

  // With a piece list. A piece from a source; wrong bytes are refused and nothing is written.
  Status put(std::size_t piece, ByteView bytes);
  // Missing neighbours that are said to stand so in another object; the whole's hash judges them.
  Status put_copies(std::size_t piece, std::size_t count, ByteView bytes);
  // Without a piece list: from the beginning to the end.
  Status append(ByteView bytes);

  // A transfer broke off: what is here is made durable.
  Status suspend();
  // `pieces_are_wrong`: some copies were not what they were said to be; has() now tells which are missing.
  Result<Finished> finish();

 private:
  ObjectWriter(Disk& disk, Path store, ExpectedObject expected);
  Status look_at_pieces();
  Result<std::size_t> read(std::uint64_t offset, std::span<char> buffer);
  Status write(std::uint64_t offset, ByteView bytes);
  Status take(std::size_t piece, std::size_t count, ByteView bytes);
  Status hash_up_to_frontier();
  Status make_durable();
  Status move_into_place();

  Disk* disk_;
  Path store_;
  Path partial_;
  ExpectedObject expected_;
  std::unique_ptr<WriteFile> file_;
  std::unique_ptr<ReadFile> back_;  // of the same file
  std::vector<bool> has_;
  Sha256Stream whole_;          // of the bytes before the frontier
  std::size_t frontier_ = 0;    // the first piece that is not in it
  std::uint64_t taken_ = 0;     // bytes that are here
  std::uint64_t unsynced_ = 0;  // of them, from a source, and not durable yet
  bool is_dirty_ = false;
  bool is_name_durable_ = false;
};

// Names in partial/ of objects that `wanted` does not hold are removed: downloads of releases given up.
Status remove_other_partials(Disk& disk, const Path& store, std::span<const Sha256> wanted);

}  // namespace gatecast::store
