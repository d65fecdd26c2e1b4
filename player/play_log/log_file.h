// One file of the log, read and judged line by line: "play-log/<first number>-<day>.log", pairs of body and
// head. Nothing is trusted: each head's signature and each body's hash are checked here, the chain over heads
// by who reads several files. Threads: pure over the disk. Errors: environment errors of the disk; what is
// wrong inside is told as Fault. Source: player/play_log/FORMAT.md.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "player/play_log/segment.h"

namespace gatecast::play_log {

struct LogFileName {
  std::int64_t first = 0;
  std::string day;  // "2026-12-01", UTC
  auto operator<=>(const LogFileName&) const = default;
};
std::string to_string(const LogFileName& name);
// The files of the log in the order of the chain; other names are left alone.
Result<std::vector<LogFileName>> list_log_files(Disk& disk, const Path& folder);

struct Entry {
  SignedHead head;
  Segment segment;
  std::size_t line = 0;  // of the head, from 1
};
struct Fault {
  std::size_t line = 0;
  std::string rule;
  std::string message;
};
struct LogFile {
  std::vector<Entry> entries;     // whole ones: signed, body as the head says
  std::vector<Fault> faults;      // in the order of their lines
  std::uint64_t whole_bytes = 0;  // up to and with the last whole entry
  std::uint64_t size_bytes = 0;
};
inline constexpr std::uint64_t kLargestLogFile = 4 << 20;
Result<LogFile> read_log_file(Disk& disk, const Path& path);

}  // namespace gatecast::play_log
