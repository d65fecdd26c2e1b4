#include "player/playback/film_opening.h"

#include <algorithm>

#include "player/playback/release_watcher.h"
#include "player/playback/timeline.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

// About what opening and seeking take: the first frame is then the right one.
constexpr Duration kJoinLead = 60ms;

// A film that has only just begun is shown from its first frame and catches up, sooner than the frames
// between, the dearest of the film, are decoded unseen.
constexpr Duration kJustBegun = 150ms;

// Where the decoder begins, in the clip's time. The least above nothing says that frames are late already.
Duration joins_at(Duration elapsed) {
  if (elapsed <= Duration(0)) return Duration(0);
  return elapsed <= kJustBegun ? Duration(1us) : elapsed + kJoinLead;
}

}  // namespace

OpenedFilm open_film(const ContentPtr& content, const programme::Showing& showing, const bundle::Clip& clip,
                     Instant now, const std::function<void()>& wake,
                     const std::shared_ptr<Queue<ThreadTime>>& times) {
  decode::VideoRequest request;
  request.name = showing.item;
  if (const auto* facts = facts_of(*content->release, clip.video)) request.facts = *facts;
  request.start = Duration(clip.in_us) + joins_at(now - showing.starts);
  // A join in the held last frame still needs that frame.
  request.start = std::min(request.start, Duration(clip.out_us) - 1us);
  request.out = Duration(clip.out_us);
  OpenedFilm film{content, showing, nullptr, request.start > Duration(clip.in_us)};
  const auto open = [content, object = clip.video, request](const std::stop_token& stop) {
    return open_video(*content, object, request, stop);
  };
  const bundle::VideoFacts* facts = request.facts && request.facts->video ? &*request.facts->video : nullptr;
  film.feed = std::make_unique<VideoFeed>(
      open, request.name, wake, times, facts != nullptr ? frames_ahead_at(facts->frame_rate) : kFramesAhead);
  if (facts != nullptr && !facts->is_variable_rate) film.feed->even_out(facts->frame_rate);
  return film;
}

HeadStart::HeadStart(programme::Situation situation, const PlayingClock& clock, std::function<void()> wake,
                     std::shared_ptr<Queue<ThreadTime>> times)
    : situation_(std::move(situation)),
      clock_(clock),
      wake_(std::move(wake)),
      times_(std::move(times)),
      opened_(std::make_shared<Queue<OpenedFilm>>("opened film", 1)) {}

void HeadStart::look(const ReleaseNews& news) {
  if (!news.content || opened_->is_closed()) return;
  const auto now = clock_.now();
  const auto& release = *news.content->release;
  if (release.takes_effect_at <= now) {
    auto situation = situation_;
    situation.unplayable = items_of(news.quarantined);
    const auto showing = release_timeline(news.content)->showing_at(situation, now);
    const auto item = showing ? release.items.find(showing->item) : release.items.end();
    if (item != release.items.end())
      if (const auto* clip = std::get_if<bundle::Clip>(&item->second.body))
        opened_->try_push(open_film(news.content, *showing, *clip, now, wake_, times_));
  }
  opened_->close();
}

std::optional<OpenedFilm> HeadStart::take() {
  opened_->close();
  return opened_->try_pop();
}

}  // namespace gatecast::playback
