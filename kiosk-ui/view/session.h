// One traveller's session: where they are, in which language, how they want to see it. Everything is in this
// value and dies with it: nothing of the last person remains. Pure: session + action + time -> session.
// Threads: values. Errors: an action that leads nowhere changes nothing.
// Source: shared/design/experience.md (idle 60 s, countdown 20 s, extendable without limit).
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "kiosk-ui/view/book.h"

namespace gatecast::kiosk_ui {

inline constexpr Duration kIdle{60'000'000};
inline constexpr Duration kCountdown{20'000'000};

enum class Place { attract, languages, home, topic, page, search, photo };
// Where on a map or plan somebody looks: its middle in parts of the whole, how near. What is less than
// nothing or nearer than no zoom is left to the view: it begins at the chosen spot.
struct Gaze {
  double zoom = 0;
  double x = -1;
  double y = -1;
};
struct Where {
  Place place = Place::attract;
  std::string id = {};  // of the topic or page
  int part = 0;         // screenful of a page, or of what was found
  int spot = -1;        // chosen on a map or plan; -1: where the kiosk stands
  Gaze gaze = {};
  std::string answers = {};  // to a form's questions: 'y' and 'n'
  // The same place, however it is looked at.
  bool operator==(const Where& other) const {
    return place == other.place && id == other.id && part == other.part;
  }
};

enum class Act {
  open_choice,
  choose_language,
  go_home,
  go_back,
  open_topic,
  open_page,
  text_size,
  contrast,
  earlier,
  later,
  open_photo,
  choose_spot,
  choose_picture,  // of a gallery: looked at as a whole
  look_at,         // "zoom x y" of a gaze
  nearer,
  farther,
  answer,  // "y" or "n"; "" begins anew
  open_search,
  type,  // a key
  erase,
  clear,
  useful,  // this page: one touch, once a session
  not_useful,
  listen,     // the page read aloud; again: no more of it
  film_play,  // or pause
  film_again,
  film_subtitles,
  film_sound,
  stay
};
struct Action {
  Act act = Act::stay;
  std::string id = {};  // language, topic, page or key
  int spot = -1;        // of a page that opens: what is chosen on its map or plan
  bool operator==(const Action&) const = default;
};

// The film of the page that is open.
struct FilmWish {
  bool plays = false;
  int begun = 0;  // again
  bool has_subtitles = true;
  bool has_sound = true;
};

struct Session {
  std::vector<Where> trail;  // empty: the attract picture; else the last is here
  bundle::LanguageTag language;
  std::string query;          // what is typed on the search screen; gone when that is left
  bool shows_digits = false;  // on a keyboard that has them behind its marks
  int text_step = 0;
  bool is_high_contrast = false;
  SteadyInstant touched_at;
  bool is_listening = false;  // to the page that is open
  SteadyInstant busy_until;   // they listen or look at a film: that is use
  FilmWish film;
  SteadyInstant turned_at;             // by "More": who taps on at its place has judged nothing
  std::map<std::string, bool> judged;  // pages, and whether they were called useful
  std::string focus;                   // id of the button that keys have reached; "" where nobody uses keys

  [[nodiscard]] Where here() const { return trail.empty() ? Where{} : trail.back(); }
  [[nodiscard]] bool is_open() const { return !trail.empty(); }
};

// A touch, whatever it meant, counts as use.
Session touched(Session session, SteadyInstant now);
Session after(Session session, const Action& action, const Book& book, SteadyInstant now);
// They have listened to the end, or gone elsewhere.
Session silenced(Session session, SteadyInstant now);
// When they were last known to be there.
SteadyInstant used_at(const Session& session);
// The question stands; how much of its countdown is left.
bool is_asking(const Session& session, SteadyInstant now);
Duration countdown_left(const Session& session, SteadyInstant now);
// The countdown has run out: the session is over.
bool is_over(const Session& session, SteadyInstant now);

}  // namespace gatecast::kiosk_ui
