#include "player/playback/player.h"

#include <systemd/sd-daemon.h>

#include <algorithm>

#include "content-sync/base/log.h"
#include "player/decode/frame_painter.h"
#include "player/playback/tracks.h"
#include "player/programme/feed.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kStarvingStep = 4ms;
constexpr Duration kReadyStep = 10ms;  // looking whether an item or a picture that is due has come
// All that wakes the main thread where nothing is due: SDL sleeps through signals, so an end waits for it.
constexpr Duration kLongestRest = 1s;
constexpr Duration kLeastRest = 10ms;  // of a fast clock, whose pictures are due far more often than seen
constexpr Duration kShortRest = 1ms;   // an event was there already
constexpr Duration kTellAgain = 1s;    // what the play log could not take at once

// A third of the time after which the service's watchdog would end the player; none: never.
std::optional<Duration> heart_beat() {
  static const std::optional<Duration> kBeat = [] {
    std::uint64_t usec = 0;
    return sd_watchdog_enabled(0, &usec) > 0 ? std::optional(Duration(static_cast<std::int64_t>(usec) / 3))
                                             : std::nullopt;
  }();
  return kBeat;
}

}  // namespace

Player::Player(PlayerOptions options)
    : options_(std::move(options)),
      machine_clock_(options_.clock),
      times_(std::make_shared<Queue<ThreadTime>>("thread times", 4096)),
      statistics_(options_.process_start),
      motion_(options_.motion) {}

Player::~Player() {
  switch_.reset();
  if (engine_proof_.joinable()) engine_proof_.join();
  on_.reset();
  next_.reset();
  mixer_.reset();
  loader_.reset();
  watcher_.reset();
}

Result<std::unique_ptr<Player>> Player::create(PlayerOptions options) {
  std::unique_ptr<Player> player(new Player(std::move(options)));
  auto& self = *player;
  const auto wake = [] { screen::Screen::wake(); };
  self.situation_.language = self.options_.language;
  self.situation_.tags = self.options_.tags;
  self.situation_.site = self.options_.site;
  // While the window opens, another core verifies and opens the first film; what is said before that is taken
  // in the first turn.
  if (self.options_.store) {
    self.head_start_ = std::make_shared<HeadStart>(self.situation_, self.machine_clock_, wake, self.times_);
    self.watcher_ = std::make_unique<ReleaseWatcher>(
        *self.options_.store, wake, self.times_,
        [start = self.head_start_](const ReleaseNews& news) { start->look(news); });
  }
  GATECAST_TRY(self.screen_, screen::Screen::open(self.options_.screen));
  self.take_size();
  self.look_at_display();
  self.mixer_ = std::make_unique<SoundMixer>(self.clock_, self.times_, self.machine_clock_.is_fast());
  self.loader_ = std::make_unique<Loader>(wake, self.times_);
  self.workshop_ = {self.loader_.get(), self.mixer_.get(), wake, self.times_, 1};
  self.started_ = self.clock_.steady_now();
  self.open_switch();
  if (self.options_.store) {
    self.still_.keep(std::make_shared<const pixels::Pixmap>(compose::paint_built_in_still(self.size_)));
    self.is_still_on_ = true;
    self.is_backdrop_due_ = true;
    self.screen_->panel().remember_light_in(self.options_.store->state / "lamp.json");
  } else {
    self.content_ = self.options_.content;
    self.timeline_ = std::move(self.options_.timeline);
  }
  return player;
}

Status Player::run() {
  while (!must_end_) {
    now_ = clock_.now();
    turn_before_ = std::exchange(steady_now_, clock_.steady_now());
    statistics_.turned();
    poll_input();
    take_messages();
    update_programme();
    update_ui();
    compose();
    present();
    rest();
  }
  return finish();
}

void Player::poll_input() {
  for (const auto& input : screen_->poll()) {
    switch (input.kind) {
      case screen::InputKind::quit:
        must_end_ = true;
        break;
      case screen::InputKind::expose:
        take_size();
        look_at_display();
        must_draw_ = true;
        must_draw_ring_ = is_ring_whole_due_ = true;
        break;
      case screen::InputKind::sound_lost:
        log_warning("the sound device is gone [sound.device]; the picture goes on without sound");
        mixer_->send(DeviceLost{});
        break;
      case screen::InputKind::sound_found:
        break;  // the mixer opens it at the next sound
      case screen::InputKind::touch_down:
      case screen::InputKind::touch_move:
      case screen::InputKind::touch_up:
      case screen::InputKind::key:
      case screen::InputKind::wheel:
        wake_up();
        if (options_.ring) note_touch();
        if (options_.ring) options_.ring->take(input, steady_now_);
        break;
    }
  }
  if (options_.seconds && steady_now_ - started_ >= *options_.seconds) must_end_ = true;
  if (heart_beat() && steady_now_ - notified_ >= *heart_beat() / 2) {
    sd_notify(0, "WATCHDOG=1");
    notified_ = steady_now_;
  }
}

