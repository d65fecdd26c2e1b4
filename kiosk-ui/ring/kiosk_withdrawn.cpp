// What may not be shown any more goes at once, whoever reads it: pages, films, pictures, speech. A release
// that somebody still reads is judged by itself: what was recalled of it never comes back, whatever a newer
// one is allowed to show.
#include "content-sync/base/log.h"
#include "kiosk-ui/ring/kiosk.h"
#include "player/playback/duty.h"

namespace gatecast::kiosk_ui {

void Kiosk::heed(const std::map<bundle::ItemId, bundle::Statement>& recalls, SteadyInstant steady_now) {
  recalls_ = recalls;
  withdraw(steady_now);
}

void Kiosk::trust_time(bool is_trusted) {
  if (std::exchange(is_time_trusted_, is_trusted) != is_trusted) is_changed_ = true;
}

Withdrawn Kiosk::withdrawn_now() {
  const auto& release = *opened_->release;
  Withdrawn now{withdrawn_.recalled, {}};
  now.recalled.merge(playback::recalled_of(recalls_, release));
  auto over = films_over(release, now_);
  next_over_ = over.next;
  now.films_over = std::move(over.films);
  return now;
}

void Kiosk::withdraw(SteadyInstant steady_now) {
  if (!opened_) return;
  auto now = withdrawn_now();
  if (now == withdrawn_) return;
  log_info("pages are shown without what is recalled or over: " + std::to_string(now.recalled.size()) +
           " and " + std::to_string(now.films_over.size()));
  withdrawn_ = std::move(now);
  book_ = Book(without(opened_->release, withdrawn_));
  is_changed_ = true;
  leave_withdrawn(steady_now);
}

// Whoever stands before it keeps their place in the book, and is told; nothing leads back to it.
void Kiosk::leave_withdrawn(SteadyInstant steady_now) {
  fingers_.forget();
  gestures_.forget();
  glide_.reset();
  asked_.clear();  // what was found may be gone
  if (!session_.is_open()) return;
  if (book_.is_empty()) return end_session();
  if (session_.is_listening && book_.speech(session_.here().id, session_.language) == nullptr)
    end_listening(steady_now);
  const auto here = session_.here();
  std::erase_if(session_.trail, [&](const Where& where) {
    const bool is_page = where.place == Place::page || where.place == Place::photo;
    return is_page && !(where == here) && book_.page(where.id) == nullptr;
  });
  auto& at = session_.trail.back();
  if (at.place == Place::photo && book_.page(at.id) == nullptr) at.place = Place::page;
  at.gaze = {};
  if (film_ && open_film() == nullptr) {
    session_.film.plays = false;
    close_film();
  }
}

}  // namespace gatecast::kiosk_ui
