// The player's part that obeys the officers on duty: alerts over everything, recalls at once, the mode.
#include "content-sync/base/log.h"
#include "player/compose/slide_painter.h"
#include "player/playback/player.h"
#include "player/programme/alert.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLeaveWithin = 300ms;  // for the filler to be ready; then the still stands in

}  // namespace

void Player::take(StatementNews news) {
  statements_ = std::move(news);
  hear_time(statements_.signed_at);
  if (options_.ring) options_.ring->heed(statements_.recalls, steady_now_);
  weigh_statements();
}

// Anew with each release: a template may have changed, a recall may be overtaken.
void Player::weigh_statements() {
  if (!content_ || !watcher_) return;
  const auto& release = *content_->release;
  auto duty = weigh(statements_, release, options_.site.value_or(release.site));
  for (const auto& error : duty.refused) {
    if (!told_refusals_.insert(error.subject + error.rule + std::to_string(release.number)).second) continue;
    log_error(error);
    statistics_.refused(error);
  }
  put_into(situation_, std::move(duty));
  must_ask_ = true;
}

// An item that is recalled leaves the screen, in its middle too.
void Player::drop_recalled() {
  if (next_ && situation_.recalled.contains(next_->showing().item)) next_.reset();
  const bool is_recalled = on_ && !is_still_on_ && situation_.recalled.contains(on_->showing().item);
  if (!is_recalled) {
    if (!on_ || is_still_on_) leave_by_.reset();
    return;
  }
  if (!leave_by_) {
    log_info("item " + on_->showing().item + " is recalled and leaves the screen");
    on_->silence_from(now_);
    stage_.end_transition();
    leave_by_ = now_ + kLeaveWithin;
    must_draw_ = true;
  }
  if (now_ < *leave_by_) return;
  leave_by_.reset();
  if (still_content_ != content_ || still_ticket_ != 0)
    still_.keep(std::make_shared<const pixels::Pixmap>(compose::paint_built_in_still(size_)));
  on_.reset();
  is_still_on_ = true;
  is_backdrop_due_ = true;
  must_draw_ = true;
}

void Player::update_alert() {
  const bool was_hushed = workshop_.is_hushed;
  const bool had_alert = alert_.picture() != nullptr;
  if (alert_.update(workshop_, content_, situation_, screen_->size(), now_)) {
    stage_.end_transition();
    must_draw_ = true;
    is_backdrop_due_ = watcher_ != nullptr;
  }
  if (workshop_.is_hushed && !was_hushed) {
    if (on_) on_->silence_from(now_);
    if (next_) next_->silence_from(now_);
  }
  if (was_hushed && !workshop_.is_hushed) {
    if (on_) on_->speak_again(now_);
    if (next_) next_->speak_again(now_);
  }
  if (had_alert && !alert_.picture()) log_info("the alert is over");
}

void Player::note_besides(const std::string& what, const std::string& item, const std::string& why,
                          bool begins) {
  if (!watcher_->report(Sighting{play_log::Besides{what, item, why, begins}, moment()})) ++lost_sightings_;
}

// For the play log: what stands by an officer's word, with its begin and its end.
void Player::note_duty() {
  if (!watcher_) return;
  std::map<std::string, std::string> now;
  note_switch();
  if (alert_.picture() && !is_switched_off_)
    if (const auto* alert = programme::alert_at(situation_, now_))
      now["alert\n" + alert->item] = alert->officer;
  for (const auto& item : situation_.recalled) {
    const auto recall = statements_.recalls.find(item);
    now["recall\n" + item] = recall == statements_.recalls.end() ? "" : recall->second.officer;
  }
  if (now == noted_duty_) return;
  const auto tell = [&](const std::string& key, const std::string& officer, bool begins) {
    const auto end = key.find('\n');
    note_besides(key.substr(0, end), key.substr(end + 1), officer, begins);
    log_info(key.substr(0, end) + " of " + key.substr(end + 1) + (begins ? " begins" : " ends") +
             (officer.empty() ? "" : ", says " + officer));
  };
  for (const auto& [key, officer] : noted_duty_)
    if (!now.contains(key)) tell(key, officer, false);
  for (const auto& [key, officer] : now)
    if (!noted_duty_.contains(key)) tell(key, officer, true);
  noted_duty_ = std::move(now);
}

}  // namespace gatecast::playback
