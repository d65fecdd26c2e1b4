// Old days summed: what one or more files of the log held, as rows per item, so that the folder stays small
// and nothing goes silently. A sum names the heads that it stands for and is signed like them. Threads: pure
// over the disk. Errors: environment errors of the disk. Source: player/play_log/FORMAT.md, Sums.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "player/play_log/tally.h"

namespace gatecast::play_log {

struct Sum {
  std::int64_t first = 0, last = 0;  // numbers of the heads
  Sha256 previous;                   // of the head before `first`
  Sha256 head;                       // hash of head `last`
  LogTime from, to;
  Tally tally;
  std::int64_t faults = 0;  // places where the chain was broken in what was summed
  std::string key;
};

struct SumsFile {
  std::vector<Sum> sums;
  std::vector<std::string> faults;
};
// Missing: empty. Lines that are not signed or not readable are faults.
Result<SumsFile> read_sums(Disk& disk, const Path& folder);

struct SumLimits {
  std::uint64_t kept_bytes = 24ULL << 20U;  // of detail: at least 24 days, usually many months
  std::size_t kept_files = 800;
  std::size_t sums_bytes = 48 * 1024;
  std::size_t most_rows = 200;  // items of one sum; the least shown ones become "(others)"
};
// Sums the oldest files until the rest keeps the limits; the newest file is never touched.
Status sum_oldest(Disk& disk, const Path& folder, const LogKey& key, const SumLimits& limits);

}  // namespace gatecast::play_log
