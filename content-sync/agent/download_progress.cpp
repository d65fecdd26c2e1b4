#include "content-sync/agent/download_progress.h"

#include <algorithm>
#include <cmath>

namespace gatecast::agent {
namespace {

using namespace std::chrono_literals;

constexpr double kNewer = 0.4;  // the weight of the last ten seconds against all before

}  // namespace

std::optional<DownloadStatus> DownloadProgress::see(const updater::UpdateProgress& progress,
                                                    SteadyInstant steady, Instant now) {
  if (!told_) {
    told_ = steady;
    done_then_ = progress.done_bytes;
    return std::nullopt;
  }
  const auto span = steady - *told_;
  if (span < (is_first_ ? 3s : 10s)) return std::nullopt;
  const auto came = progress.done_bytes - std::min(done_then_, progress.done_bytes);
  const auto rate = static_cast<double>(came) / std::chrono::duration<double>(span).count();
  rate_ = is_first_ ? rate : rate_ + kNewer * (rate - rate_);
  is_first_ = false;
  told_ = steady;
  done_then_ = progress.done_bytes;
  DownloadStatus status{
      progress.done_bytes, progress.total_bytes, static_cast<std::uint64_t>(rate_), {}, now};
  const auto left = progress.total_bytes - std::min(progress.done_bytes, progress.total_bytes);
  if (rate_ >= 1) status.seconds_left = std::llround(std::ceil(static_cast<double>(left) / rate_));
  return status;
}

}  // namespace gatecast::agent
