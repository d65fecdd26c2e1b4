// The most bytes of each kind of document beside TUF metadata (tuf/metadata.h) that anybody here reads:
// against endless data (TUF 1.5.2). Threads: constants. Source: shared/design/trust.md; sizes of real
// repositories times ten.
#pragma once
#include <cstdint>

namespace gatecast::store {

inline constexpr std::uint64_t kReleaseLimit = 16 * 1024 * 1024;
inline constexpr std::uint64_t kPieceListLimit = 64 * 1024 * 1024;
inline constexpr int kMostRoots = 256;  // new roots taken in one update (TUF 5.3.3)

}  // namespace gatecast::store