void Player::take_messages() {
  while (auto answer = loader_->answer()) take(std::move(*answer));
  while (const auto silent = mixer_->failure()) statistics_.refused(*silent);
  look_at_switch();
  measure_output();
  prove_engine();
  if (!watcher_) return;
  while (auto news = watcher_->news()) take(std::move(*news));
  look_at_clock();
}

void Player::take(LoaderAnswer answer) {
  if (const auto* picture = std::get_if<LoadedPicture>(&answer)) {
    if (picture->ticket == still_ticket_) {
      still_ticket_ = 0;
      if (is_still_on_) stage_.begin_transition(sight(), now_, picture_transition());
      if (picture->picture)
        still_.keep(picture->picture->still);
      else
        log_error(picture->picture.error());
      is_backdrop_due_ = true;
      must_draw_ = true;
    } else if (!(next_ && next_->take(*picture)) && on_) {
      // New values come as a slide does: mixed in, not torn.
      if (on_->is_renewal(*picture) && !is_still_on_) {
        stage_.begin_transition(sight(), now_, picture_transition());
        must_draw_ = is_backdrop_due_ = true;
      }
      on_->take(*picture);
    }
  } else if (const auto* alert = std::get_if<LoadedAlert>(&answer)) {
    if (alert_.take(*alert)) must_draw_ = true;
  } else if (const auto* cues = std::get_if<LoadedCues>(&answer)) {
    if (!(next_ && next_->take(*cues)) && on_) on_->take(*cues);
  } else if (const auto* overlays = std::get_if<LoadedOverlays>(&answer)) {
    if (overlays->ticket != overlay_ticket_) return;
    overlay_ticket_ = 0;
    overlays_due_ = now_ + 60s;
    if (!overlays->overlays) return log_error(overlays->overlays.error());
    layers_.overlays = *overlays->overlays;
    overlays_due_ = layers_.overlays->changes_at;
    must_draw_ = true;
  } else if (const auto* broken = std::get_if<BrokenObject>(&answer)) {
    log_error(broken->error);
    statistics_.refused(broken->error);
    if (watcher_ && content_) watcher_->report(ItemRefused{"", content_->release->number, broken->error});
  }
}

void Player::update_ui() {
  update_ring();
  if (stick_.tend(size_, steady_now_)) must_draw_ = true;
  // The DEMO mark, clock, ticker: drawn by the loader shortly before they change.
  if (!content_ || !watcher_ || overlay_ticket_ != 0) return;
  const auto languages =
      due_ ? due_->languages : std::vector<bundle::LanguageTag>{content_->release->languages.primary};
  const auto mode = due_ ? due_->mode : bundle::Mode::daily;
  const compose::SlidePainter::StripLook look{due_ && is_mirrored(*due_), !alert_.picture(), feeds_shown_,
                                              motion_.rate(MotionKind::ticker) != MotionRate::none};
  const bool is_same = overlay_content_ == content_ && overlay_languages_ == languages &&
                       overlay_mode_ == mode && overlay_size_ == size_ && overlay_look_ == look;
  if (is_same && now_ < overlays_due_) return;
  const auto ticket = workshop_.next_ticket++;
  if (!loader_->send(PaintOverlays{ticket, content_, languages, mode, size_, now_, look})) return;
  overlay_ticket_ = ticket;
  overlay_content_ = content_;
  overlay_languages_ = languages;
  overlay_mode_ = mode;
  overlay_size_ = size_;
  overlay_look_ = look;
}

Sight Player::sight() const {
  if (over_all()) {
    Sight sight;
    sight.picture = over_all();
    return sight;
  }
  if (on_ && !is_still_on_) return on_->sight();
  Sight sight;
  sight.picture = still_.picture();
  return sight;
}

