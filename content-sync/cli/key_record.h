// What officers print and sign by hand after keys were made or exchanged: who holds which key, until when.
// Threads: pure. Errors: as read_repository. Source: shared/design/trust.md, Signing.
#pragma once
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::cli {

// `root`: the bytes of the root.json that counts from now on; `targets`: of the targets.json, may be empty.
Result<std::string> key_record(ByteView root, ByteView targets, const std::string& occasion, Instant now);
Status write_record(const std::string& file, const std::string& record);

}  // namespace gatecast::cli
