// Says on standard error and to systemd how far a download is, at most once a second. Threads: one owner.
#pragma once
#include <chrono>

#include "content-sync/updater/updater.h"

namespace gatecast::agent {

class ProgressLine {
 public:
  void operator()(const updater::UpdateProgress& progress);

 private:
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace gatecast::agent
