#include "content-sync/store/piece_index.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "content-sync/store/verified_reader.h"

namespace gatecast::store {
namespace {

constexpr std::size_t kPortion = std::size_t{1} << 20U;
constexpr unsigned kOffsetBits = 40;  // objects of up to 1 TiB, 16 million of them
constexpr std::uint64_t kOffsetMask = (std::uint64_t{1} << kOffsetBits) - 1;

std::uint64_t key_of(const Sha256& hash) {
  std::uint64_t key = 0;
  std::memcpy(&key, hash.bytes.data(), sizeof key);
  return key;
}

}  // namespace

PieceIndex PieceIndex::of(const Store& store) {
  PieceIndex index;
  for (const auto& [hash, object] : store.objects_of_generations()) {
    const auto is_there = store.has(hash, object.length_bytes);
    if (!is_there || !*is_there) continue;
    const auto list = read_piece_list(store.disk(), store.objects(), object);
    if (list) index.append(object_path(store.objects(), hash), *list);
  }
  index.sort();
  return index;
}

void PieceIndex::add(const Path& objects, const Sha256& object, const bundle::PieceList& list) {
  append(object_path(objects, object), list);
  sort();
}

Status PieceIndex::add_cut(Disk& disk, const Path& file, const std::function<Status()>& may_go_on) {
  const auto opened = disk.open_read(file);
  if (!opened) return {};
  bundle::PieceCutter cutter;
  Bytes buffer(kPortion, '\0');
  for (std::uint64_t at = 0;;) {
    if (may_go_on) GATECAST_TRY_STATUS(may_go_on());
    const auto got = (*opened)->read_at(at, {buffer.data(), buffer.size()});
    if (!got || *got == 0) break;  // of a disk that fails, what came before
    cutter.update(ByteView(buffer).substr(0, *got));
    at += *got;
  }
  append(file, cutter.finish());
  sort();
  return {};
}

void PieceIndex::append(Path file, const bundle::PieceList& list) {
  if (list.length_bytes > kOffsetMask) return;
  const auto number = std::uint64_t{files_.size()} << kOffsetBits;
  files_.push_back(std::move(file));
  entries_.reserve(entries_.size() + list.pieces.size());
  for (const auto& piece : list.pieces) entries_.push_back({key_of(piece.sha256), number | piece.offset});
}

void PieceIndex::sort() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : a.place < b.place;
  });
}

std::optional<PieceIndex::Place> PieceIndex::find(const bundle::Piece& piece) const {
  const auto key = key_of(piece.sha256);
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), key,
                       [](const Entry& entry, std::uint64_t value) { return entry.key < value; });
  if (found == entries_.end() || found->key != key) return std::nullopt;
  return Place{&files_[found->place >> kOffsetBits], found->place & kOffsetMask};
}

}  // namespace gatecast::store