void Player::compose() {
  const bool had_to_draw = must_draw_;
  if (on_ && !is_still_on_) {
    const auto step = on_->advance(now_, cadence_);
    if (step.is_new || on_->has_moved_on(now_, motion())) must_draw_ = true;
    count_frames(step);
    on_->watch(now_, steady_now_);
    const auto* cue = on_->cue_at(now_);
    if (cue != layers_.cue) must_draw_ = true;
    layers_.cue = cue;
  } else {
    layers_.cue = nullptr;
  }
  if (next_) next_->watch(now_, steady_now_);
  const bool is_in_transition = stage_.is_in_transition(now_);
  if (is_in_transition || was_in_transition_) must_draw_ = true;
  was_in_transition_ = is_in_transition;
  if (on_ && !is_still_on_ && !is_in_transition) still_.rest();
  if (over_all()) must_draw_ = had_to_draw;  // the film goes on unseen, so that it is there at once
}

void Player::count_frames(const VideoFeed::Step& step) {
  if (!on_->is_film()) return;
  if (step.is_new) {
    // What a join passes over was never due on this screen.
    if (!is_first_step_) statistics_.frames_passed_over(step.passed_over);
    if (!is_first_step_) statistics_.frames_left_out(step.left_out);
    repeated_until_ = on_->frame_due_at() + 2 * on_->frame_length();
  } else if (on_->is_starving() && now_ >= repeated_until_) {
    statistics_.frame_repeated();
    repeated_until_ += on_->frame_length();
  }
}

void Player::present() {
  if (!must_draw_) return run_line();
  const auto canvas = screen_->canvas();
  const auto on = sight();
  if (on.is_empty()) return;
  must_draw_ = false;
  if (is_covered() && !must_draw_ring_) return;  // the programme goes on, unseen
  const double cpu_before = thread_cpu_seconds();
  const auto presented = show(on, canvas);
  note_motion(Duration(
      static_cast<std::int64_t>((thread_cpu_seconds() - cpu_before) * 1e6)));  // waiting costs nothing
  if (!presented) log_error(presented.error());
  if (presented && screen_->waits_for_display()) cadence_.observe(clock_.now());
  witness_light(presented);
  statistics_.picture_drawn();
  if (!is_ready_) sd_notify(0, "READY=1");  // lit, if only by a still: no service manager shall end it
  is_ready_ = true;
  const bool is_whole = !on_ || is_still_on_ || is_switched_off_ || is_resting() || on_->is_whole(now_);
  if (is_backdrop_due_ && is_whole && !stage_.is_in_transition(now_) && !is_covered()) {
    is_backdrop_due_ = false;
    screen_->keep_behind();
  }
  if (!on_ || is_still_on_ || over_all()) return;
  if (!statistics_.has_first_picture()) statistics_.first_picture(clock_.steady_now());
  if (is_cut_uncounted_) count_cut();
  if (on_->is_film() && on.frame && !is_first_step_)
    statistics_.frame_shown(std::max(Duration(0), clock_.now() - cadence_.shown_at(on_->frame_due_at())),
                            on_->frame_length());
  is_first_step_ = false;
  take_screenshot(canvas);
}

// Films on a display with a GPU go as planes; all else is drawn into the canvas.
Status Player::show(const Sight& on, pixels::Canvas canvas) {
  Layers layers = layers_;
  if (over_all()) layers.cue = nullptr;
  // Under an alert nothing else speaks: clock and DEMO stay, the ticker's words go.
  const bool is_strip_due = overlay_ticket_ == 0 && !overlay_look_.has_ticker;
  if (is_switched_off_ || is_resting() || (alert_.picture() && !is_strip_due)) layers.overlays = nullptr;
  if (!over_all()) layers.overlays = stick_.over(layers.overlays, size_);
  layers.refresh = refresh();
  note_line(layers);
  if (options_.ring && !over_all()) {
    if (!is_covered()) stage_.draw(part_of(canvas, options_.ring->programme(canvas.size)), on, layers, now_);
    // Only what changed: the canvas still holds the rest of the ring.
    const bool is_whole = std::exchange(is_ring_whole_due_, false);
    const bool is_drawn = std::exchange(must_draw_ring_, false);
    if (is_drawn) options_.ring->draw(canvas, is_whole ? Ring::Extent::whole : Ring::Extent::changed);
    auto presented = screen_->present();
    if (is_drawn) note_answer();
    return presented;
  }
  if (screen_->takes_films() && !options_.ring) {
    if (const auto film = stage_.film_picture(on, layers, canvas.size, now_)) {
      GATECAST_TRY(const bool is_shown, screen_->present_film(*film));
      if (is_shown) return {};
    }
  }
  stage_.draw(canvas, on, layers, now_);
  return screen_->present();
}

