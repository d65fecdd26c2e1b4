#include "content-sync/store/piece_index.h"

#include <algorithm>
#include <cstring>

#include "content-sync/store/verified_reader.h"

namespace gatecast::store {
namespace {

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
    if (list) index.append(store.objects(), hash, *list);
  }
  index.sort();
  return index;
}

void PieceIndex::add(const Path& objects, const Sha256& object, const bundle::PieceList& list) {
  append(objects, object, list);
  sort();
}

void PieceIndex::append(const Path& objects, const Sha256& object, const bundle::PieceList& list) {
  if (list.length_bytes > kOffsetMask) return;
  const auto number = std::uint64_t{files_.size()} << kOffsetBits;
  files_.push_back(object_path(objects, object));
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
