#include "player/playback/render_moment.h"

#include <algorithm>

#include "content-sync/bundle/alert_words.h"

#include "player/decode/video_decoder.h"
#include "player/playback/stage.h"
#include "player/playback/tracks.h"
#include "player/programme/alert.h"
#include "player/programme/feed.h"

namespace gatecast::playback {
namespace {

// A film that is open, with the frame that stands and the one that follows.
struct OpenFilm {
  std::unique_ptr<decode::VideoDecoder> decoder;
  std::optional<decode::Frame> current;
  std::optional<decode::Frame> following;
  Duration asked_at{0};  // file time
  std::vector<FilmCue> cues;
};

// An item as it was last drawn; reused while the same one is asked for.
struct Drawn {
  bundle::ItemId item;
  std::vector<bundle::LanguageTag> languages;
  bundle::Mode mode = bundle::Mode::daily;
  Instant starts;
  pixels::Size size;
  SlidePicture slide;
  bundle::FeedValues said;  // by its feeds
  std::optional<OpenFilm> film;
  Sight sight;
  std::optional<PaintedCue> cue;
};

// Further ahead than this it is quicker to seek than to decode all that lies between.
constexpr Duration kLongestWalk = std::chrono::seconds(2);

struct What {
  const bundle::Item* item;
  std::vector<bundle::LanguageTag> languages;
  bundle::Mode mode;
  Instant starts;
  Duration offset;  // since the item began
  Instant now;
  pixels::Size size;
  bool is_mirrored = false;  // the overlays
};

bool is_for(const Drawn& drawn, const What& what) {
  return drawn.item == what.item->id && drawn.languages == what.languages && drawn.mode == what.mode &&
         drawn.starts == what.starts && drawn.size == what.size;
}

Status open_film(const Content& content, const bundle::Clip& clip, Duration at, OpenFilm& film) {
  decode::VideoRequest request;
  request.name = clip.video.hex().substr(0, 12);
  if (const auto* facts = facts_of(*content.release, clip.video)) request.facts = *facts;
  request.start = at;
  request.out = Duration(clip.out_us);
  GATECAST_TRY(film.decoder, open_video(content, clip.video, request));
  GATECAST_TRY(film.current, film.decoder->next());
  if (!film.current)
    return fail(content_error("media.no_frame", clip.video.hex(), "no picture can be decoded"));
  GATECAST_TRY(film.following, film.decoder->next());
  return {};
}

}  // namespace

struct MomentRenderer::State {
  explicit State(ContentPtr its_content) : content(std::move(its_content)), painter(content) {}

  Status draw(Drawn& drawn, const What& what);
  Status draw_film(Drawn& drawn, const bundle::Clip& clip, const What& what);
  void draw_cue(Drawn& drawn, const bundle::Clip& clip, const What& what, Duration at);
  std::shared_ptr<const compose::SlidePainter::OverlayPicture> overlays(const What& what);
  void begin_transition(const programme::Situation& situation, const programme::Showing& showing,
                        const What& what);
  pixels::Pixmap put_together(const Drawn& drawn, const What& what, WithOverlays with);
  void hand_over_complaints(Moment& moment);
  Moment still(Instant now, pixels::Size size, std::vector<Error> refused);

  ContentPtr content;
  Painter painter;
  std::vector<Error> complaints;  // what is drawn without, since the last picture
  Drawn on;
  Drawn before;
  Stage stage;
  std::optional<Instant> transition_from;
  bool is_moving = true;

  std::shared_ptr<const bundle::FeedValues> feeds;

