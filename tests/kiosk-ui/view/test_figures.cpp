// The figures of experience.md, on every screen of the demo, in each panel, language, text size and mode.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "content-sync/source/font_sources.h"
#include "kiosk-ui/view/signs.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/pictogram.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

struct Shown {
  std::string name;
  Session session;
};
std::vector<Shown> every_screen(const std::string& language, int text_step, bool is_high_contrast) {
  std::vector<Shown> out{{"attract", Session{}}, {"languages", at(Place::languages, "", "")}};
  const auto add = [&](Place place, const std::string& id) {
    out.push_back({id.empty() ? "home" : id, at(place, id, language, text_step, is_high_contrast)});
  };
  add(Place::home, "");
  for (const char* query : {"", "a", "visa", "qxqx"}) {
    out.push_back(
        {std::string("search ") + query, at(Place::search, "", language, text_step, is_high_contrast)});
    out.back().session.query = query;
  }
  for (const auto& [tag, query] : {std::pair{"lo", "ເງິນ"}, std::pair{"th", "เงิน"}})
    if (language == tag) {
      out.push_back(
          {std::string("search ") + query, at(Place::search, "", language, text_step, is_high_contrast)});
      out.back().session.query = query;
    }
  for (const auto& topic : demo().book().topics()) add(Place::topic, topic.id);
  for (const auto& [id, page] : demo().book().release().pages) add(Place::page, id);
  return out;
}

double distance(const compose::Box& a, const compose::Box& b) {
  const double dx = std::max({0.0, a.x - b.right(), b.x - a.right()});
  const double dy = std::max({0.0, a.y - b.bottom(), b.y - a.bottom()});
  return std::hypot(dx, dy);
}

void check_buttons(const Screenful& screenful, const Metrics& metrics) {
  REQUIRE_FALSE(screenful.buttons.empty());
  std::set<std::string> ids;
  for (std::size_t i = 0; i < screenful.buttons.size(); ++i) {
    const auto& button = screenful.buttons[i];
    INFO(button.id);
    CHECK(ids.insert(button.id).second);
    // Keys of a small panel are as large as there is room: never under 15 mm.
    const bool is_key = button.id.starts_with("key/") || button.id.starts_with("edit/");
    const bool is_way = button.id.starts_with("way/");
    const double least = (is_key || is_way) && metrics.is_small() ? kLeastTarget_mm : kTarget_mm;
    CHECK(metrics.to_mm(button.box.width) >= least);
    CHECK(metrics.to_mm(button.box.height) >= least);
    // Within the dead border, and where every hand reaches.
    CHECK(metrics.to_mm(button.box.x) >= kDeadBorder_mm);
    CHECK(metrics.to_mm(metrics.screen.width - button.box.right()) >= kDeadBorder_mm);
    // The way stands over the title: what it does, Home and Back do within reach.
    if (!is_way) CHECK(button.box.y >= metrics.reach.y - 1);
    CHECK(metrics.to_mm(button.box.y) >= kDeadBorder_mm);
    CHECK(button.box.bottom() <= metrics.reach.bottom() + 1);
    for (std::size_t j = 0; j < i; ++j) {
      INFO("beside " << screenful.buttons[j].id);
      CHECK(metrics.to_mm(distance(button.box, screenful.buttons[j].box)) >= kBetweenTargets_mm);
    }
  }
}

void check_words(const Screenful& screenful, const Metrics& metrics) {
  // What stands on a button stands on it whole.
  for (const auto& button : screenful.buttons)
    for (const auto& layer : screenful.layers)
      for (const auto& words : layer.words) {
        const double x = words.box.centre_x();
        const double y = words.box.centre_y();
        if (x < button.box.x || x > button.box.right() || y < button.box.y || y > button.box.bottom())
          continue;
        INFO(button.id << ": "
                       << (words.layout.lines.empty() ? std::string() : words.layout.lines.front().text));
        for (const auto& line : words.layout.lines) {
          CHECK(words.box.y + line.ink_top_px >= button.box.y);
          CHECK(words.box.y + line.ink_bottom_px <= button.box.bottom());
        }
      }
  for (const auto& layer : screenful.layers)
    for (const auto& words : layer.words) {
      INFO('"' << (words.layout.lines.empty() ? std::string() : words.layout.lines.front().text) << '"');
      CHECK(words.layout.missing.empty());
      CHECK_FALSE(words.layout.is_overfull);
      CHECK(words.box.x >= 0);
      CHECK(words.box.right() <= metrics.screen.width + 1);
      CHECK(words.box.y >= 0);
      CHECK(words.box.bottom() <= metrics.screen.height + 1);
      for (const auto& line : words.layout.lines) CHECK(line.width_px <= words.box.width + 1);
    }
}

}  // namespace

