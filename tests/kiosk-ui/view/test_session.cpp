#include <catch2/catch.hpp>

#include "kiosk-ui/view/keyboard.h"
#include "kiosk-ui/view/session.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;

namespace {

bundle::Page page(const std::string& id, const std::string& topic) {
  bundle::Page out;
  out.id = id;
  out.topic = topic;
  out.title = {{"en", id}};
  return out;
}

Book small_book() {
  auto release = std::make_shared<bundle::Release>();
  release->languages.primary = "vi";
  release->languages.foreign = {"lo", "en"};
  release->topics = {{"visa", "visa", {{"en", "Visas"}}},
                     {"customs", "customs", {{"en", "Customs"}}},
                     {"empty", "form", {{"en", "Nothing"}}}};
  for (const auto& [id, topic] :
       {std::pair{"a/one", "customs"}, std::pair{"a/two", "customs"}, std::pair{"a/visa", "visa"}})
    release->pages.emplace(id, page(id, topic));
  return Book(release);
}

const SteadyInstant kNow{1h};

}  // namespace

TEST_CASE("one touch on a language opens home in it; elsewhere the choice opens first") {
  const auto book = small_book();
  const auto home = after({}, {Act::choose_language, "lo"}, book, kNow);
  CHECK(home.here() == Where{Place::home});
  CHECK(home.language == "lo");
  const auto choice = after({}, {Act::open_choice}, book, kNow);
  CHECK(choice.here() == Where{Place::languages});
  CHECK(after(choice, {Act::choose_language, "en"}, book, kNow).here() == Where{Place::home});
  // Home without a language would speak to nobody.
  CHECK(after(choice, {Act::go_home}, book, kNow).here() == Where{Place::languages});
}

TEST_CASE("a topic with one page opens it at once, a topic without pages is not offered") {
  const auto book = small_book();
  CHECK(book.topics().size() == 2);
  const auto home = after({}, {Act::choose_language, "en"}, book, kNow);
  CHECK(after(home, {Act::open_topic, "visa"}, book, kNow).here() == Where{Place::page, "a/visa"});
  CHECK(after(home, {Act::open_topic, "customs"}, book, kNow).here() == Where{Place::topic, "customs"});
  CHECK(after(home, {Act::open_topic, "empty"}, book, kNow).here() == Where{Place::home});
}

TEST_CASE("the language changes on a page without losing the place") {
  const auto book = small_book();
  auto session = after({}, {Act::choose_language, "vi"}, book, kNow);
  session = after(session, {Act::open_topic, "customs"}, book, kNow);
  session = after(session, {Act::open_page, "a/two"}, book, kNow);
  session = after(session, {Act::later}, book, kNow);
  const auto before = session.here();
  session = after(session, {Act::choose_language, "lo"}, book, kNow);
  CHECK(session.here() == before);
  CHECK(session.language == "lo");
  CHECK(after(session, {Act::choose_language, "xx"}, book, kNow).language == "lo");
}

TEST_CASE("back leads the way that was come, and from home out to the programme with nothing left") {
  const auto book = small_book();
  auto session = after({}, {Act::choose_language, "en"}, book, kNow);
  session = after(session, {Act::text_size}, book, kNow);
  session = after(session, {Act::contrast}, book, kNow);
  session = after(session, {Act::open_topic, "customs"}, book, kNow);
  session = after(session, {Act::open_page, "a/one"}, book, kNow);
  for (int links = 0; links < 40; ++links)
    session = after(session, {Act::open_page, links % 2 == 0 ? "a/two" : "a/one"}, book, kNow);
  int steps = 0;
  while (session.here().place != Place::home && steps < 20) {
    session = after(session, {Act::go_back}, book, kNow);
    ++steps;
  }
  CHECK(session.here().place == Place::home);
  session = after(session, {Act::go_back}, book, kNow);
  CHECK_FALSE(session.is_open());
  CHECK(session.language.empty());
  CHECK(session.text_step == 0);
  CHECK_FALSE(session.is_high_contrast);
}

TEST_CASE("after a minute it asks, any touch keeps the page, after twenty seconds more it is over") {
  const auto book = small_book();
  auto session = after({}, {Act::choose_language, "en"}, book, kNow);
  CHECK_FALSE(is_asking(session, kNow + 59s));
  CHECK(is_asking(session, kNow + 60s));
  CHECK(countdown_left(session, kNow + 65s) == Duration(15s));
  CHECK_FALSE(is_over(session, kNow + 79s));
  CHECK(is_over(session, kNow + 80s));
  // Extended as often as wanted.
  for (int i = 1; i <= 5; ++i) {
    session = touched(session, kNow + 70s * i);
    CHECK_FALSE(is_asking(session, kNow + 70s * i));
  }
  CHECK_FALSE(is_over(Session{}, kNow + 1h));
}

TEST_CASE("text size goes round in three steps") {
  const auto book = small_book();
  auto session = after({}, {Act::choose_language, "en"}, book, kNow);
  for (const int step : {1, 2, 0}) {
    session = after(session, {Act::text_size}, book, kNow);
    CHECK(session.text_step == step);
  }
}