  struct OverlayKey {
    std::vector<bundle::LanguageTag> languages;
    bundle::Mode mode = bundle::Mode::daily;
    pixels::Size size;
    Instant drawn_for;
    compose::SlidePainter::StripLook look;
    bool operator==(const OverlayKey&) const = default;
  };
  OverlayKey overlay_key;
  std::shared_ptr<const compose::SlidePainter::OverlayPicture> overlay;
};

MomentRenderer::MomentRenderer(ContentPtr content) : state_(std::make_unique<State>(std::move(content))) {}
MomentRenderer::~MomentRenderer() = default;

void MomentRenderer::reduce_motion() {
  state_->is_moving = false;
}

Painter& MomentRenderer::painter() {
  return state_->painter;
}

Status MomentRenderer::State::draw(Drawn& drawn, const What& what) {
  if (!is_for(drawn, what)) {
    drawn = {};
    drawn.item = what.item->id;
    drawn.languages = what.languages;
    drawn.mode = what.mode;
    drawn.starts = what.starts;
    drawn.size = what.size;
  }
  if (const auto* clip = std::get_if<bundle::Clip>(&what.item->body)) return draw_film(drawn, *clip, what);
  const auto said =
      programme::said_in(*content->release, feeds ? *feeds : bundle::FeedValues(), *what.item, what.now);
  if (!drawn.slide.still || drawn.said != said) {
    // As on the screen, a slide is drawn for the time at which it begins, or its feeds speak anew.
    const auto when = what.starts == Instant() || !said.empty() ? what.now : what.starts;
    GATECAST_TRY(drawn.slide,
                 painter.paint_moving_slide(*what.item, what.languages, what.mode, what.size, when, said));
    drawn.said = said;
  }
  drawn.sight.picture = drawn.slide.still;
  drawn.sight.motion = is_moving ? drawn.slide.motion : nullptr;
  drawn.sight.starts = what.now - what.offset;
  return {};
}

Status MomentRenderer::State::draw_film(Drawn& drawn, const bundle::Clip& clip, const What& what) {
  // After its end a film's last picture stands.
  const auto last = std::max(Duration(clip.in_us), Duration(clip.out_us) - Duration(1));
  const auto at = std::clamp(Duration(clip.in_us) + what.offset, Duration(clip.in_us), last);
  const bool is_ahead = drawn.film && at >= drawn.film->asked_at && at - drawn.film->asked_at < kLongestWalk;
  if (!is_ahead) {
    OpenFilm film;
    GATECAST_TRY_STATUS(open_film(*content, clip, at, film));
    std::vector<bundle::SubtitleTrack> tracks;
    const auto& set = content->release->languages;
    for (const auto* track :
         choose_subtitles(clip, what.languages, set, choose_sound(clip, what.languages, set)))
      tracks.push_back(*track);
    // A film goes on without them, as on the screen.
    if (auto cues = painter.read_film_cues(tracks))
      film.cues = std::move(*cues);
    else
      complaints.push_back(std::move(cues).error());
    drawn.film = std::move(film);
  }
  auto& film = *drawn.film;
  film.asked_at = at;
  while (film.following && film.following->time <= at) {
    film.current = std::exchange(film.following, std::nullopt);
    GATECAST_TRY(film.following, film.decoder->next());
  }
  drawn.sight.frame = film.current;
  drawn.sight.fit = clip.fit;
  drawn.sight.ground = film_ground(*content->release, what.mode);
  draw_cue(drawn, clip, what, at);
  return {};
}

void MomentRenderer::State::draw_cue(Drawn& drawn, const bundle::Clip&, const What& what, Duration at) {
  const auto* cue = film_cue_at(drawn.film->cues, at);
  if (cue == nullptr) {
    drawn.cue.reset();
    return;
  }
  if (drawn.cue && drawn.cue->cue == *cue) return;
  drawn.cue.reset();
  auto painted = painter.paint_film_cue(*cue, what.size);
  if (!painted) return complaints.push_back(std::move(painted).error());
  drawn.cue =
      PaintedCue{*cue, std::make_shared<const pixels::Pixmap>(std::move(painted->pixels)), painted->where};
}

std::shared_ptr<const compose::SlidePainter::OverlayPicture> MomentRenderer::State::overlays(
    const What& what) {
  const compose::SlidePainter::StripLook look{what.is_mirrored, what.item == nullptr || !what.item->alert,
                                              feeds, is_moving};
  const OverlayKey key{what.languages, what.mode, what.size, overlay_key.drawn_for, look};
  if (overlay && key == overlay_key && what.now >= key.drawn_for && what.now < overlay->changes_at)
    return overlay;
  auto painted = painter.paint_overlays(what.languages, what.mode, what.size, what.now, look);
  if (!painted) {
    complaints.push_back(std::move(painted).error());
    return nullptr;
  }
  overlay = std::make_shared<const compose::SlidePainter::OverlayPicture>(std::move(*painted));
  overlay_key = {what.languages, what.mode, what.size, what.now, look};
  return overlay;
}

// The picture before fades away as it was when this one began.
void MomentRenderer::State::begin_transition(const programme::Situation& situation,
                                             const programme::Showing& showing, const What& what) {
  if (transition_from == showing.starts) return;
  transition_from = showing.starts;
  const auto length = transition_of(*content->release, showing.mode);
  stage.begin_transition({}, showing.starts, Duration(0));
  if (what.now >= showing.starts + length) return;
  const auto then = showing.starts - Duration(1);
  const auto earlier = programme::showing_at(*content->release, situation, then);
  if (!earlier) return;
  const auto item = content->release->items.find(earlier->item);
  if (item == content->release->items.end()) return;
  const What previous{&item->second,   earlier->languages,     earlier->mode,
                      earlier->starts, then - earlier->starts, then,
                      what.size,       is_mirrored(*earlier)};
  if (!draw(before, previous)) return;
  const auto kind = is_moving ? transition_to(*content->release, showing.mode, showing.item)
                              : bundle::Transition::crossfade;
  stage.begin_transition(before.sight, showing.starts, length, kind, overlays(previous));
}

pixels::Pixmap MomentRenderer::State::put_together(const Drawn& drawn, const What& what, WithOverlays with) {
  pixels::Pixmap out(what.size);
  Layers layers;
  if (drawn.cue) layers.cue = &*drawn.cue;
  if (with == WithOverlays::yes) layers.overlays = overlays(what);
  layers.refresh = compose::refresh_at(what.now);
  stage.draw(canvas_of(out), drawn.sight, layers, what.now);
  return out;
}

Moment MomentRenderer::State::still(Instant now, pixels::Size size, std::vector<Error> refused) {
  Moment moment;
  moment.refused = std::move(refused);
  auto picture = painter.paint_still(size);
  if (!picture) {
    moment.refused.push_back(picture.error());
    moment.rung = Rung::built_in_still;
    moment.pixels = compose::paint_built_in_still(size);
    return moment;
  }
  moment.rung = Rung::release_still;
  Drawn drawn;
  drawn.sight.picture = std::make_shared<const pixels::Pixmap>(std::move(*picture));
  const What what{nullptr, {content->release->languages.primary}, bundle::Mode::daily, now, Duration(0), now,
                  size};
  stage.begin_transition({}, now, Duration(0));
  transition_from.reset();
  moment.pixels = put_together(drawn, what, WithOverlays::yes);
  hand_over_complaints(moment);
  return moment;
}

void MomentRenderer::State::hand_over_complaints(Moment& moment) {
  for (const auto& list : {std::exchange(complaints, {}), painter.take_broken()}) {
    moment.refused.insert(moment.refused.end(), list.begin(), list.end());
  }
}

Moment MomentRenderer::render(programme::Situation situation, Instant now, pixels::Size size) {
  auto& state = *state_;
  if (!state.content) {
    Moment moment;
    moment.rung = Rung::built_in_still;
    moment.pixels = compose::paint_built_in_still(size);
    return moment;
  }
  const auto& release = *state.content->release;
  if (!state.feeds || *state.feeds != situation.feeds)
    state.feeds = std::make_shared<const bundle::FeedValues>(situation.feeds);
  std::vector<Error> refused;
  if (const auto* alert = programme::alert_at(situation, now)) {
    const auto item = bundle::fill_alert(*alert, release);
    auto drawn = state.painter.paint_slide(item, {release.languages.primary}, bundle::Mode::daily, size, now);
    if (drawn) {
      Moment moment;
      moment.pixels = std::move(*drawn);
      state.hand_over_complaints(moment);
      return moment;
    }
    refused.push_back(std::move(drawn).error());
  }
  // Each refusal takes one item out, so this ends.
  while (const auto showing = programme::showing_at(release, situation, now)) {
    const auto& item = release.items.at(showing->item);
    const What what{&item, showing->languages,   showing->mode, showing->starts, now - showing->starts, now,
                    size,  is_mirrored(*showing)};
    if (!is_for(state.on, what)) std::swap(state.on, state.before);
    if (auto drawn = state.draw(state.on, what); !drawn) {
      refused.push_back(std::move(drawn).error());
      refused.back().subject += " (" + showing->item + ")";
      situation.unplayable.insert(showing->item);
      continue;
    }
    state.begin_transition(situation, *showing, what);
    Moment moment;
    moment.showing = showing;
    moment.rung = showing->item == showing->planned ? Rung::item : Rung::filler;
    moment.refused = std::move(refused);
    moment.pixels = state.put_together(state.on, what, WithOverlays::yes);
    state.hand_over_complaints(moment);
    return moment;
  }
  return state.still(now, size, std::move(refused));
}

Result<pixels::Pixmap> MomentRenderer::render_item(const ItemRequest& request) {
  auto& state = *state_;
  const What what{
      request.item, request.languages, request.mode, Instant(), request.offset.value_or(Duration(0)),
      request.now,  request.size};
  if (state.on.slide.still) state.on = {};  // its facts may be another day's
  const auto on_tile = std::exchange(state.feeds, std::make_shared<const bundle::FeedValues>(request.feeds));
  const auto drawn = state.draw(state.on, what);
  state.feeds = on_tile;
  if (!drawn) return fail(drawn.error());
  if (!request.offset) state.on.sight.motion.reset();  // with all that it says
  state.stage.begin_transition({}, request.now, Duration(0));
  state.transition_from.reset();
  return state.put_together(state.on, what, request.overlays);
}

}  // namespace gatecast::playback