TEST_CASE("every target is 20 mm, 3 mm from the next, within reach and off the border, on every screen") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const char* language : {"vi", "lo", "en"})
      for (const int step : {0, 2})
        for (const auto& shown : every_screen(language, step, false)) {
          INFO(panel.name << ", " << shown.name << " in " << language << ", step " << step);
          const auto screenful = demo().view(shown.session, metrics);
          check_buttons(screenful, metrics);
          check_words(screenful, metrics);
        }
  }
}

TEST_CASE("words lie on the screen whole and in letters that the typefaces have, in all five languages") {
  const Metrics metrics(kiosk_ui::test::panels().back().panel);
  for (const char* language : {"th", "zh"})
    for (const auto& shown : every_screen(language, 1, true)) {
      INFO(shown.name << " in " << language);
      const auto screenful = demo().view(shown.session, metrics);
      check_buttons(screenful, metrics);
      check_words(screenful, metrics);
    }
}

TEST_CASE("back, home, the languages and the helps stand at the same place on every screen that is open") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    const auto home = demo().view(at(Place::home, "", "vi"), metrics);
    for (const auto& shown : every_screen("lo", 2, true)) {
      const auto screenful = demo().view(shown.session, metrics);
      for (const auto& button : home.buttons) {
        const bool is_fixed = button.id.rfind("tool/", 0) == 0 || button.id.rfind("language/", 0) == 0;
        // Before a language is chosen there is nothing but the choice.
        if (!is_fixed || (shown.session.language.empty() && button.id.rfind("tool/", 0) == 0)) continue;
        INFO(panel.name << ", " << shown.name << ", " << button.id);
        const auto* same = screenful.button(button.id);
        REQUIRE(same != nullptr);
        CHECK(same->box.x == button.box.x);
        CHECK(same->box.y == button.box.y);
      }
    }
  }
}

TEST_CASE("the answer stands in the first screenful, and every part of a page can be reached") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& [id, page] : demo().book().release().pages)
      for (const char* language : {"vi", "lo", "th", "en", "zh"})
        for (const int step : {0, 2}) {
          INFO(panel.name << ", " << id << " in " << language << ", step " << step);
          auto session = at(Place::page, id, language, step);
          const auto first = demo().view(session, metrics);
          const auto& words = first.layers.front().words;
          CHECK(words.size() > 3);
          // At the usual size one screenful holds it all on a large panel.
          if (step == 0 && std::string(panel.name) != "small") CHECK(first.parts == 1);
          CHECK(first.parts <= (std::string(panel.name) == "small" ? 10 : 3));
          CHECK((first.parts > 1) == (first.button("tool/later") != nullptr));
          session.trail.back().part = first.parts - 1;
          const auto last = demo().view(session, metrics);
          CHECK(last.parts == first.parts);
          // Where nothing more comes, it is asked whether this was useful.
          CHECK(last.button("tool/later") == nullptr);
          CHECK(last.button("tool/useful") != nullptr);
        }
  }
}

TEST_CASE("the labels of a row are equally tall: tools, invitations, topics") {
  const auto check_row = [](const Screenful& screen, const Metrics& metrics, const std::string& prefix) {
    std::set<int> sizes;
    for (const auto& button : screen.buttons)
      for (const auto& words : screen.layers.front().words)
        if (button.id.starts_with(prefix) && words.box.centre_x() > button.box.x &&
            words.box.centre_x() < button.box.right() && words.box.centre_y() > button.box.y &&
            words.box.centre_y() < button.box.bottom())
          sizes.insert(static_cast<int>(std::lround(words.letter_px * 100)));
    INFO(prefix);
    CHECK(sizes.size() == 1);
    CHECK(metrics.mm(kLetter_mm * 0.5) * 100 <= *sizes.begin());
  };
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const Metrics metrics(panel.panel);
      INFO(panel.name << " in " << language);
      const auto home = demo().view(at(Place::home, "", language), metrics);
      for (const char* prefix : {"tool/", "topic/"}) check_row(home, metrics, prefix);
      check_row(demo().view(at(Place::page, "border/hours", language), metrics), metrics, "tool/");
    }
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    std::set<int> sizes;
    const auto attract = demo().view(Session{}, metrics);
    for (const auto& words : attract.layers.front().words)
      if (words.box.y < metrics.languages.y)
        sizes.insert(static_cast<int>(std::lround(words.letter_px * 100)));
    CHECK(sizes.size() == 1);
  }
}

TEST_CASE("the way over a title leads back up: home, and the list that holds the page") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto session = at(Place::page, "customs/cash", "lo");
  const auto screen = demo().view(session, metrics);
  CHECK(screen.button("way/home")->action == Action{Act::go_home});
  CHECK(screen.button("way/topic")->action == Action{Act::open_topic, "customs"});
  session = after(session, {Act::open_topic, "customs"}, demo().book(), session.touched_at);
  CHECK(session.here() == Where{Place::topic, "customs"});
  // Down and up again: back leads home, not through all of it.
  session = after(session, {Act::open_page, "customs/cash"}, demo().book(), session.touched_at);
  session = after(session, {Act::open_topic, "customs"}, demo().book(), session.touched_at);
  CHECK(session.trail.back() == Where{Place::topic, "customs"});
  session = after(session, {Act::open_page, "customs/cash"}, demo().book(), session.touched_at);
  CHECK(session.trail.size() == 4);
}

