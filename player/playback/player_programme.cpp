// The player's part that decides what is on: release, programme, items made ready, cuts, and what is refused.
#include <algorithm>
#include <array>

#include "content-sync/base/log.h"
#include "player/playback/mending.h"
#include "player/playback/player.h"
#include "player/playback/tracks.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kTryAgainAfter = 30s;
// A decoder may have died of the machine's trouble and not of its film: twice it gets another chance.
constexpr std::array<Duration, 2> kDecoderChances{1min, 10min};
constexpr Duration kNurseryAgainAfter = 250ms;
constexpr int kMostFailures = 3;  // then only `--forgive` or a new release brings an item back
constexpr Duration kWholePlay = 1s;
constexpr Duration kScreenshotAfterJoin = 1s;

}  // namespace

void Player::take(ReleaseNews news) {
  if (news.refusal) statistics_.refused(*news.refusal);
  try_now(news.forgiven, "is tried again, as was asked");
  try_now(news.mended, "is tried again: its object is whole");
  hear_time(news.signed_at);
  if (news.statements) take(*std::move(news.statements));
  if (news.feeds) take(*std::move(news.feeds));
  if (news.device) take(*std::move(news.device));
  if (news.stick) stick_.take(*news.stick, steady_now_);
  // Whatever was refused, what plays goes on.
  if (!news.content || (!news.is_newest && content_)) return;
  const bool is_on = content_ && content_->document == news.content->document;
  if (is_on) pending_.reset();  // the newest is what is on: nothing comes any more
  if (is_on && content_->release->number == news.content->release->number &&
      content_->generation == news.content->generation)
    return;
  if (is_on && is_newest_ == news.is_newest) {
    // The same document under newer metadata, as after each word of an officer: what is on goes on.
    seen_ = std::move(news.seen);
    watcher_->report(NowPlaying{std::move(news.content), seen_});
    return;
  }
  if (content_ && news.content->release->takes_effect_at > now_)
    pending_ = std::move(news);
  else
    adopt(std::move(news));
}

void Player::adopt_pending_release() {
  if (!pending_ || now_ < pending_->content->release->takes_effect_at) return;
  adopt(*std::exchange(pending_, std::nullopt));
}

void Player::adopt(ReleaseNews news) {
  const auto& release = *news.content->release;
  log_info("release " + std::to_string(release.number) + " of " + release.channel +
           (news.is_newest ? "" : " (the last good one)"));
  // The same release under newer metadata: what is on stays as it is.
  content_ = std::move(news.content);
  is_newest_ = news.is_newest;
  seen_ = std::move(news.seen);
  situation_.unplayable = items_of(news.quarantined);
  failures_.clear();
  try_again_.clear();
  for (const auto& [item, held] : news.quarantined) {
    failures_[item] = held.count;
    if (!held.waits_for_object && held.count < kMostFailures) try_again_[item] = now_ + kTryAgainAfter;
  }
  timeline_ = release_timeline(content_);
  if (options_.ring) options_.ring->adopt(content_);
  next_.reset();
  if (auto start = std::exchange(head_start_, nullptr)) workshop_.opened = start->take();
  must_ask_ = true;
  weigh_statements();
  change_feeds(release.channel);
  weigh_feeds();
  weigh_wish();
}

void Player::update_programme() {
  adopt_pending_release();
  try_refused_again();
  drop_recalled();
  ask_timeline();
  update_alert();
  if (due_)
    bring_on(*due_);
  else
    bring_still();
  update_welcome();
  prepare_following();
  if (on_ && !is_still_on_) on_->follow_feeds(now_);
  if (next_) next_->follow_feeds(now_);
  note_rung();
  note_duty();
  tend_feeds();
  tend_wish();
  witness();
}

void Player::ask_timeline() {
  if (!content_ || !timeline_) return;
  const bool stepped_back = now_ < asked_at_;
  if (!must_ask_ && now_ < change_at_ && !stepped_back) return;
  must_ask_ = false;
  asked_at_ = now_;
  const Instant effect = watcher_ ? content_->release->takes_effect_at : now_;
  if (now_ < effect) {  // the very first release of this kiosk, not yet in force
    due_.reset();
    following_.reset();
    change_at_ = effect;
    return;
  }
  due_ = timeline_->showing_at(situation_, now_);
  change_at_ = timeline_->next_change(situation_, now_);
  following_ = timeline_->showing_at(situation_, change_at_);
}

void Player::bring_on(const programme::Showing& showing) {
  if (on_ && on_->is_for(content_, showing, size_)) {
    const auto error = on_->error();
    if (!error) {
      is_still_on_ = false;
      return;
    }
    if (error->rule != isolate::kNurseryLost) return refuse(*on_);
  }
  if (now_ < nursery_again_) return;
  if (!next_ || !next_->is_for(content_, showing, size_))
    next_ = std::make_unique<Act>(workshop_, content_, showing, size_, now_);
  if (next_->error()) {
    refuse(*next_);
    next_.reset();
  } else if (next_->is_ready()) {
    cut_to_next();
  }  // else: the picture before stays
}

void Player::bring_still() {
  if (!watcher_ || !content_) return;
  if (still_content_ != content_ && still_ticket_ == 0) {
    still_ticket_ = workshop_.next_ticket++;
    still_content_ = content_;
    loader_->send(PaintStill{still_ticket_, content_, size_});
  }
  if (is_still_on_ || still_ticket_ != 0) return;
  if (leave_by_)
    stage_.end_transition();
  else
    stage_.begin_transition(sight(), now_, picture_transition());
  is_still_on_ = true;
  on_.reset();
  must_draw_ = true;
}