void Player::take_screenshot(pixels::Canvas canvas) {
  if (!screenshot_at_ || now_ < *screenshot_at_) return;
  screenshot_at_.reset();
  pixels::Pixmap copy(canvas.size);
  decode::copy(canvas, canvas_of(copy));
  std::string name = on_->showing().item;
  std::replace(name.begin(), name.end(), '/', '-');
  for (const auto& language : on_->showing().languages) name += "-" + language;
  const auto number = std::to_string(++screenshots_);
  loader_->send(SaveScreenshot{std::move(copy), options_.screenshots / ((number.size() < 2 ? "0" : "") +
                                                                        number + "-" + name + ".png")});
}

Instant Player::next_moment() const {
  Instant next = now_ + std::min(kLongestRest, heart_beat().value_or(kLongestRest));
  const auto consider = [&](std::optional<Instant> moment) {
    if (moment && *moment < next) next = *moment;
  };
  if (due_ || content_) consider(change_at_);
  if (content_ && !content_->release->feeds.empty())
    consider(programme::next_feed_change(*content_->release, situation_, now_));
  const bool awaits_item = next_ && due_ && next_->showing().starts <= now_;
  if (awaits_item || still_ticket_ != 0) consider(now_ + kReadyStep);
  if ((next_ && !next_->is_ready()) || overlay_ticket_ != 0) consider(now_ + 10 * kReadyStep);
  if (unwitnessed_) consider(now_ + kTellAgain);
  if (pending_) consider(pending_->content->release->takes_effect_at);
  consider(next_of_transition());
  consider(next_of_line());
  consider(alert_.next_moment(situation_, now_));
  consider(leave_by_);
  if (on_ && !is_still_on_) {
    if (const auto due = on_->next_frame_at(now_)) consider(cadence_.shown_at(*due));
    consider(on_->next_cue_change(now_));
    if (on_->is_starving()) consider(now_ + kStarvingStep);
    if (!next_ && following_) consider(change_at_ - kPrepareAhead * machine_clock_.rate());
  }
  if (overlay_ticket_ == 0 && content_ && watcher_) consider(overlays_due_);
  if (options_.ring)
    consider(now_ + std::chrono::duration_cast<Duration>(options_.ring->changes_at() - steady_now_));
  consider(screenshot_at_);
  if (stick_.ends_at())
    consider(now_ + std::chrono::duration_cast<Duration>(*stick_.ends_at() - steady_now_));
  if (nursery_again_ > now_) consider(nursery_again_);
  for (const auto& [item, again] : try_again_)
    if (again > now_) consider(again);
  return next;
}

void Player::rest() {
  if (screenshot_at_ && now_ + 20ms >= *screenshot_at_)
    must_draw_ = true;  // a slide is drawn again for its picture
  if ((must_ask_ && content_) || (must_draw_ && !sight().is_empty())) return;
  auto wait = std::max(Duration(0), std::chrono::duration_cast<Duration>(next_moment() - now_));
  if (machine_clock_.is_fast()) wait = std::max(kLeastRest, wait / machine_clock_.rate());
  auto until = steady_now_ + wait;
  if (options_.seconds) until = std::min<SteadyInstant>(until, started_ + *options_.seconds);
  const auto before = clock_.steady_now();
  screen_->wait_until(until);
  if (clock_.steady_now() - before > kShortRest) rested_at_ = clock_.steady_now();
}

Status Player::finish() {
  sd_notify(0, "STOPPING=1");
  const bool has_sound = mixer_->had_device();
  switch_.reset();
  const auto path = screen_->path_name();
  on_.reset();
  next_.reset();
  if (engine_proof_.joinable()) engine_proof_.join();  // it speaks with the nursery
  mixer_.reset();
  loader_.reset();  // waits for screenshots that are being written
  watcher_.reset();
  if (options_.nursery) options_.nursery->end();
  if (options_.stats.empty()) return {};
  statistics_.moved(motion_);
  SystemDisk disk;
  return write_file_durably(disk, options_.stats, statistics_.to_json(*times_, path, has_sound));
}

}  // namespace gatecast::playback
