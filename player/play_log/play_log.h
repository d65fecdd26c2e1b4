// Proof of play: one line of JSON a showing, appended to a file a day (UTC), kept for 35 days.
// A power cut loses at most the last minute; a line torn by one is cut off at the next start.
// Threads: one owner (the watcher). Errors: environment errors of the disk; the picture never waits for the
// log. Source: shared/design/trust.md (The kiosk: it owns the play log).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::play_log {

struct Showing {
  std::string item;
  std::string planned;  // what the playlist said, where another filled its slot
  std::string channel;
  std::int64_t release = 0;
  std::vector<std::string> languages;
  Instant from;
  Instant to;
};

class PlayLog {
 public:
  // `folder` is made when the first line is written.
  PlayLog(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  Status append(const Showing& showing);
  Status sync();  // call once a minute and at the end

 private:
  Status open_day(const std::string& day);
  Status remove_old(const std::string& day);

  Disk* disk_;
  Path folder_;
  std::string day_;
  std::unique_ptr<WriteFile> file_;
  std::uint64_t length_ = 0;
  bool is_synced_ = true;
};

// The line as it stands in the file, with its newline.
std::string to_line(const Showing& showing);

}  // namespace gatecast::play_log
