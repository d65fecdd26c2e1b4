// A folder in which the province's office, or a program of its own, leaves what it reports: any *.json in the
// form of repository/publish_feeds.h. Looked at from time to time; a file counts again when it has changed.
// Threads: one owner. Errors: logged; a file that is not understood is told once and left alone.
// Source: shared/design/trust.md, Signing (role feeds).
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/repository/publish_feeds.h"

namespace gatecast::server {

struct FeedSource {
  Path folder;  // empty: none
  std::chrono::seconds each{10};
};

class FeedFolder {
 public:
  FeedFolder(Disk& disk, FeedSource source) : disk_(&disk), source_(std::move(source)) {}
  // When to look next; `never` where there is no folder.
  [[nodiscard]] SteadyInstant next(SteadyInstant never) const {
    return source_.folder.empty() ? never : next_;
  }
  std::vector<repository::FeedReport> look(SteadyInstant now, Instant time);
  // What was handed out last comes again at the next look.
  void try_again() { seen_.clear(); }

 private:
  Disk* disk_;
  FeedSource source_;
  SteadyInstant next_;
  std::map<std::string, Bytes> seen_;  // files as they were read last
};

}  // namespace gatecast::server
