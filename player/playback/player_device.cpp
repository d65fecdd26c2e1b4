// The player's part that does what technicians ask of this kiosk: its tags, its volume, its brightness and
// the hours in which the screen is lit, within the bounds of the release that plays. The channel is the
// watcher's.
#include <algorithm>

#include "content-sync/base/log.h"
#include "player/playback/player.h"
#include "player/playback/time_trust.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kAwakeFor = 3min;  // after the last touch

PicturePtr dark_picture(pixels::Size size) {
  auto picture = std::make_shared<pixels::Pixmap>(size);
  for (int y = 0; y < size.height_px; ++y) std::fill_n(picture->row(y), size.width_px, 0xFF000000U);
  return picture;
}

}  // namespace

void Player::take(DeviceNews news) {
  // What this thread found good is newer than what the watcher remembers of it.
  if (wish_.wish && news.wish) news.held = std::move(wish_.held);
  wish_ = std::move(news);
  if (wish_.wish) log_info("technicians ask: " + bundle::in_words(*wish_.wish));
  // Not sent there any more: what waits to take effect there does so no more.
  if (pending_ && content_ && pending_->content->release->channel != content_->release->channel &&
      pending_->content->release->channel != wished_channel())
    pending_.reset();
  weigh_wish();
}

const std::string& Player::wished_channel() const {
  return wish_.wish && wish_.wish->channel ? *wish_.wish->channel : options_.store->channel;
}

// Anew with each release: its bounds may have changed.
void Player::weigh_wish() {
  if (!watcher_ || !content_) return;
  const auto& bounds = content_->release->device_bounds;
  auto judged = applied_wish(wish_, *content_->release);
  for (const auto& error : judged.refused) {
    if (!told_refusals_.insert(error.subject + error.rule + error.message).second) continue;
    if (told_refusals_.size() > kMostToldRefusals) told_refusals_.clear();
    log_error(error);
    statistics_.refused(error);
  }
  const auto& applied = judged.applied;
  // Nobody asked: as loud and as bright as the bounds allow, and never more.
  const auto set = [](const auto& asked, const auto& bound) {
    const std::int64_t most = bound ? bound->most : kWhole;
    return Setting{asked.value_or(most), most};
  };
  const auto none = bundle::DeviceBounds{};
  volume_ = set(applied.volume_percent, bounds ? bounds->volume_percent : none.volume_percent);
  brightness_ =
      set(applied.brightness_percent, bounds ? bounds->brightness_percent : none.brightness_percent);
  power_hours_ = applied.power_hours.value_or("");
  if (auto tags = applied.tags.value_or(options_.tags); tags != situation_.tags) {
    situation_.tags = std::move(tags);
    must_ask_ = true;
  }
  wish_.held = std::move(judged.applied);
  must_tell_wish_ = true;
}

void Player::tend_wish() {
  if (!watcher_) return;
  const auto loudness = now_of(volume_);
  if (loudness != sent_volume_percent_ &&
      mixer_->send(Loudness{static_cast<float>(loudness) / static_cast<float>(kWhole)}))
    sent_volume_percent_ = loudness;
  tend_brightness();
  tend_hours();
  if (must_tell_wish_ && wish_.wish)
    must_tell_wish_ = !watcher_->report(WishHeld{wish_.held, undone_, resting_since_});
}

// An officer's word is as loud and as bright as the editors allow at the most, however low the kiosk is set.
std::int64_t Player::now_of(const Setting& setting) const {
  return alert_.picture() ? std::max(setting.percent, setting.most) : setting.percent;
}

void Player::tend_brightness() {
  const auto percent = now_of(brightness_);
  if (percent == sent_brightness_percent_) return;
  sent_brightness_percent_ = percent;
  const bool is_done = screen_->panel().set_brightness(static_cast<int>(percent)) || percent == kWhole;
  if (percent != brightness_.percent) return;  // an alert's says nothing of what technicians asked
  const bool was_done = undone_.empty();
  undone_.clear();
  if (!is_done)
    undone_.push_back(environment_error(
        "screen.brightness", "display",
        "brightness " + std::to_string(brightness_.percent) + " %: this display cannot be dimmed from here",
        "set it at the panel itself, or take brightness_percent out of what is asked"));
  if (is_done == was_done) return;
  must_tell_wish_ = true;
  if (is_done) return;
  log_error(undone_.front());
  statistics_.refused(undone_.front());
}

// By no other clock a screen is dark: neither by a battery that has ended as a year in the far future, nor by
// what a board without one takes for the time until somebody has told it. One that was told to run fast keeps
// the time that it was told.
bool Player::is_hour_known() {
  const bool is_kept = machine_clock_.is_fast() || kept_clock_.is_kept(machine_clock_.now(), steady_now_);
  return is_time_trusted(now_, is_kept, is_clock_lifted_, signed_at_);
}

// Dark on purpose, by a clock that can be believed; else the screen stays lit. The programme goes on unseen,
// so that it is in step when it comes back.
void Player::tend_hours() {
  const bool is_used = steady_now_ < awake_until_ || (options_.ring && options_.ring->covers_programme());
  const bool must_rest =
      !power_hours_.empty() && !is_used && !bundle::is_within_hours(power_hours_, now_) && is_hour_known();
  const bool is_resized = dark_ && dark_->size() != screen_->size();
  if (must_rest != (dark_ != nullptr) || is_resized) {
    if (!is_resized)
      log_info(must_rest ? "the screen is dark on purpose: lit at " + power_hours_ + ", as technicians set it"
                         : std::string("the screen is lit again"));
    dark_ = must_rest ? dark_picture(screen_->size()) : nullptr;
    stage_.end_transition();
    must_draw_ = true;
    is_backdrop_due_ = true;
  }
  tend_hush();
  if (resting_since_.has_value() != is_resting()) {
    resting_since_ = is_resting() ? std::optional(now_) : std::nullopt;
    must_tell_wish_ = true;
  }
  if (is_panel_awake_ == !is_resting()) return;
  is_panel_awake_ = !is_resting();
  if (!screen_->panel().set_awake(*is_panel_awake_) && is_resting())
    log_info("this display cannot be sent to sleep: its picture is black");
}

// Who touches a dark screen wants to see it; that touch means nothing else.
void Player::wake_up() {
  awake_until_ = steady_now_ + kAwakeFor;
}

}  // namespace gatecast::playback
