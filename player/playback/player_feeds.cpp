// The player's part that takes values of feeds: the last good one of each, until it is too old.
#include "content-sync/base/log.h"
#include "player/playback/player.h"
#include "player/programme/feed.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWeighAgain =
    60s;  // a step that is too great today may be none when more time lies between
constexpr Duration kNoteEach = 1s;

}  // namespace

void Player::take(FeedNews news) {
  hear_time(news.signed_at);
  if (!content_ || content_->release->channel != news.channel) {
    feeds_waiting_ = std::move(news);  // of the channel that comes
    return;
  }
  has_heard_feeds_ = true;
  if (situation_.feeds.empty()) situation_.feeds = std::move(news.remembered);
  feeds_offered_ = std::move(news.offered);
  weigh_feeds();
}

// No value of one channel is another's, though they may have the same name.
void Player::change_feeds(const std::string& channel) {
  if (feeds_channel_ != channel) {
    feeds_channel_ = channel;
    has_heard_feeds_ = false;
    situation_.feeds.clear();
    feeds_offered_.clear();
    workshop_.feeds = feeds_shown_ = nullptr;
  }
  if (feeds_waiting_ && feeds_waiting_->channel == channel)
    take(*std::exchange(feeds_waiting_, std::nullopt));
}

// Anew with each release: its bounds may have changed.
void Player::weigh_feeds() {
  weigh_feeds_at_.reset();
  if (!content_ || !watcher_ || !has_heard_feeds_) return;
  const auto& release = *content_->release;
  auto weighed = bundle::weigh_feeds(release, situation_.feeds, feeds_offered_, now_);
  for (const auto& error : weighed.refused) {
    if (error.rule == "feed.step" || error.rule == "feed.future") weigh_feeds_at_ = now_ + kWeighAgain;
    const auto said = feeds_offered_.find(error.subject.substr(error.subject.find('#') + 1));
    const auto what = said == feeds_offered_.end() ? "" : bundle::plain_value(said->second);
    if (!told_refusals_.insert(error.subject + error.rule + what).second) continue;
    if (told_refusals_.size() > kMostToldRefusals) told_refusals_.clear();
    log_error(error);
    statistics_.refused(error);
  }
  if (feeds_shown_ && weighed.good == situation_.feeds) return;
  situation_.feeds = std::move(weighed.good);
  feeds_shown_ = std::make_shared<const bundle::FeedValues>(situation_.feeds);
  workshop_.feeds = feeds_shown_;
  must_ask_ = true;  // a slide may have something to say again
  watcher_->report(FeedsTaken{release.channel, situation_.feeds});
}

// For the play log: each feed that shows nothing, and why, with its begin and its end.
void Player::tend_feeds() {
  if (weigh_feeds_at_ && now_ >= *weigh_feeds_at_) weigh_feeds();
  if (!content_ || !watcher_ || !has_heard_feeds_) return;
  if (now_ >= feeds_noted_ && now_ - feeds_noted_ < kNoteEach) return;
  feeds_noted_ = now_;
  auto hidden = programme::hidden_feeds(*content_->release, situation_, now_);
  if (hidden == hidden_feeds_) return;
  for (const auto& [name, why] : hidden_feeds_) {
    const auto still = hidden.find(name);
    if (still == hidden.end() || still->second != why) note_besides("feed hidden", name, why, false);
  }
  for (const auto& [name, why] : hidden) {
    const auto before = hidden_feeds_.find(name);
    if (before != hidden_feeds_.end() && before->second == why) continue;
    note_besides("feed hidden", name, why, true);
    if (why == "stale") log_info("the feed " + name + " is too old and hidden");
  }
  hidden_feeds_ = std::move(hidden);
}

}  // namespace gatecast::playback
