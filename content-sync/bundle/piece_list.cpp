#include "content-sync/bundle/piece_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatecast::bundle {
namespace {

constexpr std::size_t kLeastPiece = 2 * 1024;
constexpr std::size_t kUsualPiece = 8 * 1024;
constexpr std::size_t kPortion = 1024 * 1024;
constexpr std::size_t kHeaderBytes = 4 + 2 + 2 + 8 + 4;
constexpr std::size_t kEntryBytes = 4 + 32;
constexpr std::string_view kMagic = "GCPL";
// Normalised chunking (FastCDC 3.3, level 2): harder to cut before the usual length, easier after it. The
// upper bits of the rolling sum have seen the most bytes.
constexpr std::uint64_t kMaskBefore = ((std::uint64_t{1} << 15U) - 1) << 49U;
constexpr std::uint64_t kMaskAfter = ((std::uint64_t{1} << 11U) - 1) << 53U;

std::uint64_t little_endian(ByteView bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
  return value;
}

void append_little_endian(Bytes& out, std::uint64_t value, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
}

// One random-looking number for each byte value; part of the format: other numbers give other pieces.
const std::array<std::uint64_t, 256>& gear() {
  static const auto kGear = [] {
    std::array<std::uint64_t, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto hash = gatecast::sha256("gatecast-gear-1" + std::string(1, static_cast<char>(i)));
      for (std::size_t b = 0; b < 8; ++b) table[i] |= std::uint64_t{hash.bytes[b]} << (8 * b);
    }
    return table;
  }();
  return kGear;
}

std::size_t cut_point(ByteView bytes) {
  if (bytes.size() <= kLeastPiece) return bytes.size();
  const auto end = std::min<std::size_t>(bytes.size(), kLargestPiece);
  const auto usual = std::min(end, kUsualPiece);
  const auto& table = gear();
  std::uint64_t sum = 0;
  std::size_t at = kLeastPiece;
  for (; at < usual; ++at) {
    sum = (sum << 1U) + table[static_cast<std::uint8_t>(bytes[at])];
    if ((sum & kMaskBefore) == 0) return at + 1;
  }
  for (; at < end; ++at) {
    sum = (sum << 1U) + table[static_cast<std::uint8_t>(bytes[at])];
    if ((sum & kMaskAfter) == 0) return at + 1;
  }
  return end;
}

}  // namespace

const Piece& PieceList::at(std::uint64_t offset) const {
  GATECAST_INVARIANT(offset < length_bytes);
  const auto after =
      std::upper_bound(pieces.begin(), pieces.end(), offset,
                       [](std::uint64_t value, const Piece& piece) { return value < piece.offset; });
  return *std::prev(after);
}

void PieceCutter::update(ByteView bytes) {
  while (!bytes.empty()) {
    const auto portion = bytes.substr(0, kPortion);
    bytes.remove_prefix(portion.size());
    pending_ += portion;
    // Where a piece ends never depends on more than the largest piece, so that portions do not matter.
    cut_while_longer_than(kLargestPiece);
  }
}

PieceList PieceCutter::finish() {
  cut_while_longer_than(0);
  auto list = std::move(list_);
  list_ = {};
  return list;
}

void PieceCutter::cut_while_longer_than(std::size_t keep) {
  ByteView rest = pending_;
  while (rest.size() > keep) {
    const auto piece = rest.substr(0, cut_point(rest));
    list_.pieces.push_back({list_.length_bytes, static_cast<std::uint32_t>(piece.size()), sha256(piece)});
    list_.length_bytes += piece.size();
    rest.remove_prefix(piece.size());
  }
  pending_.erase(0, pending_.size() - rest.size());
}

Bytes write_piece_list(const PieceList& list) {
  Bytes out;
  out.reserve(kHeaderBytes + list.pieces.size() * kEntryBytes);
  out += kMagic;
  append_little_endian(out, 1, 2);
  append_little_endian(out, 0, 2);
  append_little_endian(out, list.length_bytes, 8);
  append_little_endian(out, list.pieces.size(), 4);
  for (const auto& piece : list.pieces) {
    append_little_endian(out, piece.length_bytes, 4);
    out.append(reinterpret_cast<const char*>(piece.sha256.bytes.data()), piece.sha256.bytes.size());
  }
  return out;
}

Result<PieceList> parse_piece_list(ByteView bytes, std::string_view name) {
  const auto refuse = [&](std::string rule, std::string message) {
    return fail(content_error(std::move(rule), std::string(name), std::move(message)));
  };
  if (bytes.size() < kHeaderBytes || bytes.substr(0, 4) != kMagic)
    return refuse("pieces.format", "this is not a piece list");
  if (const auto major = little_endian(bytes, 4, 2); major != 1)
    return refuse("pieces.format",
                  fmt::format("piece list of format {}; this program reads format 1", major));
  const auto count = little_endian(bytes, 16, 4);
  if (bytes.size() != kHeaderBytes + count * kEntryBytes)
    return refuse("pieces.size", fmt::format("{} bytes do not hold {} pieces", bytes.size(), count));
  PieceList list;
  list.pieces.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = kHeaderBytes + i * kEntryBytes;
    Piece piece{list.length_bytes, static_cast<std::uint32_t>(little_endian(bytes, at, 4)), {}};
    // Small pieces would let a short object cost much memory; only the last one may be small.
    if (piece.length_bytes > kLargestPiece || piece.length_bytes == 0 ||
        (piece.length_bytes < kLeastPiece && i + 1 < count))
      return refuse("pieces.length", fmt::format("piece {} has {} bytes", i, piece.length_bytes));
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at + 4), 32, piece.sha256.bytes.begin());
    list.length_bytes += piece.length_bytes;
    list.pieces.push_back(piece);
  }
  if (const auto said = little_endian(bytes, 8, 8); said != list.length_bytes)
    return refuse("pieces.sum",
                  fmt::format("the pieces make {} bytes, the object has {}", list.length_bytes, said));
  return list;
}

}  // namespace gatecast::bundle
