#include "content-sync/store/object_writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "content-sync/store/verified_reader.h"

namespace gatecast::store {
namespace {

constexpr std::uint64_t kSyncEach = std::uint64_t{4} << 20U;  // most that a power cut takes from a download

}  // namespace

ObjectWriter::ObjectWriter(Disk& disk, Path store, ExpectedObject expected)
    : disk_(&disk),
      store_(std::move(store)),
      partial_(store_ / "partial" / expected.sha256.hex()),
      expected_(std::move(expected)),
      has_(expected_.pieces ? expected_.pieces->pieces.size() : 0, false) {}

Result<ObjectWriter> ObjectWriter::create(Disk& disk, const Path& store, ExpectedObject expected) {
  ObjectWriter writer(disk, store, std::move(expected));
  GATECAST_TRY(const auto status, disk.status(writer.partial_));
  const bool resumes = status.kind == FileKind::file && writer.expected_.pieces.has_value();
  if (status.kind != FileKind::missing && status.kind != FileKind::file)
    GATECAST_TRY_STATUS(disk.remove(writer.partial_));
  GATECAST_TRY(writer.file_, disk.open_write(writer.partial_, resumes ? OpenMode::keep : OpenMode::replace));
  if (!resumes) return writer;
  if (status.size_bytes > writer.expected_.length_bytes)
    GATECAST_TRY_STATUS(writer.file_->truncate(writer.expected_.length_bytes));
  GATECAST_TRY_STATUS(writer.look_at_pieces());
  writer.is_dirty_ = writer.taken_ > 0;  // who knows what of it is durable
  return writer;
}

// Reads every piece and keeps those that have their hash.
Status ObjectWriter::look_at_pieces() {
  std::fill(has_.begin(), has_.end(), false);
  whole_ = Sha256Stream();
  frontier_ = 0;
  taken_ = 0;
  Bytes bytes;
  for (std::size_t i = 0; i < has_.size(); ++i) {
    const auto& piece = pieces()[i];
    bytes.resize(piece.length_bytes);
    const auto got = read(piece.offset, {bytes.data(), bytes.size()});
    // A read error here is no reason to stop: the piece is fetched again.
    if (!got || *got != piece.length_bytes || sha256(bytes) != piece.sha256) continue;
    has_[i] = true;
    taken_ += piece.length_bytes;
    if (frontier_ != i) continue;
    whole_.update(bytes);
    ++frontier_;
  }
  return {};
}

Result<std::size_t> ObjectWriter::read(std::uint64_t offset, std::span<char> buffer) {
  if (!back_) {
    GATECAST_TRY(back_, disk_->open_read(partial_));
  }
  return back_->read_at(offset, buffer);
}

Status ObjectWriter::put(std::size_t piece, ByteView bytes) {
  const auto& expected = pieces()[piece];
  if (bytes.size() != expected.length_bytes || sha256(bytes) != expected.sha256)
    return fail(trust_error("store.piece", partial_.filename().string(),
                            "wrong bytes at " + std::to_string(expected.offset) + " of the download: " +
                                std::to_string(expected.length_bytes) + " bytes do not have the signed hash",
                            "these bytes are refused and fetched again"));
  if (has_[piece]) return {};
  GATECAST_TRY_STATUS(take(piece, 1, bytes));
  unsynced_ += bytes.size();
  return unsynced_ >= kSyncEach ? make_durable() : Status{};
}

Status ObjectWriter::put_copies(std::size_t piece, std::size_t count, ByteView bytes) {
  const auto& last = pieces()[piece + count - 1];
  GATECAST_INVARIANT(bytes.size() == last.offset + last.length_bytes - pieces()[piece].offset);
  GATECAST_INVARIANT(std::none_of(has_.begin() + static_cast<std::ptrdiff_t>(piece),
                                  has_.begin() + static_cast<std::ptrdiff_t>(piece + count),
                                  [](bool has) { return has; }));
  // A power cut costs a copy nothing but the copying: no sync of its own.
  return take(piece, count, bytes);
}

Status ObjectWriter::take(std::size_t piece, std::size_t count, ByteView bytes) {
  GATECAST_TRY_STATUS(write(pieces()[piece].offset, bytes));
  std::fill_n(has_.begin() + static_cast<std::ptrdiff_t>(piece), count, true);
  taken_ += bytes.size();
  if (frontier_ != piece) return {};
  whole_.update(bytes);
  frontier_ += count;
  return hash_up_to_frontier();
}

// The pieces that came before their turn.
Status ObjectWriter::hash_up_to_frontier() {
  Bytes bytes;
  for (; frontier_ < has_.size() && has_[frontier_]; ++frontier_) {
    const auto& piece = pieces()[frontier_];
    bytes.resize(piece.length_bytes);
    GATECAST_TRY(const auto got, read(piece.offset, {bytes.data(), bytes.size()}));
    whole_.update(ByteView(bytes).substr(0, got));
  }
  return {};
}

Status ObjectWriter::append(ByteView bytes) {
  if (taken_ + bytes.size() > expected_.length_bytes)
    return fail(trust_error("store.object", partial_.filename().string(),
                            "more than the signed " + std::to_string(expected_.length_bytes) + " bytes came",
                            "the source is broken or hostile; the object is refused"));
  GATECAST_TRY_STATUS(write(taken_, bytes));
  whole_.update(bytes);
  taken_ += bytes.size();
  unsynced_ += bytes.size();
  return unsynced_ >= kSyncEach ? make_durable() : Status{};
}

Status ObjectWriter::write(std::uint64_t offset, ByteView bytes) {
  is_dirty_ = true;
  return file_->write_at(offset, bytes);
}

Status ObjectWriter::make_durable() {
  if (is_dirty_) GATECAST_TRY_STATUS(file_->sync());
  is_dirty_ = false;
  unsynced_ = 0;
  if (!is_name_durable_) GATECAST_TRY_STATUS(disk_->sync_directory(partial_.parent_path()));
  is_name_durable_ = true;
  return {};
}

Status ObjectWriter::suspend() {
  if (!file_) return {};  // finish() has closed it
  return make_durable();
}

Result<Finished> ObjectWriter::finish() {
  if (missing_bytes() > 0)
    return fail(trust_error(
        "store.object", partial_.filename().string(),
        "only " + std::to_string(taken_) + " of " + std::to_string(expected_.length_bytes) + " bytes came",
        "the transfer was cut off; it goes on from there"));
  GATECAST_TRY_STATUS(hash_up_to_frontier());
  if (whole_.finish() != expected_.sha256) {
    if (expected_.pieces) GATECAST_TRY_STATUS(look_at_pieces());
    if (missing_bytes() > 0) return Finished::pieces_are_wrong;
    back_.reset();
    file_.reset();
    GATECAST_TRY_STATUS(disk_->remove(partial_));
    return fail(trust_error("store.object", partial_.filename().string(),
                            "the whole does not have the signed hash", "it is refused and fetched again"));
  }
  if (is_dirty_) GATECAST_TRY_STATUS(file_->sync());
  back_.reset();
  file_.reset();
  GATECAST_TRY_STATUS(move_into_place());
  return Finished::whole;
}

Status ObjectWriter::move_into_place() {
  const Path path = object_path(store_ / "objects", expected_.sha256);
  GATECAST_TRY(const auto folder, disk_->status(path.parent_path()));
  if (folder.kind == FileKind::link) GATECAST_TRY_STATUS(disk_->remove(path.parent_path()));
  GATECAST_TRY_STATUS(make_directories(*disk_, path.parent_path()));
  GATECAST_TRY_STATUS(disk_->rename(partial_, path));
  return disk_->sync_directory(path.parent_path());
}

Status remove_other_partials(Disk& disk, const Path& store, std::span<const Sha256> wanted) {
  GATECAST_TRY(const auto names, disk.list(store / "partial"));
  for (const auto& name : names) {
    const auto hash = Sha256::from_hex(name);
    if (hash && std::find(wanted.begin(), wanted.end(), *hash) != wanted.end()) continue;
    GATECAST_TRY_STATUS(disk.remove(store / "partial" / name));
  }
  return {};
}

}  // namespace gatecast::store
