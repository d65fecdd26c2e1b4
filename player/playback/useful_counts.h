// "Was this useful?": how often which page was called useful or not, by language and day, and nothing else:
// no person, no time of day, no order. In one small file, written whole and durably a while after it changed.
// Threads: one owner (the watcher). Errors: environment errors of the disk, what was not written is kept; a
// damaged file is begun anew. Source: the section 2.
#pragma once
#include <map>
#include <string>
#include <tuple>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::playback {

class UsefulCounts {
 public:
  UsefulCounts(Disk& disk, const Path& state) : disk_(&disk), path_(state / "useful.json") {}
  void note(const std::string& page, const std::string& language, bool is_useful, Instant now);
  // Writes, where it is time.
  Status tend(SteadyInstant now);
  Status write();

  struct Count {
    std::int64_t useful = 0;
    std::int64_t not_useful = 0;
  };
  using Key = std::tuple<std::string, std::string, std::string>;  // day in both countries, page, language
  [[nodiscard]] const std::map<Key, Count>& counts() const { return counts_; }

 private:
  void read();
  Disk* disk_;
  Path path_;
  bool is_read_ = false;
  bool is_changed_ = false;
  SteadyInstant write_at_;
  std::map<Key, Count> counts_;
};

}  // namespace gatecast::playback
