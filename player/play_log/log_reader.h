// Reads a player's whole log, checks the chain from its oldest sum to its last head, and counts rows per item
// in a range of time. Threads: pure over the disk. Errors: environment errors of the disk, "log.missing";
// what is broken inside is in the report, with file and line. Source: player/play_log/FORMAT.md.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "player/play_log/log_file.h"
#include "player/play_log/tally.h"

namespace gatecast::play_log {

struct Break {
  std::string place;  // "play-log/0000000001-2026-12-01.log:12"
  std::string rule;
  std::string message;
};
struct DatedDeviation {
  LogTime from;
  Deviation deviation;  // "skipped" among them
  std::string by;       // what stood in its place
};
struct FollowedRelease {
  LogTime from, to;
  Interval interval;
};
struct Gap {
  LogTime from, to;
};

struct LogReport {
  Range range;
  Tally tally;
  std::vector<FollowedRelease> programme;
  std::vector<DatedDeviation> deviations;  // joined over segments
  std::vector<Gap> not_recorded;           // between two segments inside the range
  std::int64_t heads = 0;
  std::int64_t first = 0, last = 0;  // numbers, sums included
  Sha256 last_hash;
  std::set<std::string> keys;
  std::vector<Break> breaks;  // empty: the chain is whole
  // Behind the last head, in the newest file: what a power cut leaves of a write. Cut off at the next start.
  std::uint64_t torn_bytes = 0;
};
Result<LogReport> read_log(Disk& disk, const Path& state, const Range& range = {});

std::string report_in_words(const LogReport& report);
std::string report_as_json(const LogReport& report);  // one line

}  // namespace gatecast::play_log
