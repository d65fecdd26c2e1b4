// The film of a page: opened when the page is, played, paused and heard as the session says, gone with it.
#include "content-sync/base/log.h"
#include "kiosk-ui/ring/film_look.h"
#include "kiosk-ui/ring/kiosk.h"

namespace gatecast::kiosk_ui {

const bundle::FilmBlock* Kiosk::open_film() const {
  const auto& here = session_.here();
  if (here.place != Place::page && here.place != Place::photo) return nullptr;
  const auto* page = book_.page(here.id);
  return page == nullptr || here.part > 0 ? nullptr : film_of(*page);
}

void Kiosk::close_film() {
  if (film_heard_) wishes_.emplace_back(playback::StopSound{});
  film_heard_.reset();
  film_.reset();
}

void Kiosk::tend_film(SteadyInstant steady_now) {
  const auto* block = open_film();
  if (block == nullptr) return close_film();
  if (!film_ || film_->item() != block->item || film_->content() != opened_) {
    close_film();
    film_ = std::make_unique<playback::PageFilm>(opened_, block->item, [] { screen::Screen::wake(); });
    film_begun_ = session_.film.begun;
    if (const auto error = film_->error()) log_error(*error);
  }
  film_->speak(session_.language);
  if (film_begun_ != session_.film.begun) {
    film_begun_ = session_.film.begun;
    film_->begin_again(steady_now);
  }
  if (session_.film.plays)
    film_->play(steady_now);
  else
    film_->pause(steady_now);
  tend_film_sound(steady_now);
}

// Its frames are brought to the size of the place that the view gives them.
bool Kiosk::fit_film() {
  const auto& figure = screenful_.figure;
  return figure && figure->is_film &&
         film_->fit({static_cast<int>(figure->box.width), static_cast<int>(figure->box.height)});
}

// One word to the player for each change: language, from its beginning again, silence.
void Kiosk::tend_film_sound(SteadyInstant steady_now) {
  std::optional<FilmHeard> wanted;
  if (film_->is_playing() && session_.film.has_sound) wanted = FilmHeard{session_.language, film_begun_};
  if (wanted == film_heard_) return;
  if (film_heard_) wishes_.emplace_back(playback::StopSound{});
  film_heard_ = wanted;
  if (!wanted) return;
  if (auto sound = film_->sound(steady_now))
    wishes_.emplace_back(std::move(*sound));
  else
    film_heard_.reset();
}

void Kiosk::advance_film(SteadyInstant steady_now) {
  if (!film_) return;
  const bool was_playing = film_->is_playing();
  if (film_->advance(steady_now)) is_changed_ = true;
  if (film_->is_playing()) {
    session_.busy_until = steady_now;  // who looks at a film is there
  } else if (was_playing) {
    session_.film.plays = false;  // it has come to its end
    is_changed_ = true;
  }
}

FilmLook look_at(const playback::PageFilm& film, SteadyInstant steady_now) {
  FilmLook look;
  look.frame = film.frame();
  look.subtitle = film.subtitle();
  look.is_playing = film.is_playing();
  look.has_ended = film.has_ended(steady_now);
  look.has_sound = film.sound(steady_now).has_value();
  look.has_subtitles = film.has_subtitles();
  look.is_broken = film.error().has_value();
  look.position = film.position(steady_now);
  look.length = film.length();
  return look;
}

FilmLook Kiosk::film_look(SteadyInstant steady_now) const {
  return film_ ? kiosk_ui::look_at(*film_, steady_now) : FilmLook();
}

}  // namespace gatecast::kiosk_ui