TEST_CASE("running text is 0.7 degrees high at 60 cm in every language, and grows in three steps") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    CHECK(metrics.to_mm(metrics.letter_px(0)) >= kLetter_mm);
    CHECK(metrics.letter_px(1) > metrics.letter_px(0) * 1.2);
    CHECK(metrics.letter_px(2) > metrics.letter_px(1) * 1.2);
  }
}

TEST_CASE("the reach band is 80 to 110 cm above the floor, wherever the panel hangs") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const int up : {-40, 0, 40}) {
      auto moved = panel.panel;
      moved.floor_to_bottom_mm += up;
      const Metrics metrics(moved);
      const double top = moved.floor_to_bottom_mm + moved.height_mm - metrics.to_mm(metrics.reach.y);
      const double bottom =
          moved.floor_to_bottom_mm + moved.height_mm - metrics.to_mm(metrics.reach.bottom());
      INFO(panel.name << " moved by " << up << " mm: " << bottom << " to " << top);
      CHECK(top <= kReachTo_mm + 1);
      CHECK(bottom >= kReachFrom_mm - 1);
    }
  // A tall panel that stands on the floor keeps what must be touched between 38 and 122 cm.
  const Metrics tall({{2160, 3840}, 680, 1210, 100});
  CHECK(1310 - tall.to_mm(tall.reach.y) <= 1221);
  CHECK(1310 - tall.to_mm(tall.reach.bottom()) >= 379);
}

TEST_CASE("the contrast of words and buttons is 4.5, and 7 in the traveller's high contrast") {
  for (const bool is_high : {false, true}) {
    const auto p = palette(is_high);
    const double wanted = is_high ? 7 : 4.5;
    for (const auto& [ink, ground] :
         {std::pair{p.text, p.ground}, std::pair{p.quiet, p.ground}, std::pair{p.plinth_text, p.plinth},
          std::pair{p.tile_text, p.tile}, std::pair{p.tool_text, p.tool}, std::pair{p.chosen_text, p.chosen},
          std::pair{p.panel_text, p.panel}, std::pair{p.good_text, p.good},
          std::pair{p.closed_text, p.closed}})
      CHECK(compose::contrast(ink, ground) >= wanted);
    // Controls and focus against what lies around them.
    CHECK(compose::contrast(is_high ? p.edge : p.tile, p.ground) >= 3);
    CHECK(compose::contrast(is_high ? p.edge : p.tool, p.plinth) >= 3);
    CHECK(compose::contrast(p.focus_on_stage, p.ground) >= 3);
    CHECK(compose::contrast(p.focus_on_plinth, p.plinth) >= 3);
  }
}

TEST_CASE("the question clears all but its answer, and the countdown is drawn each second") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto session = at(Place::page, "border/hours", "lo");
  const auto asking = demo().view(session, metrics, kIdle + Duration(3'000'000));
  REQUIRE(asking.buttons.size() == 1);
  CHECK(asking.buttons.front().action == Action{Act::stay});
  check_buttons(asking, metrics);
  const auto a = demo().draw(asking, metrics.panel().size);
  const auto b =
      demo().draw(demo().view(session, metrics, kIdle + Duration(4'000'000)), metrics.panel().size);
  const auto bytes = static_cast<std::size_t>(a.stride_bytes()) * static_cast<std::size_t>(1080);
  CHECK_FALSE(std::equal(a.data(), a.data() + bytes, b.data()));
}

TEST_CASE("the ring's own words are there in five languages, and in the letters that a release carries") {
  const auto letters = source::characters_for(demo().book().release(), "Hans", "");
  for (int i = 0; i < static_cast<int>(Word::count); ++i) {
    std::set<std::string> texts;
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const auto text = word(static_cast<Word>(i), language);
      CHECK_FALSE(text.empty());
      texts.insert(text);
    }
    CHECK(texts.size() == 5);
    for (const auto c : source::characters_of(word(static_cast<Word>(i), "zh"))) {
      INFO("U+" << std::hex << static_cast<unsigned>(c));
      CHECK((c < 0x80 || letters.count(c) > 0));
    }
  }
}

TEST_CASE("every pictogram that a topic may name is drawn by the product") {
  for (const auto& topic : demo().book().topics()) CHECK(compose::has_pictogram(topic.icon));
  CHECK(demo().book().topics().size() == 12);
  CHECK(sign_names().size() == 36);
}
