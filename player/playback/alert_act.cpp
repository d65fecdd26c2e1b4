#include "player/playback/alert_act.h"

#include <algorithm>

#include "content-sync/base/log.h"
#include "content-sync/bundle/alert_words.h"
#include "player/programme/alert.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPaintAhead = 10s;
constexpr Duration kSoundAhead = 1s;
constexpr Duration kLeastPeriod = 2s;
constexpr Duration kPaintAgainAfter = 2s;  // where it could not be painted

// The one that stands, else the one that comes next.
const bundle::Statement* wanted_at(const programme::Situation& situation, Instant now) {
  if (const auto* alert = programme::alert_at(situation, now)) return alert;
  const auto next = programme::next_alert_change(situation, now);
  return next - now <= kPaintAhead ? programme::alert_at(situation, next) : nullptr;
}

}  // namespace

void AlertAct::want(Workshop& workshop, const ContentPtr& content, const bundle::Statement& alert,
                    pixels::Size size, Instant now) {
  alert_ = alert;
  content_ = content;
  size_ = size;
  item_ = bundle::fill_alert(alert, *content->release);
  painted_.reset();
  paint(workshop, std::max(now, alert.starts));
}

void AlertAct::paint(Workshop& workshop, Instant now) {
  ticket_ = workshop.next_ticket++;
  paint_at_.reset();
  if (!workshop.loader->send(PaintAlert{ticket_, content_, item_, size_, now})) {
    ticket_ = 0;
    paint_at_ = now + 100ms;  // the loader is behind
  }
}

bool AlertAct::take(const LoadedAlert& answer) {
  if (ticket_ == 0 || answer.ticket != ticket_) return false;
  ticket_ = 0;
  if (answer.picture) {
    painted_ = *answer.picture;
    paint_at_ = answer.changes_at;
  } else {
    log_error(answer.picture.error());
    paint_at_ = Instant::min();  // see update: as soon as the patience is over
  }
  return true;
}

bool AlertAct::update(Workshop& workshop, const ContentPtr& content, const programme::Situation& situation,
                      pixels::Size size, Instant now) {
  const auto before = shown_;
  const auto* standing = content ? programme::alert_at(situation, now) : nullptr;
  if (const auto* wanted = content ? wanted_at(situation, now) : nullptr) {
    if (!alert_ || alert_->id != wanted->id || content_ != content || !(size_ == size))
      want(workshop, content, *wanted, size, now);
    if (paint_at_ == Instant::min()) paint_at_ = now + kPaintAgainAfter;
    if (ticket_ == 0 && paint_at_ && now >= *paint_at_) paint(workshop, now);
  } else {
    alert_.reset();
    painted_.reset();
  }
  if (standing == nullptr) {
    shown_.reset();
    hush(workshop, now);
    return before != shown_;
  }
  if (alert_->id == standing->id && painted_) shown_ = painted_;
  if (shown_) sound(workshop, now);
  return before != shown_;
}

void AlertAct::sound(Workshop& workshop, Instant now) {
  workshop.is_hushed = true;
  if (!alert_ || workshop.mixer == nullptr) return;
  const auto template_item = content_->release->items.find(alert_->item);
  if (template_item == content_->release->items.end() || !template_item->second.alert->sound) return;
  const auto object = *template_item->second.alert->sound;
  const auto* facts = facts_of(*content_->release, object);
  if (facts == nullptr || facts->audio.empty()) return;
  const Duration period = std::max(kLeastPeriod, Duration(facts->duration_us));
  // Strokes lie on the clock's grid: a screen that heard of it late falls in with the others.
  if (!next_stroke_) next_stroke_ = Instant(period * (now.time_since_epoch() / period));
  if (now + kSoundAhead < *next_stroke_) return;
  VoiceRequest voice;
  voice.voice = workshop.next_ticket++;
  voice.open = [content = content_, object](const decode::SoundRequest& request,
                                            const std::stop_token& stop) {
    return open_sound(*content, object, request, stop);
  };
  voice.sound.name = alert_->item;
  voice.sound.facts = *facts;
  voice.sound.stream_index = -1;
  voice.sound.gain_mdb = facts->audio.front().gain_mdb;  // at its own level, whatever the hour
  voice.sound.out = Duration(facts->duration_us);
  voice.zero = *next_stroke_;
  voice.starts = std::max(*next_stroke_, now);
  voice.ends = *next_stroke_ + Duration(facts->duration_us);
  voices_.push_back(voice.voice);
  if (voices_.size() > 2) voices_.erase(voices_.begin());
  workshop.mixer->send(std::move(voice));
  *next_stroke_ += period;
}

void AlertAct::hush(Workshop& workshop, Instant now) {
  workshop.is_hushed = false;
  next_stroke_.reset();
  for (const auto voice : std::exchange(voices_, {}))
    if (workshop.mixer != nullptr) workshop.mixer->send(VoiceEnd{voice, now});
}

std::optional<Instant> AlertAct::next_moment(const programme::Situation& situation, Instant now) const {
  if (situation.alerts.empty()) return std::nullopt;
  Instant next = programme::next_alert_change(situation, now);
  if (paint_at_ && ticket_ == 0) next = std::min(next, std::max(*paint_at_, now + 10ms));
  if (next_stroke_) next = std::min(next, std::max(*next_stroke_ - kSoundAhead, now + 10ms));
  return next;
}

}  // namespace gatecast::playback
