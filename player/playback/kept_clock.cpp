#include "player/playback/kept_clock.h"

#include <charconv>

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kReadEvery = 10s;
constexpr Duration kAlike = 2min;  // battery clocks drift by seconds a day, and are set as often

}  // namespace

bool KeptClock::is_kept(Instant now, SteadyInstant steady_now) {
  if (looked_at_ && steady_now - *looked_at_ < kReadEvery) return is_kept_;
  looked_at_ = steady_now;
  return is_kept_ = look(now);
}

bool KeptClock::look(Instant now) const {
  SystemDisk disk;
  // systemd-timesyncd's own mark; gone with the power.
  if (disk.open_read(root_ / "run/systemd/timesync/synchronized")) return true;
  const auto seconds = read_file(disk, root_ / "sys/class/rtc/rtc0/since_epoch", 64U << 10U);
  if (!seconds) return false;
  std::int64_t since = 0;
  if (std::from_chars(seconds->data(), seconds->data() + seconds->size(), since).ec != std::errc())
    return false;
  const auto apart = now.time_since_epoch() - std::chrono::seconds(since);
  return apart < kAlike && apart > -kAlike;
}

}  // namespace gatecast::playback
