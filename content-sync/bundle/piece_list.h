// The piece list of an object: content-defined pieces (FastCDC-like, 2 KiB to 64 KiB, 8 KiB on average), each
// with its SHA-256. One list serves transfer and verified reading. Binary, little-endian, version 1:
//   "GCPL" | u16 major = 1 | u16 minor = 0 | u64 object length | u32 count | count x (u32 length, 32 bytes
//   SHA-256)
// Threads: values. Errors: content errors "pieces.*". Source: shared/design/sync.md 1c; Xia et al., FastCDC
// (ATC'16).
#pragma once
#include <cstdint>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast::bundle {

inline constexpr std::uint32_t kLargestPiece = 64 * 1024;

struct Piece {
  std::uint64_t offset = 0;
  std::uint32_t length_bytes = 0;
  Sha256 sha256;
};
struct PieceList {
  std::uint64_t length_bytes = 0;
  std::vector<Piece> pieces;  // in order, without gaps
  // The piece that holds `offset`; offset < length_bytes.
  [[nodiscard]] const Piece& at(std::uint64_t offset) const;
};

// Cuts a stream of bytes given in any portions; the same bytes give the same pieces.
class PieceCutter {
 public:
  void update(ByteView bytes);
  PieceList finish();

 private:
  void cut_while_longer_than(std::size_t keep);
  Bytes pending_;
  PieceList list_;
};

Bytes write_piece_list(const PieceList& list);
Result<PieceList> parse_piece_list(ByteView bytes, std::string_view name);

}  // namespace gatecast::bundle
