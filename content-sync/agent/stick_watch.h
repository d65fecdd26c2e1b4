// Sticks that somebody puts in: the machine mounts each (image/pilot/stick: by udev, nodev, nosuid, noexec,
// FAT and exFAT alone, read-only but where reports are wanted) in a folder of its own name, one for each
// time, and puts NAME.ready beside it. Nothing of a stick is believed. Threads: one owner. Errors: none; a
// folder that cannot be listed holds no stick. Source: issue 5, 2 (USB); shared/design/trust.md.
#pragma once
#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast::agent {

class StickWatch {
 public:
  // `folder`: where sticks are mounted; empty: nobody looks.
  StickWatch(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}

  // True where one is there that next() has not given yet. Looks at the disk at most once a second.
  bool has_new();
  // The folder of one that is new.
  std::optional<Path> next();

 private:
  void look();

  Disk* disk_;
  Path folder_;
  std::set<std::string> known_;
  std::optional<std::string> waiting_;
  std::optional<std::chrono::steady_clock::time_point> looked_;
};

// Where on a stick a repository stands: its root, or what gatecast-stick wrote. Nothing where there is none.
std::optional<Path> repository_on(Disk& disk, const Path& stick);

}  // namespace gatecast::agent
