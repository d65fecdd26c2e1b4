// One object from a source into the store: goes on where an earlier attempt stopped, skips what comes twice.
// Threads: one owner. Errors: as fetcher.h and store/object_writer.h.
#pragma once
#include <cstdint>
#include <functional>

#include "content-sync/store/object_writer.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

// `on_bytes`: bytes of this object that are verified so far; may be empty. Gives how many were taken anew.
Result<std::uint64_t> download_object(Disk& disk, const Path& store, const store::ExpectedObject& expected,
                                      Fetcher& fetcher, const std::function<void(std::uint64_t)>& on_bytes);

// "objects/ab/abcd..." as a repository and a store name it.
std::string object_name(const Sha256& hash);

}  // namespace gatecast::updater
