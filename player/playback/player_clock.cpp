// The player's part that judges the clock: never before what was signed, and said when it is wrong.
#include <algorithm>

#include "content-sync/base/log.h"
#include "player/playback/player.h"

namespace gatecast::playback {

// The clock cannot be right before a verified timestamp was signed.
void Player::hear_time(const std::optional<Instant>& signed_at) {
  if (!signed_at) return;
  signed_at_ = std::max(signed_at_.value_or(*signed_at), *signed_at);
  clock_.raise_floor(*signed_at);
  now_ = clock_.now();
}

void Player::look_at_clock() {
  if (is_clock_lifted_ == clock_.is_lifted()) return;
  is_clock_lifted_ = !is_clock_lifted_;
  if (is_clock_lifted_)
    log_warning("the clock says " + format_instant(machine_clock_.now()) +
                ", before the release was signed: the programme goes on from " + format_instant(now_) +
                " [player.clock]");
  else
    log_info("the clock is right again");
}

}  // namespace gatecast::playback
