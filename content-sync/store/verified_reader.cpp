#include "content-sync/store/verified_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

namespace gatecast::store {
namespace {

constexpr const char* kFetchAgain =
    "the agent fetches this object again; if it happens repeatedly, the disk is failing";

// A link, a folder or a device in the place of an object is never followed or opened.
Status check_is_file(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto parent, disk.status(path.parent_path()));
  if (parent.kind == FileKind::link)
    return fail(trust_error("store.link", path.parent_path(),
                            "a link stands in the place of a folder of objects", kFetchAgain));
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing)
    return fail(environment_error("disk.missing", path, "this object is not in the store", kFetchAgain));
  if (status.kind != FileKind::file)
    return fail(
        trust_error("store.link", path, "a link or folder stands in the place of an object", kFetchAgain));
  return {};
}

class VerifiedReader final : public ReadFile {
 public:
  VerifiedReader(Path path, std::unique_ptr<ReadFile> file, bundle::PieceList list)
      : path_(std::move(path)), file_(std::move(file)), list_(std::move(list)) {}

  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    std::size_t done = 0;
    while (done < buffer.size() && offset < list_.length_bytes) {
      const auto& piece = list_.at(offset);
      GATECAST_TRY(const Bytes* bytes, verified(piece));
      const auto within = static_cast<std::size_t>(offset - piece.offset);
      const auto count = std::min(bytes->size() - within, buffer.size() - done);
      std::memcpy(buffer.data() + done, bytes->data() + within, count);
      done += count;
      offset += count;
    }
    return done;
  }
  Result<std::uint64_t> size() override { return list_.length_bytes; }

 private:
  struct Cached {
    std::uint64_t offset = 0;
    std::uint64_t last_use = 0;
    Bytes bytes;  // empty: unused
  };

  Result<const Bytes*> verified(const bundle::Piece& piece) {
    ++uses_;
    for (auto& cached : cache_) {
      if (cached.bytes.empty() || cached.offset != piece.offset) continue;
      cached.last_use = uses_;
      return &cached.bytes;
    }
    auto& slot = *std::min_element(cache_.begin(), cache_.end(),
                                   [](const auto& a, const auto& b) { return a.last_use < b.last_use; });
    Bytes bytes = std::move(slot.bytes);
    slot.bytes.clear();
    bytes.resize(piece.length_bytes);
    GATECAST_TRY(const auto got, file_->read_at(piece.offset, {bytes.data(), bytes.size()}));
    if (got != piece.length_bytes || sha256(bytes) != piece.sha256)
      return fail(trust_error("store.piece", path_,
                              "wrong bytes at " + std::to_string(piece.offset) + " (" +
                                  std::to_string(piece.length_bytes) + " bytes do not have the signed hash)",
                              kFetchAgain));
    slot = Cached{piece.offset, uses_, std::move(bytes)};
    return &slot.bytes;
  }

  Path path_;
  std::unique_ptr<ReadFile> file_;
  bundle::PieceList list_;
  std::array<Cached, 6> cache_{};
  std::uint64_t uses_ = 0;
};

}  // namespace

Path object_path(const Path& objects, const Sha256& hash) {
  const auto hex = hash.hex();
  return objects / hex.substr(0, 2) / hex;
}

Result<bundle::PieceList> read_piece_list(Disk& disk, const Path& objects, const bundle::ObjectRef& object) {
  const Path path = object_path(objects, object.pieces);
  GATECAST_TRY_STATUS(check_is_file(disk, path));
  auto bytes = read_file(disk, path, object.pieces_length_bytes);
  if (!bytes && bytes.error().rule != "disk.too_long") return fail(std::move(bytes).error());
  if (!bytes || bytes->size() != object.pieces_length_bytes || sha256(*bytes) != object.pieces)
    return fail(
        trust_error("store.pieces", path, "this piece list does not have the signed hash", kFetchAgain));
  auto list = bundle::parse_piece_list(*bytes, path.string());
  if (!list)
    return fail(trust_error("store.pieces", path, "unreadable piece list: " + list.error().message,
                            "build and publish the release again"));
  if (list->length_bytes != object.length_bytes)
    return fail(trust_error("store.pieces", path,
                            "the piece list is of an object of " + std::to_string(list->length_bytes) +
                                " bytes, the release says " + std::to_string(object.length_bytes),
                            "build and publish the release again"));
  return list;
}

Result<std::unique_ptr<ReadFile>> open_verified(Disk& disk, const Path& objects,
                                                const bundle::ObjectRef& object) {
  GATECAST_TRY(auto list, read_piece_list(disk, objects, object));
  const Path path = object_path(objects, object.sha256);
  GATECAST_TRY_STATUS(check_is_file(disk, path));
  GATECAST_TRY(auto file, disk.open_read(path));
  GATECAST_TRY(const auto size, file->size());
  if (size != object.length_bytes)
    return fail(trust_error(
        "store.piece", path,
        "the object has " + std::to_string(size) + " bytes instead of " + std::to_string(object.length_bytes),
        kFetchAgain));
  return std::make_unique<VerifiedReader>(path, std::move(file), std::move(list));
}

Result<Bytes> read_verified(Disk& disk, const Path& objects, const bundle::ObjectRef& object,
                            std::uint64_t limit_bytes) {
  if (object.length_bytes > limit_bytes)
    return fail(content_error("store.too_long", object_path(objects, object.sha256),
                              std::to_string(object.length_bytes) + " bytes, more than the " +
                                  std::to_string(limit_bytes) + " allowed for this kind of object"));
  GATECAST_TRY(const auto file, open_verified(disk, objects, object));
  Bytes bytes(object.length_bytes, '\0');
  GATECAST_TRY(const auto got, file->read_at(0, {bytes.data(), bytes.size()}));
  GATECAST_INVARIANT(got == bytes.size());
  return bytes;
}

Status verify_object(Disk& disk, const Path& objects, const bundle::ObjectRef& object) {
  GATECAST_TRY(const auto file, open_verified(disk, objects, object));
  Sha256Stream whole;
  Bytes buffer(std::size_t{4} * bundle::kLargestPiece, '\0');
  for (std::uint64_t offset = 0; offset < object.length_bytes;) {
    GATECAST_TRY(const auto got, file->read_at(offset, {buffer.data(), buffer.size()}));
    whole.update({buffer.data(), got});
    offset += got;
  }
  // The pieces fit their list; a list that is of another object is found here.
  if (whole.finish() != object.sha256)
    return fail(trust_error("store.pieces", object_path(objects, object.sha256),
                            "the pieces fit their list, yet the whole does not have the signed hash",
                            "build and publish the release again"));
  return {};
}

}  // namespace gatecast::store
