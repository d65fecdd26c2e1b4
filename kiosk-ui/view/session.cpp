#include "kiosk-ui/view/session.h"

#include <algorithm>

#include "kiosk-ui/view/metrics.h"

namespace gatecast::kiosk_ui {
namespace {

constexpr std::size_t kLongestTrail = 16;

void go_to(Session& session, Where where) {
  if (session.here() == where) return;
  session.focus.clear();
  session.trail.push_back(std::move(where));
  // Somebody who follows links round and round shall still come back to home by "back".
  if (session.trail.size() > kLongestTrail) session.trail.erase(session.trail.begin() + 1);
}

void open_topic(Session& session, const std::string& id, const Book& book) {
  if (book.topic(id) == nullptr) return;
  const auto pages = book.pages_of(id);
  if (pages.size() == 1)
    go_to(session, {Place::page, pages.front()->id});
  else
    go_to(session, {Place::topic, id});
}

void choose_language(Session& session, const std::string& language, const Book& book) {
  if (!book.has_language(language) || book.is_empty()) return;
  session.language = language;
  const auto place = session.here().place;
  if (place == Place::attract || place == Place::languages) session.trail = {{Place::home}};
}

}  // namespace

Session touched(Session session, SteadyInstant now) {
  session.touched_at = now;
  return session;
}

Session after(Session session, const Action& action, const Book& book, SteadyInstant now) {
  session.touched_at = now;
  auto* here = session.trail.empty() ? nullptr : &session.trail.back();
  switch (action.act) {
    case Act::open_choice:
      if (here == nullptr && !book.is_empty()) session.trail = {{Place::languages}};
      break;
    case Act::choose_language:
      choose_language(session, action.id, book);
      break;
    case Act::go_home:
      session.focus.clear();
      session.trail = {{session.language.empty() ? Place::languages : Place::home}};
      break;
    case Act::go_back:
      session.focus.clear();
      if (here != nullptr) session.trail.pop_back();
      if (session.trail.empty()) session = Session{};
      break;
    case Act::open_topic:
      open_topic(session, action.id, book);
      break;
    case Act::open_page:
      if (book.page(action.id) != nullptr) go_to(session, {Place::page, action.id});
      break;
    case Act::text_size:
      session.text_step = (session.text_step + 1) % kTextSteps;
      if (here != nullptr) here->part = 0;
      break;
    case Act::contrast:
      session.is_high_contrast = !session.is_high_contrast;
      break;
    case Act::earlier:
      if (here != nullptr) here->part = std::max(0, here->part - 1);
      break;
    case Act::later:
      if (here != nullptr) ++here->part;
      break;
    case Act::stay:
      break;
  }
  return session;
}

bool is_asking(const Session& session, SteadyInstant now) {
  return session.is_open() && now - session.touched_at >= kIdle;
}

Duration countdown_left(const Session& session, SteadyInstant now) {
  const auto past = std::chrono::duration_cast<Duration>(now - session.touched_at) - kIdle;
  return std::clamp(kCountdown - past, Duration(0), kCountdown);
}

bool is_over(const Session& session, SteadyInstant now) {
  return session.is_open() && now - session.touched_at >= kIdle + kCountdown;
}

}  // namespace gatecast::kiosk_ui
