// Reads an object of the store and checks each piece at the moment it is read: a piece is taken into memory,
// hashed, and those same bytes are handed on (no mapping, no second read).
// Threads: one owner per reader. Errors: trust errors "store.piece" (wrong bytes), "store.pieces" (wrong
// list), environment errors of the disk. Source: shared/design/trust.md, The kiosk.
#pragma once
#include <memory>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/piece_list.h"
#include "content-sync/bundle/release.h"

namespace gatecast::store {

// `objects` is the folder that holds "<2 hex>/<64 hex>". The piece list is read and verified at once.
Result<std::unique_ptr<ReadFile>> open_verified(Disk& disk, const Path& objects,
                                                const bundle::ObjectRef& object);

// The whole object, verified; for pictures, fonts and texts.
Result<Bytes> read_verified(Disk& disk, const Path& objects, const bundle::ObjectRef& object,
                            std::uint64_t limit_bytes);

// Every piece and the whole: what `verify`, the agent's scrub and the server ask.
Status verify_object(Disk& disk, const Path& objects, const bundle::ObjectRef& object);

// The piece list alone, hash and length checked.
Result<bundle::PieceList> read_piece_list(Disk& disk, const Path& objects, const bundle::ObjectRef& object);

Path object_path(const Path& objects, const Sha256& hash);

}  // namespace gatecast::store
