#include <catch2/catch.hpp>

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