void Player::prepare_following() {
  if (next_) {
    next_->is_ready();  // takes what its feed has, an error too
    // One that failed ahead of its time is refused ahead of its time.
    if (next_->error()) {
      refuse(*next_);
      next_.reset();
    }
    return;
  }
  if (now_ < nursery_again_ || !following_ || !on_ || !due_ || !on_->is_for(content_, *due_, size_)) return;
  if (change_at_ - now_ > kPrepareAhead * machine_clock_.rate() || on_->is_for(content_, *following_, size_))
    return;
  next_ = std::make_unique<Act>(workshop_, content_, *following_, size_, now_);
}

void Player::cut_to_next() {
  const bool is_first = !on_ && !statistics_.has_first_picture();
  if (is_first) {
    timeline_->first_picture(now_);
    if (!watcher_) next_->begin_at(now_, now_ + (next_->showing().ends - next_->showing().starts));
    must_ask_ = !watcher_;
  } else {
    cut_ = {on_ ? on_->showing().item : "still", next_->showing().item, 0, 0};
    is_cut_uncounted_ = !over_all();
    is_backdrop_due_ = watcher_ != nullptr;
    last_frame_ends_ = on_ && on_->is_film() ? on_->frame_due_at() + on_->frame_length() : now_;
    const auto kind = transition_to(next_->showing().item);
    if (leave_by_)
      stage_.end_transition();  // what is recalled does not fade: it is gone
    else
      stage_.begin_transition(sight(), now_, picture_transition(kind), kind,
                              stick_.over(layers_.overlays, size_));
    leave_by_.reset();
  }
  if (on_) on_->silence_from(now_ + transition());
  note_played();
  on_ = std::move(next_);
  on_since_ = now_;
  is_still_on_ = false;
  is_first_step_ = true;
  begin_cadence();
  must_draw_ = true;
  const auto& showing = on_->showing();
  statistics_.item_shown(showing.item);
  if (!options_.screenshots.empty()) {
    const Instant middle = showing.starts + (showing.ends - showing.starts) / 2;
    screenshot_at_ = now_ < middle ? middle : now_ + kScreenshotAfterJoin;
  }
  if (watcher_ && reported_ != content_) {
    reported_ = content_;
    watcher_->report(NowPlaying{content_, seen_});
  }
}

// Only an item that was played from its beginning to its end has shown that it is whole again.
void Player::note_played() {
  if (!watcher_ || !on_ || is_still_on_ || on_->error()) return;
  const auto& showing = on_->showing();
  const bool was_whole = on_since_ - showing.starts < kWholePlay && now_ + kWholePlay > showing.ends;
  if (!was_whole || try_again_.erase(showing.item) == 0) return;
  failures_.erase(showing.item);
  watcher_->report(ItemPlaysAgain{showing.item});
}

void Player::try_now(const std::set<bundle::ItemId>& items, const char* why) {
  for (const auto& item : items) {
    log_info("item " + item + " " + why);
    situation_.unplayable.erase(item);
    try_again_.erase(item);
    failures_.erase(item);
    must_ask_ = true;
  }
}

void Player::count_cut() {
  is_cut_uncounted_ = false;
  const auto now = clock_.now();
  const auto milliseconds = [](Duration duration) { return static_cast<double>(duration.count()) / 1000.0; };
  cut_.late_ms = milliseconds(now - on_->showing().starts);
  cut_.gap_ms = milliseconds(std::max(Duration(0), now - std::max(last_frame_ends_, on_->showing().starts)));
  statistics_.cut(cut_);
}

void Player::refuse(const Act& act) {
  const auto error = *act.error();
  if (error.rule == "player.busy") return;
  const auto& item = act.showing().item;
  log_error(error);
  statistics_.refused(error);
  if (error.rule == isolate::kNurseryLost) {
    nursery_again_ = now_ + kNurseryAgainAfter;
    return;
  }
  situation_.unplayable.insert(item);
  refusal_rules_[item] = error.rule;
  must_ask_ = true;
  log_warning("item " + item + " cannot be played; its time is filled [player.quarantine]");
  const bool is_told = watcher_ && watcher_->report(ItemRefused{item, act.content()->release->number, error});
  plan_again(item, error, is_told);
}

// A film that cannot be decoded stays so. One of which an object is damaged comes back when the watcher finds
// that object whole, never before: the agent fetches it anew. What failed by the machine is tried again.
void Player::plan_again(const bundle::ItemId& item, const Error& error, bool is_told) {
  try_again_.erase(item);
  if (is_told && damaged_object(error)) return;
  if (!is_fault_of_item(error)) {
    try_again_[item] = now_ + kTryAgainAfter;
    return;
  }
  const auto count = static_cast<std::size_t>(++failures_[item]);
  if (isolate::is_decoder_fault(error) && count <= kDecoderChances.size())
    try_again_[item] = now_ + kDecoderChances.at(count - 1);
}

void Player::try_refused_again() {
  for (const auto& [item, again] : try_again_)
    if (now_ >= again && situation_.unplayable.erase(item) > 0) must_ask_ = true;
}

void Player::note_rung() {
  Footing footing;
  footing.has_release = content_ != nullptr;
  footing.is_newest_release = is_newest_;
  footing.has_showing = due_.has_value();
  footing.is_planned_item = !due_ || due_->item == due_->planned;
  const Rung rung = choose_rung(footing);
  if (rung_ == rung || !watcher_) return;
  rung_ = rung;
  log_info("on the screen: " + std::string(to_string(rung)));
}

}  // namespace gatecast::playback
