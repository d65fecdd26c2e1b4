#include "player/playback/act.h"

#include <algorithm>

#include "content-sync/base/log.h"
#include "player/playback/tracks.h"
#include "player/programme/feed.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kUnknownLength = 40ms;
// When a film that gives no frame is given up. A join may have to decode its way from a far key frame.
constexpr Duration kGrace = 1s;
constexpr Duration kFirstFramePatience = 2500ms;
constexpr Duration kJoinPatience = 6s;

}  // namespace

Act::Act(Workshop& workshop, ContentPtr content, programme::Showing showing, pixels::Size size, Instant now)
    : workshop_(workshop), content_(std::move(content)), showing_(std::move(showing)), size_(size) {
  ticket_ = workshop_.next_ticket++;
  auto opened = opened_ahead();
  const auto found = content_->release->items.find(showing_.item);
  if (found == content_->release->items.end()) {
    error_ = content_error("release.item", showing_.item, "no such item in the release");
    return;
  }
  item_ = &found->second;
  clip_ = std::get_if<bundle::Clip>(&item_->body);
  if (clip_ != nullptr) {
    start_film(size, now, std::move(opened));
    return;
  }
  const auto when = std::max(now, showing_.starts);
  said_ = said_at(when);
  if (!workshop_.loader->send(
          PaintSlide{ticket_, content_, showing_.item, showing_.languages, showing_.mode, size, when, said_}))
    error_ = environment_error("player.busy", showing_.item, "the loader is behind");
}

std::optional<OpenedFilm> Act::opened_ahead() {
  auto opened = std::exchange(workshop_.opened, std::nullopt);
  if (!opened || (opened->content == content_ && opened->showing.item == showing_.item &&
                  opened->showing.starts == showing_.starts))
    return opened;
  workshop_.loader->send(EndFeed{std::move(opened->feed)});
  return std::nullopt;
}

Act::~Act() {
  if (feed_) workshop_.loader->send(EndFeed{std::move(feed_)});
}

bundle::FeedValues Act::said_at(Instant now) const {
  if (!workshop_.feeds) return {};
  return programme::said_in(*content_->release, *workshop_.feeds, *item_, now);
}

void Act::follow_feeds(Instant now) {
  if (item_ == nullptr || clip_ != nullptr || error_ || content_->release->feeds.empty()) return;
  const auto when = std::max(now, showing_.starts);
  auto said = said_at(when);
  if (said == said_) return;
  const auto ticket = workshop_.next_ticket++;
  if (!workshop_.loader->send(
          PaintSlide{ticket, content_, showing_.item, showing_.languages, showing_.mode, size_, when, said}))
    return;  // again at the next turn
  said_ = std::move(said);
  renewal_ticket_ = ticket;
}

void Act::start_film(pixels::Size size, Instant now, std::optional<OpenedFilm> opened) {
  if (!opened) opened = open_film(content_, showing_, *clip_, now, workshop_.wake, workshop_.times);
  feed_ = std::move(opened->feed);
  is_join_ = opened->is_join;
  start_voice();
  const auto& set = content_->release->languages;
  std::vector<bundle::SubtitleTrack> subtitles;
  for (const auto* track :
       choose_subtitles(*clip_, showing_.languages, set, choose_sound(*clip_, showing_.languages, set)))
    subtitles.push_back(*track);
  if (subtitles.empty()) return;
  cue_ticket_ = workshop_.next_ticket++;
  workshop_.loader->send(ReadCues{cue_ticket_, content_, std::move(subtitles), size});
}

void Act::start_voice(Instant from) {
  if (workshop_.mixer == nullptr || workshop_.is_hushed || workshop_.is_listening) return;
  const auto* sound = choose_sound(*clip_, showing_.languages, content_->release->languages);
  if (sound == nullptr) return;
  const auto object = sound->object.value_or(clip_->video);
  VoiceRequest voice;
  voice.voice = ticket_;
  voice.open = [content = content_, object](const decode::SoundRequest& request,
                                            const std::stop_token& stop) {
    return open_sound(*content, object, request, stop);
  };
  voice.sound.name = showing_.item;
  if (const auto* facts = facts_of(*content_->release, object)) voice.sound.facts = *facts;
  voice.sound.stream_index = sound->object ? -1 : sound->stream_index;
  voice.sound.gain_mdb = gain_of(*content_->release, *clip_, *sound) +
                         volume_mdb(*content_->release, showing_.starts, showing_.ends);
  voice.sound.out = Duration(clip_->out_us);
  voice.zero = showing_.starts - Duration(clip_->in_us);
  voice.starts = std::max(showing_.starts, from);
  voice.ends = showing_.ends;
  workshop_.mixer->send(std::move(voice));
}

bool Act::is_for(const ContentPtr& content, const programme::Showing& showing, pixels::Size size) const {
  return content_ == content && size_ == size && showing_.item == showing.item &&
         showing_.starts == showing.starts && showing_.languages == showing.languages &&
         showing_.mode == showing.mode;
}

bool Act::is_ready() {
  return feed_ ? feed_->is_ready() : picture_.still != nullptr;
}

std::optional<Error> Act::error() const {
  if (error_) return error_;
  return feed_ ? feed_->error() : std::nullopt;
}

bool Act::take(const LoadedPicture& answer) {
  const bool is_renewed = renewal_ticket_ != 0 && answer.ticket == renewal_ticket_;
  if (answer.ticket != ticket_ && !is_renewed) return false;
  if (!is_renewed && renewal_ticket_ != 0) return true;  // older than the one under way
  if (is_renewed) {
    renewal_ticket_ = 0;
    phase_.reset();
  }
  if (answer.picture)
    picture_ = *answer.picture;
  else
    error_ = answer.picture.error();
  return true;
}

