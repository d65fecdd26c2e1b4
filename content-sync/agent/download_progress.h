// How far a download is and how long it will take at the rate of late, told every so often: more often would
// wear the disk. Threads: one owner. Errors: none. Source: issue 5, Transfer (progress with remaining time).
#pragma once
#include <cstdint>
#include <optional>

#include "content-sync/base/clock.h"
#include "content-sync/updater/updater.h"

namespace gatecast::agent {

struct DownloadStatus {
  std::uint64_t done_bytes = 0;
  std::uint64_t total_bytes = 0;
  std::uint64_t bytes_per_second = 0;
  std::optional<std::int64_t> seconds_left;  // none while nothing comes
  Instant at;
};

class DownloadProgress {
 public:
  // A status when it is time for one: after three seconds, then each ten.
  std::optional<DownloadStatus> see(const updater::UpdateProgress& progress, SteadyInstant steady,
                                    Instant now);

 private:
  std::optional<SteadyInstant> told_;
  std::uint64_t done_then_ = 0;
  double rate_ = 0;
  bool is_first_ = true;
};

}  // namespace gatecast::agent
