// The player's part that tells the play log what stands on the screen, whenever that changes.
#include "player/playback/player.h"
#include "player/programme/alert.h"

namespace gatecast::playback {

void Player::witness() {
  if (!watcher_) return;
  play_log::OnScreen on;
  // What a traveller reads covers the item: it is not counted as shown.
  on.is_resting = is_resting();
  const bool is_item = on_ && !is_still_on_ && !is_covered() && !is_switched_off_ && !on.is_resting;
  const bool is_release_still = is_still_on_ && still_content_ && still_ticket_ == 0;
  if (const auto content = is_item                                             ? on_->content()
                           : is_covered() || is_switched_off_ || on.is_resting ? content_
                           : is_release_still                                  ? still_content_
                                                                               : nullptr) {
    on.channel = content->release->channel;
    on.release = content->release->number;
    on.document = content->document.hex();
    on.mode = std::string(bundle::to_string(is_item ? on_->showing().mode
                                            : due_  ? due_->mode
                                                    : bundle::Mode::daily));
    on.is_mode_ordered = situation_.mode.has_value() || programme::mode_order_at(situation_, now_) != nullptr;
    on.is_old_release = content == content_ && !is_newest_;
  }
  if (is_item) {
    const auto& showing = on_->showing();
    on.item = showing.item;
    on.planned = showing.planned;
    on.languages = showing.languages;
    on.slot = showing.starts;
    if (const auto rule = refusal_rules_.find(showing.planned);
        showing.planned != showing.item && rule != refusal_rules_.end())
      on.why = rule->second;
    if (situation_.recalled.contains(showing.planned)) on.why = "alert.recall";
  }
  if (on == witnessed_) return;
  const auto moment = this->moment();
  if (lost_sightings_ > 0 && watcher_->report(SightingsLost{lost_sightings_, moment})) lost_sightings_ = 0;
  if (watcher_->report(Sighting{on, moment})) {
    unwitnessed_.reset();
    witnessed_ = std::move(on);
  } else if (on != unwitnessed_) {
    // The watcher is busy: told again at the next turn, and what changed meanwhile is counted as lost.
    if (unwitnessed_) ++lost_sightings_;
    unwitnessed_ = std::move(on);
  }
}

// A picture that did not reach the display: until one does again, it counts as dark.
void Player::witness_light(const Status& presented) {
  const bool is_dark = !presented;
  if (!watcher_ || is_dark == is_dark_) return;
  play_log::Besides dark{"dark", "", is_dark ? presented.error().rule : "", is_dark};
  if (watcher_->report(Sighting{std::move(dark), moment()})) is_dark_ = is_dark;
}

}  // namespace gatecast::playback
