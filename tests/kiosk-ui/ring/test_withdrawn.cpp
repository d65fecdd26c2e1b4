// An officer recalls what somebody is looking at, listening to or searching for; a licence ends; the clock is
// not to be trusted.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/words.h"
#include "tests/kiosk-ui/ring/stand.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::Stand;

namespace {

using Recalls = std::map<bundle::ItemId, bundle::Statement>;

Recalls recall_of(const std::string& what, const bundle::Release& release) {
  bundle::Statement recall;
  recall.id = "recall-one";
  recall.kind = bundle::StatementKind::recall;
  recall.item = what;
  recall.up_to_release[release.channel] = release.number;
  return {{what, recall}};
}

// The demo with speech on its page of hours, as release `number`.
playback::ContentPtr content(std::int64_t number = 7) {
  const auto demo = kiosk_ui::test::demo_content();
  auto release = std::make_shared<bundle::Release>(*demo->release);
  release->number = number;
  release->media[sha256("speech")].duration_us = 20'000'000;
  release->pages.at("border/hours").speech["lo"] = {sha256("speech"), "A Listener"};
  auto content = std::make_shared<playback::Content>(*demo);
  content->release = release;
  return content;
}

void open_page(Stand& stand, const std::string& id) {
  stand.tap("language/lo");
  stand.tap("topic/" + kiosk_ui::test::demo_content()->release->pages.at(id).topic);
  if (stand.kiosk.session().here().place == Place::topic) stand.tap("page/" + id);
  REQUIRE(stand.kiosk.session().here() == Where{Place::page, id});
}

bool says(const Stand& stand, const std::string& part) {
  for (const auto& layer : stand.kiosk.screenful().layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.find(part) != std::string::npos) return true;
  return false;
}
const std::string kSaid = word(Word::withdrawn, "lo").substr(0, 12);

int ended_sounds(Stand& stand) {
  int ended = 0;
  for (const auto& wish : stand.kiosk.wishes())
    if (std::holds_alternative<playback::StopSound>(wish)) ++ended;
  return ended;
}

}  // namespace

TEST_CASE("a page that is recalled goes while somebody reads it, and nothing leads back to it") {
  Stand stand;
  const auto shown = content();
  stand.kiosk.adopt(shown);
  stand.step();
  open_page(stand, "border/hours");
  stand.tap("page/listen");
  ended_sounds(stand);
  stand.kiosk.heed(recall_of("border/hours", *shown->release), stand.now);
  stand.step();
  CHECK(says(stand, kSaid));
  CHECK(ended_sounds(stand) == 1);
  CHECK_FALSE(stand.kiosk.session().is_listening);
  CHECK(stand.kiosk.screenful().button("page/listen") == nullptr);
  CHECK(stand.kiosk.screenful().button("page/take_along") == nullptr);
  // Behind another page it is not come back to.
  stand.tap("tool/search");
  stand.kiosk.heed(recall_of("border/hours", *shown->release), stand.now);
  stand.tap("tool/home");
  stand.tap("topic/" + shown->release->pages.at("border/hours").topic);
  CHECK(stand.kiosk.screenful().button("page/border/hours") == nullptr);
}

TEST_CASE("a reader of an older release sees nothing of it again, whatever the newer one may show") {
  Stand stand;
  const auto shown = content(7);
  stand.kiosk.adopt(shown);
  stand.step();
  open_page(stand, "border/hours");
  const auto recalls = recall_of("border/hours", *shown->release);
  stand.kiosk.heed(recalls, stand.now);
  stand.step();
  REQUIRE(says(stand, kSaid));
  stand.kiosk.adopt(content(8));
  stand.kiosk.heed({}, stand.now);  // overtaken, and so forgotten by the player
  stand.step();
  CHECK(says(stand, kSaid));
  stand.tap("tool/home");
  stand.tap("tool/back");  // out: the newer release is opened, and shows the page again
  stand.step();
  open_page(stand, "border/hours");
  CHECK_FALSE(says(stand, kSaid));
}

