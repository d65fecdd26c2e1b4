// Takes one object into the store: bytes go to partial/<hash>, piece by piece, each hashed before it is
// written; the whole is hashed again, synced, renamed to objects/ and the folder synced. After a crash the
// partial file is read again and kept as far as its pieces fit: what is there counts, never its length.
// Threads: one owner. Errors: trust errors "store.piece", "store.object"; environment errors of the disk.
// Source: shared/design/sync.md, 1b (resume by hashing) and 4b (what a power cut leaves).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

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

class ObjectWriter {
 public:
  // `store`: the folder that holds objects/ and partial/.
  static Result<ObjectWriter> create(Disk& disk, const Path& store, ExpectedObject expected);

  // Bytes that are taken and verified: a download goes on here.
  [[nodiscard]] std::uint64_t position() const { return position_ + pending_.size(); }
  [[nodiscard]] std::uint64_t length() const { return expected_.length_bytes; }
  Status append(ByteView bytes);
  // A transfer broke off: what belongs to no whole piece is dropped, the rest made durable.
  Status suspend();
  Status finish();

 private:
  ObjectWriter(Disk& disk, Path store, ExpectedObject expected);
  Status resume();
  Status write_piece(std::size_t length);
  Status make_durable();

  Disk* disk_;
  Path store_;
  Path partial_;
  ExpectedObject expected_;
  std::unique_ptr<WriteFile> file_;
  Sha256Stream whole_;
  Bytes pending_;
  std::uint64_t position_ = 0;
  std::uint64_t synced_ = 0;
  std::size_t next_piece_ = 0;
  bool is_name_durable_ = false;
};

// Names in partial/ of objects that `wanted` does not hold are removed: downloads of releases given up.
Status remove_other_partials(Disk& disk, const Path& store, std::span<const Sha256> wanted);

}  // namespace gatecast::store
