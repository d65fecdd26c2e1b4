// The player's part that decides how much moves: transitions, and what pictures of a movement cost here.
#include <algorithm>

#include "player/playback/player.h"
#include "player/playback/tracks.h"

namespace gatecast::playback {

std::optional<MotionKind> Player::moving() const {
  if (stage_.is_in_transition(now_))
    return stage_.transition_kind() == bundle::Transition::slide ? MotionKind::slide : MotionKind::crossfade;
  if (!on_ || is_still_on_ || !on_->is_moving(now_)) return std::nullopt;
  return on_->is_zooming(now_) ? MotionKind::zoom : MotionKind::slide;
}

void Player::note_motion(Duration cost) {
  const auto kind = moving();
  const auto interval =
      cadence_.is_known() ? std::max(compose::kMotionStep, Duration(1'000'000'000LL / cadence_.refresh_mhz()))
                          : compose::kMotionStep;
  if (kind) motion_.shown(*kind, clock_.steady_now(), moved_before_ == kind, cost, interval);
  moved_before_ = kind;
}

std::optional<Instant> Player::next_of_transition() const {
  const auto kind = moving();
  if (!kind || !stage_.is_in_transition(now_)) return std::nullopt;
  if (motion_.rate(*kind) == MotionRate::half) return now_ + 2 * compose::kMotionStep;
  if (cadence_.is_known()) return cadence_.next_refresh(now_);
  return running_line() != nullptr ? compose::next_refresh_at(now_) : now_ + compose::kMotionStep;
}

Duration Player::transition() const {
  if (!watcher_ || !content_) return Duration(0);
  return transition_of(*content_->release, due_ ? due_->mode : bundle::Mode::daily);
}

Duration Player::picture_transition(bundle::Transition kind) const {
  const bool fades = kind == bundle::Transition::crossfade;
  return fades && motion_.rate(MotionKind::crossfade) == MotionRate::none ? Duration(0) : transition();
}

bundle::Transition Player::transition_to(const bundle::ItemId& item) const {
  if (!watcher_ || !content_ || motion_.rate(MotionKind::slide) == MotionRate::none)
    return bundle::Transition::crossfade;
  return playback::transition_to(*content_->release, due_ ? due_->mode : bundle::Mode::daily, item);
}

}  // namespace gatecast::playback