TEST_CASE("a recalled film leaves its page with its sound, and its page keeps its words") {
  Stand stand;
  const auto shown = content();
  stand.kiosk.adopt(shown);
  stand.step();
  open_page(stand, "culture/film");
  REQUIRE(stand.kiosk.screenful().figure);
  const auto& page = shown->release->pages.at("culture/film");
  const auto item = std::get<bundle::FilmBlock>(page.blocks.front()).item;
  stand.kiosk.heed(recall_of(item, *shown->release), stand.now);
  stand.step();
  CHECK_FALSE(stand.kiosk.screenful().figure);
  CHECK(stand.kiosk.screenful().button("film/play") == nullptr);
  CHECK(says(stand, kSaid));
  CHECK_FALSE(stand.kiosk.session().film.plays);
}

TEST_CASE("a page for emergencies stays, and a recall of an older release says nothing about this one") {
  Stand stand;
  const auto shown = content(7);
  stand.kiosk.adopt(shown);
  stand.step();
  open_page(stand, "emergency/numbers");
  stand.kiosk.heed(recall_of("emergency/numbers", *shown->release), stand.now);
  stand.step();
  CHECK_FALSE(says(stand, kSaid));
  stand.tap("tool/home");
  stand.tap("tool/back");
  open_page(stand, "border/hours");
  stand.kiosk.heed(recall_of("border/hours", *content(6)->release), stand.now);
  stand.step();
  CHECK_FALSE(says(stand, kSaid));
}

TEST_CASE("what is recalled is not found any more, though it was found a moment ago") {
  Stand stand;
  const auto shown = content();
  stand.kiosk.adopt(shown);
  stand.step();
  stand.tap("language/en");
  stand.tap("tool/search");
  for (const char* key : {"v", "i", "s", "a"}) stand.tap(std::string("key/") + key);
  const auto found = [&] {
    std::vector<std::string> ids;
    for (const auto& button : stand.kiosk.screenful().buttons)
      if (button.id.starts_with("found/")) ids.push_back(button.id);
    return ids;
  };
  const auto before = found();
  REQUIRE_FALSE(before.empty());
  stand.kiosk.heed(recall_of(before.front().substr(6), *shown->release), stand.now);
  stand.step();
  for (const auto& id : found()) CHECK(id != before.front());
}

TEST_CASE("every page recalled leaves the programme, and nobody in a page that is not there") {
  const auto shown = content();
  Recalls all;
  auto release = std::make_shared<bundle::Release>(*shown->release);
  for (auto& [id, page] : release->pages) {
    page.topic = "border";  // none for emergencies
    all.merge(recall_of(id, *release));
  }
  auto plain = std::make_shared<playback::Content>(*shown);
  plain->release = release;
  Stand stand;
  stand.kiosk.adopt(plain);
  stand.step();
  stand.tap("language/lo");
  stand.kiosk.heed(all, stand.now);
  stand.step();
  CHECK_FALSE(stand.kiosk.session().is_open());
  CHECK_FALSE(stand.kiosk.covers_programme());
  CHECK(stand.kiosk.programme(stand.size).height == stand.size.height_px);
}

TEST_CASE("a film's page loses it at the very moment when its licence ends") {
  Stand stand;
  const auto demo = content();
  auto release = std::make_shared<bundle::Release>(*demo->release);
  const auto item = std::get<bundle::FilmBlock>(release->pages.at("culture/film").blocks.front()).item;
  release->items.at(item).rights_until = stand.wall + 30s;
  auto shown = std::make_shared<playback::Content>(*demo);
  shown->release = release;
  stand.kiosk.adopt(shown);
  stand.step();
  open_page(stand, "culture/film");
  CHECK(stand.kiosk.screenful().figure);
  stand.step(25s);
  CHECK(stand.kiosk.screenful().figure);
  stand.step(6s);
  CHECK_FALSE(stand.kiosk.screenful().figure);
  CHECK(says(stand, kSaid));
}

TEST_CASE("where the clock is not trusted nothing says open now, and as soon as it is, it is said") {
  Stand stand;
  stand.kiosk.adopt(content());
  stand.step();
  open_page(stand, "border/hours");
  const auto claims = [&] {
    return says(stand, word(Word::open_now, "lo")) || says(stand, word(Word::closed_now, "lo"));
  };
  CHECK_FALSE(claims());
  stand.kiosk.trust_time(true);
  stand.step();
  CHECK(claims());
  stand.kiosk.trust_time(false);
  stand.step();
  CHECK_FALSE(claims());
}
