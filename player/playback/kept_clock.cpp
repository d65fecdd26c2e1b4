#include "player/playback/kept_clock.h"

#include <sys/timex.h>

#include <charconv>

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kReadEvery = 10s;
constexpr Duration kAlike = 2min;  // battery clocks drift by seconds a day, and are set as often

bool are_alike(Duration apart) {
  return apart < kAlike && apart > -kAlike;
}

}  // namespace

bool is_kernel_synchronised() {
  timex state{};  // no mode: only asked
  return adjtimex(&state) != -1 && (state.status & STA_UNSYNC) == 0;
}

bool KeptClock::is_kept(Instant now, SteadyInstant steady_now) {
  const auto apart =
      now.time_since_epoch() - std::chrono::duration_cast<Duration>(steady_now.time_since_epoch());
  const bool is_as_told = told_ && are_alike(apart - *told_);
  if (looked_at_ && steady_now - *looked_at_ < kReadEvery && (is_as_told || !told_)) return is_kept_;
  looked_at_ = steady_now;
  if (is_told())
    told_ = apart;
  else if (told_ && !is_as_told)
    told_.reset();
  return is_kept_ = told_ || does_battery_agree(now);
}

bool KeptClock::is_told() const {
  SystemDisk disk;
  // systemd-timesyncd's own mark; gone with the power.
  return is_synchronised_() || disk.open_read(root_ / "run/systemd/timesync/synchronized");
}

bool KeptClock::does_battery_agree(Instant now) const {
  SystemDisk disk;
  const auto seconds = read_file(disk, root_ / "sys/class/rtc/rtc0/since_epoch", 64U << 10U);
  if (!seconds) return false;
  std::int64_t since = 0;
  if (std::from_chars(seconds->data(), seconds->data() + seconds->size(), since).ec != std::errc())
    return false;
  return are_alike(now.time_since_epoch() - std::chrono::seconds(since));
}

}  // namespace gatecast::playback
