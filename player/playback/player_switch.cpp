// The player's part that obeys the officer's switch: sound off and the built-in still over everything, at
// once, whatever else is said; the programme goes on unseen, so that it is in step when it comes back.
#include "content-sync/base/log.h"
#include "player/compose/slide_painter.h"
#include "player/playback/player.h"

namespace gatecast::playback {

void Player::open_switch() {
  if (!options_.officer_switch || !options_.store) return;
  SystemDisk disk;
  is_switched_off_ = was_switched_off(disk, options_.store->state);
  paint_switch_still();
  if (is_switched_off_) is_hushed_ = mixer_->send(Hush{true});
  switch_ = std::make_unique<OfficerSwitch>(*options_.officer_switch, options_.store->state, is_switched_off_,
                                            [] { screen::Screen::wake(); });
}

void Player::paint_switch_still() {
  if (switch_still_ && switch_still_->size() == screen_->size()) return;
  switch_still_ = std::make_shared<const pixels::Pixmap>(compose::paint_built_in_still(screen_->size()));
}

void Player::look_at_switch() {
  if (!switch_) return;
  const bool was_off = is_switched_off_;
  while (const auto is_off = switch_->news()) is_switched_off_ = *is_off;
  paint_switch_still();  // in its size before it is needed
  if (was_off == is_switched_off_) return;
  stage_.end_transition();
  must_draw_ = true;
  is_backdrop_due_ = true;
}

void Player::tend_hush() {
  const bool must_hush = is_switched_off_ || is_resting();
  if (must_hush != is_hushed_ && mixer_->send(Hush{must_hush})) is_hushed_ = must_hush;
}

void Player::note_switch() {
  if (!watcher_ || noted_switch_ == is_switched_off_) return;
  noted_switch_ = is_switched_off_;
  note_besides("switch", "", "the officer's switch", is_switched_off_);
}

}  // namespace gatecast::playback