bool Act::take(const LoadedCues& answer) {
  if (cue_ticket_ == 0 || answer.ticket != cue_ticket_) return false;
  if (answer.cues)
    cues_ = *answer.cues;
  else
    log_error(answer.cues.error());  // a film without its subtitles still plays
  return true;
}

Duration Act::file_time(Instant now) const {
  return now - showing_.starts + Duration(clip_ == nullptr ? 0 : clip_->in_us);
}

VideoFeed::Step Act::advance(Instant now, const Cadence& cadence) {
  if (!feed_) return {};
  const auto due = [&](Duration time) { return showing_.starts + (time - Duration(clip_->in_us)); };
  const auto step = feed_->advance(file_time(cadence.limit(now)), [&](Duration one, Duration two) {
    return cadence.share_refresh(due(one), due(two));
  });
  has_moved_ = has_moved_ || step.is_new;
  return step;
}

void Act::watch(Instant now, SteadyInstant steady_now) {
  if (!feed_ || error()) return;
  if (!opened_at_) opened_at_ = moved_at_ = steady_now;
  if (std::exchange(has_moved_, false) || !feed_->is_starving()) moved_at_ = steady_now;
  bool hangs = false;
  if (feed_->current() != nullptr || feed_->following() != nullptr) {
    hangs = steady_now - moved_at_ > kGrace && now > frame_due_at() + frame_length() + kGrace;
  } else {
    const auto patience = is_join_ ? kJoinPatience : kFirstFramePatience;
    hangs = steady_now - *opened_at_ > patience && now > showing_.starts + kGrace;
  }
  if (hangs)
    error_ = content_error("decoder.hangs", showing_.item, "its next frame is long due and does not come",
                           "the film is damaged or too much for this kiosk: see gatecast-preview --probe");
}

void Act::simplify_motion(const MotionBudget* budget) {
  if (!picture_.motion) return;
  const auto moves = [&](MotionKind kind) {
    return budget != nullptr && budget->rate(kind) != MotionRate::none;
  };
  if (!moves(MotionKind::zoom)) picture_.motion = picture_.motion->without_zoom();
  if (picture_.motion && picture_.motion->has_lists() && !moves(MotionKind::slide)) picture_.motion.reset();
}

bool Act::has_moved_on(Instant now, const MotionBudget* budget) {
  // A movement that has begun ends as it began: nothing jumps.
  if (!phase_) simplify_motion(budget);
  if (!picture_.motion) return false;
  const auto kind = is_zooming(now) ? MotionKind::zoom : MotionKind::slide;
  if (budget != nullptr && budget->step(kind) > Duration(0)) motion_step_ = budget->step(kind);
  const auto phase = picture_.motion->phase(now - showing_.starts, motion_step_);
  return std::exchange(phase_, phase) != phase;
}

bool Act::is_moving(Instant now) const {
  return picture_.motion && picture_.motion->is_moving(now - showing_.starts);
}

bool Act::is_zooming(Instant now) const {
  return picture_.motion && picture_.motion->is_zooming(now - showing_.starts);
}

bool Act::is_whole(Instant now) const {
  return !picture_.motion || picture_.motion->is_whole(now - showing_.starts);
}

std::optional<Instant> Act::next_frame_at(Instant now) const {
  if (picture_.motion) {
    const auto next = picture_.motion->next_phase(now - showing_.starts, motion_step_);
    return next ? std::optional(showing_.starts + *next) : std::nullopt;
  }
  if (!feed_ || feed_->following() == nullptr) return std::nullopt;
  return showing_.starts + (feed_->following()->time - Duration(clip_->in_us));
}

bool Act::is_starving() const {
  return feed_ && feed_->is_starving();
}

Sight Act::sight() const {
  Sight sight;
  sight.picture = picture_.still;
  sight.motion = picture_.motion;
  sight.starts = showing_.starts;
  if (feed_ && feed_->current() != nullptr) {
    sight.frame = *feed_->current();
    sight.fit = clip_->fit;
    sight.ground = film_ground(*content_->release, showing_.mode);
  }
  return sight;
}

const PaintedCue* Act::cue_at(Instant now) const {
  const Duration time = file_time(now);
  const PaintedCue* newest = nullptr;
  for (const auto& painted : cues_)
    if (painted.cue.start <= time && time < painted.cue.end) newest = &painted;
  return newest;
}

std::optional<Instant> Act::next_cue_change(Instant now) const {
  const Duration time = file_time(now);
  std::optional<Duration> next;
  for (const auto& painted : cues_)
    for (const auto edge : {painted.cue.start, painted.cue.end})
      if (edge > time && (!next || edge < *next)) next = edge;
  if (!next) return std::nullopt;
  return now + (*next - time);
}

Instant Act::frame_due_at() const {
  if (!feed_ || feed_->current() == nullptr) return showing_.starts;
  return showing_.starts + (feed_->current()->time - Duration(clip_->in_us));
}

Duration Act::frame_length() const {
  if (!feed_ || feed_->current() == nullptr || feed_->current()->length <= Duration(0)) return kUnknownLength;
  return feed_->current()->length;
}

void Act::begin_at(Instant starts, Instant ends) {
  silence_from(showing_.starts);
  showing_.starts = starts;
  showing_.ends = ends;
  ticket_ = workshop_.next_ticket++;  // the voice's number
  if (clip_ != nullptr) start_voice();
}

void Act::speak_again(Instant from) {
  if (clip_ == nullptr || from >= showing_.ends) return;
  ticket_ = workshop_.next_ticket++;
  start_voice(from);
}

void Act::silence_from(Instant at) {
  if (clip_ != nullptr && workshop_.mixer != nullptr) workshop_.mixer->send(VoiceEnd{ticket_, at});
}

}  // namespace gatecast::playback
