#include "kiosk-ui/view/session.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/keyboard.h"
#include "kiosk-ui/view/metrics.h"

namespace gatecast::kiosk_ui {
namespace {

constexpr std::size_t kLongestTrail = 16;
constexpr Duration kJudgedAfter{1'500'000};

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
  // From a page back up to its list, or to the page that stands for it: what lay behind stays behind it.
  const auto list = std::find(session.trail.begin(), session.trail.end(), Where{Place::topic, id});
  if (list != session.trail.end()) {
    session.focus.clear();
    session.trail.erase(list + 1, session.trail.end());
  }
  if (pages.size() > 1) return go_to(session, {Place::topic, id});
  const auto& only = pages.front()->id;
  const auto open = std::find_if(session.trail.begin(), session.trail.end(), [&](const Where& where) {
    return where.place == Place::page && where.id == only;
  });
  if (open == session.trail.end()) return go_to(session, {Place::page, only});
  session.focus.clear();
  session.trail.erase(open + 1, session.trail.end());
}

void choose_language(Session& session, const std::string& language, const Book& book) {
  if (!book.has_language(language) || book.is_empty()) return;
  // Letters of another keyboard could neither be found nor typed on.
  if (&keyboard_for(session.language) != &keyboard_for(language)) {
    session.query.clear();
    session.shows_digits = false;
  }
  session.language = language;
  if (session.here().place == Place::search) session.trail.back().part = 0;
  const auto place = session.here().place;
  if (place == Place::attract || place == Place::languages) session.trail = {{Place::home}};
}

void type(Session& session, const Action& action) {
  if (session.here().place != Place::search) return;
  if (action.act == Act::type && action.id == kDigitsKey) {
    session.shows_digits = !session.shows_digits;
    return;
  }
  if (action.act == Act::type) session.query = keyboard_for(session.language).with(session.query, action.id);
  if (action.act == Act::erase) session.query = without_last(session.query);
  if (action.act == Act::clear) session.query.clear();
  session.trail.back().part = 0;
}

void look(Where& here, const Action& action) {
  constexpr double kZoomStep = 1.6;
  if (action.act == Act::nearer) here.gaze.zoom = std::max(1.0, here.gaze.zoom) * kZoomStep;
  if (action.act == Act::farther) here.gaze.zoom = std::max(1.0, here.gaze.zoom / kZoomStep);
  if (action.act == Act::look_at) {
    Gaze wanted;
    if (std::sscanf(action.id.c_str(), "%lf %lf %lf", &wanted.zoom, &wanted.x, &wanted.y) == 3)
      here.gaze = wanted;
  }
  if (action.act == Act::choose_picture) here.gaze = {};
  if (action.act == Act::choose_picture) here.spot = std::atoi(action.id.c_str());
  if (action.act != Act::choose_spot) return;
  here.spot = std::atoi(action.id.c_str());
  here.gaze.x = here.gaze.y = -1;
}

// The form of the page that is open; null: it has none.
const bundle::FormBlock* form_of(const Where& here, const Book& book) {
  const auto* page = here.place == Place::page ? book.page(here.id) : nullptr;
  return page == nullptr || page->blocks.empty() ? nullptr
                                                 : std::get_if<bundle::FormBlock>(&page->blocks.front());
}

// A form's answer is left at once, as every page is; a question for the one before it.
bool is_at_question(const Where& here, const Book& book) {
  const auto* form = here.answers.empty() ? nullptr : form_of(here, book);
  return form != nullptr && !form_step(*form, here.answers).is_answer();
}

void go_back(Session& session, const Book& book) {
  session.focus.clear();
  if (is_at_question(session.here(), book)) {
    session.trail.back().answers.pop_back();
    return;
  }
  if (session.here().place == Place::search) session.query.clear();
  if (!session.trail.empty()) session.trail.pop_back();
  if (session.trail.empty()) session = Session{};
}

// Where a page is the answer it opens, and "back" leads to the question.
void answer(Session& session, const std::string& id, const Book& book) {
  auto& here = session.trail.back();
  if (id.empty()) {
    here.answers.clear();
    return;
  }
  if (here.answers.size() >= bundle::kMostFormSteps) return;
  const auto* form = form_of(here, book);
  const auto* step = form == nullptr ? nullptr : &form_step(*form, here.answers + id);
  if (step != nullptr && step->is_answer() && step->text.empty() && book.page(step->page) != nullptr)
    return go_to(session, {Place::page, step->page});
  here.answers += id;
}

// Of what stands on the screen: the spot that is chosen, the answers that were given.
void open_photo(Session& session) {
  auto photo = session.here();
  photo.place = Place::photo;
  go_to(session, std::move(photo));
}

// Each search begins with an empty field; one that was left for a page is come back to.
void open_search(Session& session) {
  if (session.language.empty() || session.here().place == Place::search) return;
  std::erase_if(session.trail, [](const Where& where) { return where.place == Place::search; });
  session.query.clear();
  session.shows_digits = false;
  go_to(session, {Place::search});
}

void go_home(Session& session) {
  session.focus.clear();
  session.query.clear();
  session.trail = {{session.language.empty() ? Place::languages : Place::home}};
}

void enlarge(Session& session) {
  session.text_step = (session.text_step + 1) % kTextSteps;
  if (!session.trail.empty()) session.trail.back().part = 0;
}

void judge(Session& session, bool is_useful, SteadyInstant now) {
  const auto& here = session.here();
  if (here.place == Place::page && now - session.turned_at > kJudgedAfter)
    session.judged.try_emplace(here.id, is_useful);
}

void listen(Session& session, const Book& book, SteadyInstant now) {
  constexpr Duration kLead{400'000};  // until it is heard, and its last breath
  if (session.is_listening) {
    session = silenced(std::move(session), now);
    return;
  }
  const auto* speech = book.speech(session.here().id, session.language);
  if (speech == nullptr) return;
  session.is_listening = true;
  session.busy_until = now + Duration(book.release().media.at(speech->object).duration_us) + kLead;
}

void play(FilmWish& film, Act act) {
  if (act == Act::film_play) film.plays = !film.plays;
  if (act == Act::film_subtitles) film.has_subtitles = !film.has_subtitles;
  if (act == Act::film_sound) film.has_sound = !film.has_sound;
  if (act != Act::film_again) return;
  ++film.begun;
  film.plays = true;
}

// One screenful on or back.
void turn(Session& session, int by, SteadyInstant now) {
  if (!session.trail.empty()) session.trail.back().part = std::max(0, session.trail.back().part + by);
  if (by > 0) session.turned_at = now;
}

}  // namespace

Session silenced(Session session, SteadyInstant now) {
  session.is_listening = false;
  session.busy_until = std::min(session.busy_until, now);
  return session;
}

SteadyInstant used_at(const Session& session) {
  return std::max(session.touched_at, session.busy_until);
}

Session touched(Session session, SteadyInstant now) {
  session.touched_at = now;
  return session;
}

namespace {

void adapt(Session& session, Act act) {
  if (act == Act::text_size)
    enlarge(session);
  else
    session.is_high_contrast = !session.is_high_contrast;
}

void open(Session& session, const Action& action, const Book& book) {
  if (action.act == Act::open_topic)
    open_topic(session, action.id, book);
  else if (book.page(action.id) != nullptr)
    go_to(session, {Place::page, action.id, 0, action.spot});
}

void search(Session& session, const Action& action) {
  if (action.act == Act::open_search)
    open_search(session);
  else
    type(session, action);
}

// What only an open page offers.
void act_on_page(Session& session, const Action& action, const Book& book, SteadyInstant now) {
  if (action.act == Act::open_photo)
    open_photo(session);
  else if (action.act == Act::answer)
    answer(session, action.id, book);
  else if (action.act == Act::listen)
    listen(session, book, now);
  else
    play(session.film, action.act);
}

Session acted(Session session, const Action& action, const Book& book, SteadyInstant now) {
  session.touched_at = now;
  auto* here = session.trail.empty() ? nullptr : &session.trail.back();
  const bool is_on_page = here != nullptr && here->place == Place::page;
  switch (action.act) {
    case Act::open_choice:
      if (here == nullptr && !book.is_empty()) session.trail = {{Place::languages}};
      break;
    case Act::choose_language:
      choose_language(session, action.id, book);
      break;
    case Act::go_home:
    case Act::go_back:
      action.act == Act::go_home ? go_home(session) : go_back(session, book);
      break;
    case Act::open_topic:
    case Act::open_page:
      open(session, action, book);
      break;
    case Act::text_size:
    case Act::contrast:
      adapt(session, action.act);
      break;
    case Act::earlier:
    case Act::later:
      turn(session, action.act == Act::later ? 1 : -1, now);
      break;
    case Act::choose_spot:
    case Act::choose_picture:
    case Act::look_at:
    case Act::nearer:
    case Act::farther:
      if (here != nullptr) look(*here, action);
      break;
    case Act::useful:
    case Act::not_useful:
      judge(session, action.act == Act::useful, now);
      break;
    case Act::open_search:
    case Act::type:
    case Act::erase:
    case Act::clear:
      search(session, action);
      break;
    case Act::open_photo:
    case Act::answer:
    case Act::listen:
    case Act::film_play:
    case Act::film_again:
    case Act::film_subtitles:
    case Act::film_sound:
      if (is_on_page) act_on_page(session, action, book, now);
      break;
    case Act::stay:
      break;
  }
  return session;
}

}  // namespace

// Who goes to another page or takes another language hears no more of this one.
Session after(Session session, const Action& action, const Book& book, SteadyInstant now) {
  const auto was = session.here();
  const auto language = session.language;
  const bool was_listening = session.is_listening;
  session = acted(std::move(session), action, book, now);
  const auto here = session.here();
  const bool is_same = here.place == Place::page && here.id == was.id && session.language == language;
  const bool is_same_page = here.place == Place::page && here.id == was.id && here.part == was.part;
  if (!is_same_page) session.film.plays = false;
  if (was_listening && session.is_listening && !is_same) session = silenced(std::move(session), now);
  return session;
}

bool is_asking(const Session& session, SteadyInstant now) {
  return session.is_open() && now - used_at(session) >= kIdle;
}

Duration countdown_left(const Session& session, SteadyInstant now) {
  const auto past = std::chrono::duration_cast<Duration>(now - used_at(session)) - kIdle;
  return std::clamp(kCountdown - past, Duration(0), kCountdown);
}

bool is_over(const Session& session, SteadyInstant now) {
  return session.is_open() && now - used_at(session) >= kIdle + kCountdown;
}

}  // namespace gatecast::kiosk_ui
