// The places in the program from which something is made durable, as a run meets them: told apart by where
// the sync is called from, by whom that is called, and by what kind of file it is. Threads: one owner.
#pragma once
#include <map>
#include <set>
#include <string>

#include "tests/support/cut_disk.h"

namespace gatecast::test {

struct SyncPlace {
  std::string what;  // "sync /store/trusted/<n>.root.json.new"
  const void* called_from = nullptr;
  const void* by = nullptr;
  auto operator<=>(const SyncPlace&) const = default;
};

// To be asked while the disk asks whether it shall forget a sync.
SyncPlace sync_place(const CutDisk& disk, const std::string& operation);
// File and line of both calls, as far as the program holds them.
std::string in_words(const SyncPlace& place);

}  // namespace gatecast::test
