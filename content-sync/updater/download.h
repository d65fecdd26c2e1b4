// Small files that have no piece list (the piece lists themselves) from a source into the store, several at
// once. Threads: one owner. Errors: as fetcher.h and store/object_writer.h.
#pragma once
#include <functional>
#include <span>

#include "content-sync/store/object_writer.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

constexpr int kAttempts = 3;  // at wrong bytes, or at a line that brings nothing any more

// `on_bytes`: told of each portion's length; an error of it ends all. May be empty.
Status download_files(Disk& disk, const Path& store, std::span<const store::ExpectedObject> files,
                      Fetcher& fetcher, const std::function<Status(std::uint64_t)>& on_bytes);

// "objects/ab/abcd..." as a repository and a store name it.
std::string object_name(const Sha256& hash);

}  // namespace gatecast::updater
