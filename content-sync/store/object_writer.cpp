#include "content-sync/store/object_writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "content-sync/store/verified_reader.h"

namespace gatecast::store {
namespace {

constexpr std::uint64_t kSyncEach = std::uint64_t{4} << 20U;  // most that a power cut takes from a download
constexpr std::size_t kPortion = 64 * 1024;

}  // namespace

ObjectWriter::ObjectWriter(Disk& disk, Path store, ExpectedObject expected)
    : disk_(&disk),
      store_(std::move(store)),
      partial_(store_ / "partial" / expected.sha256.hex()),
      expected_(std::move(expected)) {}

Result<ObjectWriter> ObjectWriter::create(Disk& disk, const Path& store, ExpectedObject expected) {
  ObjectWriter writer(disk, store, std::move(expected));
  GATECAST_TRY(const auto status, disk.status(writer.partial_));
  const bool resumes = status.kind == FileKind::file && writer.expected_.pieces.has_value();
  if (status.kind != FileKind::missing && status.kind != FileKind::file)
    GATECAST_TRY_STATUS(disk.remove(writer.partial_));
  if (resumes) GATECAST_TRY_STATUS(writer.resume());
  GATECAST_TRY(writer.file_, disk.open_write(writer.partial_, resumes ? OpenMode::keep : OpenMode::replace));
  if (resumes) GATECAST_TRY_STATUS(writer.file_->truncate(writer.position_));
  return writer;
}

Status ObjectWriter::resume() {
  GATECAST_TRY(const auto file, disk_->open_read(partial_));
  GATECAST_TRY(const auto size, file->size());
  Bytes bytes;
  const auto& pieces = expected_.pieces->pieces;
  for (; next_piece_ < pieces.size(); ++next_piece_) {
    const auto& piece = pieces[next_piece_];
    if (piece.offset + piece.length_bytes > size) break;
    bytes.resize(piece.length_bytes);
    const auto got = file->read_at(piece.offset, {bytes.data(), bytes.size()});
    // A read error here is no reason to stop: the rest is fetched again.
    if (!got || *got != piece.length_bytes || sha256(bytes) != piece.sha256) break;
    whole_.update(bytes);
    position_ += piece.length_bytes;
  }
  return {};
}

Status ObjectWriter::append(ByteView bytes) {
  if (position() + bytes.size() > expected_.length_bytes)
    return fail(trust_error("store.object", partial_.filename().string(),
                            "more than the signed " + std::to_string(expected_.length_bytes) + " bytes came",
                            "the source is broken or hostile; the object is refused"));
  pending_.append(bytes);
  if (!expected_.pieces) {
    while (pending_.size() >= kPortion) GATECAST_TRY_STATUS(write_piece(kPortion));
    return {};
  }
  const auto& pieces = expected_.pieces->pieces;
  while (next_piece_ < pieces.size() && pending_.size() >= pieces[next_piece_].length_bytes) {
    const auto& piece = pieces[next_piece_];
    if (sha256(ByteView(pending_).substr(0, piece.length_bytes)) != piece.sha256) {
      pending_.clear();
      return fail(trust_error("store.piece", partial_.filename().string(),
                              "wrong bytes at " + std::to_string(piece.offset) + " of the download: " +
                                  std::to_string(piece.length_bytes) + " bytes do not have the signed hash",
                              "these bytes are refused and fetched again"));
    }
    GATECAST_TRY_STATUS(write_piece(piece.length_bytes));
    ++next_piece_;
  }
  return {};
}

Status ObjectWriter::write_piece(std::size_t length) {
  const auto piece = ByteView(pending_).substr(0, length);
  GATECAST_TRY_STATUS(file_->write_at(position_, piece));
  whole_.update(piece);
  position_ += length;
  pending_.erase(0, length);
  return position_ - synced_ >= kSyncEach ? make_durable() : Status{};
}

Status ObjectWriter::make_durable() {
  GATECAST_TRY_STATUS(file_->sync());
  synced_ = position_;
  if (!is_name_durable_) GATECAST_TRY_STATUS(disk_->sync_directory(partial_.parent_path()));
  is_name_durable_ = true;
  return {};
}

Status ObjectWriter::suspend() {
  pending_.clear();
  if (!file_) return {};  // finish() has closed it
  return make_durable();
}

Status ObjectWriter::finish() {
  if (!expected_.pieces && !pending_.empty()) GATECAST_TRY_STATUS(write_piece(pending_.size()));
  if (position_ != expected_.length_bytes)
    return fail(trust_error("store.object", partial_.filename().string(),
                            "only " + std::to_string(position()) + " of " +
                                std::to_string(expected_.length_bytes) + " bytes came",
                            "the transfer was cut off; it goes on from there"));
  if (whole_.finish() != expected_.sha256) {
    file_.reset();
    GATECAST_TRY_STATUS(disk_->remove(partial_));
    return fail(trust_error("store.object", partial_.filename().string(),
                            "the whole does not have the signed hash", "it is refused and fetched again"));
  }
  GATECAST_TRY_STATUS(file_->sync());
  file_.reset();
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