TEST_CASE("digits are shown until somebody wants the marks again, or searches anew") {
  const auto book = small_book();
  auto session = after({}, {Act::choose_language, "lo"}, book, kNow);
  session = after(session, {Act::open_search}, book, kNow);
  session = after(session, {Act::type, kDigitsKey}, book, kNow);
  CHECK(session.shows_digits);
  CHECK(session.query.empty());
  for (const char* key : {"0", "2", "0"}) session = after(session, {Act::type, key}, book, kNow);
  CHECK(session.query == "020");
  CHECK(session.shows_digits);
  CHECK_FALSE(after(session, {Act::type, kDigitsKey}, book, kNow).shows_digits);
  CHECK_FALSE(after(session, {Act::choose_language, "en"}, book, kNow).shows_digits);
  session = after(session, {Act::go_home}, book, kNow);
  CHECK_FALSE(after(session, {Act::open_search}, book, kNow).shows_digits);
}

TEST_CASE("what is typed stays while a page of the answers is read, and goes with the search") {
  const auto book = small_book();
  auto session = after({}, {Act::choose_language, "en"}, book, kNow);
  CHECK(after(session, {Act::type, "a"}, book, kNow).query.empty());  // nowhere but on the search screen
  session = after(session, {Act::open_search}, book, kNow);
  for (const char* key : {"v", "i", "x", "s"}) session = after(session, {Act::type, key}, book, kNow);
  session = after(session, {Act::erase}, book, kNow);
  session = after(session, {Act::erase}, book, kNow);
  CHECK(session.query == "vi");
  session = after(session, {Act::later}, book, kNow);
  CHECK(session.here().part == 1);
  session = after(session, {Act::type, "s"}, book, kNow);
  CHECK(session.here() == Where{Place::search});
  session = after(session, {Act::open_page, "a/visa"}, book, kNow);
  session = after(session, {Act::go_back}, book, kNow);
  CHECK(session.here().place == Place::search);
  CHECK(session.query == "vis");
  // Vietnamese has the same keys, Lao others.
  CHECK(after(session, {Act::choose_language, "vi"}, book, kNow).query == "vis");
  CHECK(after(session, {Act::choose_language, "lo"}, book, kNow).query.empty());
  CHECK(after(session, {Act::clear}, book, kNow).query.empty());
  CHECK(after(session, {Act::go_home}, book, kNow).query.empty());
  CHECK(after(session, {Act::go_back}, book, kNow).query.empty());
  // From a page that was found, a new search begins anew, and back leads home.
  session = after(session, {Act::open_page, "a/visa"}, book, kNow);
  session = after(session, {Act::open_search}, book, kNow);
  CHECK(session.query.empty());
  session = after(session, {Act::go_back}, book, kNow);
  CHECK(session.here() == Where{Place::page, "a/visa"});
  session = after(session, {Act::go_back}, book, kNow);
  CHECK(session.here().place == Place::home);
}

namespace {

// One page spoken in Lao, for ten seconds.
Book spoken_book() {
  auto release = std::make_shared<bundle::Release>(small_book().release());
  const auto object = sha256("speech");
  release->pages.at("a/visa").speech["lo"] = {object, "A Listener"};
  release->media[object].duration_us = 10'000'000;
  release->media[object].audio.push_back({});
  return Book(release);
}

Session on_page(const std::string& id, const std::string& language) {
  Session session;
  session.language = language;
  session.trail = {{Place::home}, {Place::page, id}};
  session.touched_at = kNow;
  return session;
}

}  // namespace

TEST_CASE("who listens is there: the question comes a minute after the last word, and not before") {
  const auto book = spoken_book();
  const auto listening = after(on_page("a/visa", "lo"), {Act::listen}, book, kNow);
  REQUIRE(listening.is_listening);
  CHECK(listening.busy_until > kNow + 10s);
  CHECK_FALSE(is_asking(listening, kNow + 61s));
  CHECK(is_asking(listening, listening.busy_until + 60s));
  CHECK_FALSE(is_over(listening, kNow + 81s));
  CHECK(is_over(listening, listening.busy_until + 80s));
  CHECK(countdown_left(listening, listening.busy_until + 70s) == Duration(10s));
  // A second touch ends it; then the minute counts from there.
  const auto stopped = after(listening, {Act::listen}, book, kNow + 3s);
  CHECK_FALSE(stopped.is_listening);
  CHECK(is_asking(stopped, kNow + 63s));
}

TEST_CASE("listening ends with the page, the language and the session, not with larger letters") {
  const auto book = spoken_book();
  const auto listening = after(on_page("a/visa", "lo"), {Act::listen}, book, kNow);
  CHECK(after(listening, {Act::text_size}, book, kNow).is_listening);
  CHECK(after(listening, {Act::contrast}, book, kNow).is_listening);
  for (const auto& action : {Action{Act::go_home},
                             {Act::go_back},
                             {Act::open_page, "a/one"},
                             {Act::choose_language, "en"},
                             {Act::open_photo},
                             {Act::open_search}}) {
    const auto gone = after(listening, action, book, kNow + 2s);
    CHECK_FALSE(gone.is_listening);
    CHECK(gone.busy_until <= kNow + 2s);
  }
}

TEST_CASE("nobody is offered a page to listen to that nobody has spoken in their language") {
  const auto book = spoken_book();
  CHECK(book.speech("a/visa", "lo") != nullptr);
  CHECK(book.speech("a/visa", "en") == nullptr);
  CHECK(book.speech("a/one", "lo") == nullptr);
  CHECK_FALSE(after(on_page("a/visa", "en"), {Act::listen}, book, kNow).is_listening);
  CHECK_FALSE(after(on_page("a/one", "lo"), {Act::listen}, book, kNow).is_listening);
}
