// Labels: no word of a tile is parted, what has room for words has them, "you are here" stays off its edge.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "kiosk-ui/view/words.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

std::vector<Screenful> screens_of(const std::string& language, const Metrics& metrics) {
  std::vector<Screenful> screens{demo().view(at(Place::home, "", language), metrics)};
  for (const auto& topic : demo().book().topics())
    screens.push_back(demo().view(at(Place::topic, topic.id, language), metrics));
  for (const auto& [id, page] : demo().book().release().pages)
    screens.push_back(demo().view(at(Place::page, id, language), metrics));
  return screens;
}

bool lies_in(const compose::Box& box, const Words& words) {
  return words.box.centre_x() > box.x && words.box.centre_x() < box.right() && words.box.centre_y() > box.y &&
         words.box.centre_y() < box.bottom();
}

// The lines of a button's label.
std::vector<std::string> label_of(const Screenful& screen, const Button& button) {
  std::vector<std::string> lines;
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      if (lies_in(button.box, words))
        for (const auto& line : words.layout.lines) lines.push_back(line.text);
  return lines;
}

// Words that strangers saw parted on tiles.
const std::vector<std::string> kWhole{"Phương tiện", "Điểm đến",   "du lịch",  "điện tử",    "vệ sinh",
                                      "cán bộ",      "Quay lại",   "Tìm kiếm", "Tương phản", "Trang chủ",
                                      "Xem tiếp",    "Phần trước", "màn hình", "ດິຈິຕອນ",      "ສະຖານທີ່",
                                      "ສ່ວນກ່ອນ",      "สถานที่",      "หน้าหลัก",   "ก่อนหน้า",     "入境表"};

}  // namespace

TEST_CASE("a tile sets its words smaller before it parts one") {
  std::set<std::string> seen;
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "zh"}) {
      const Metrics metrics(panel.panel);
      for (const auto& screen : screens_of(language, metrics))
        for (const auto& button : screen.buttons) {
          const auto lines = label_of(screen, button);
          std::string run;
          for (const auto& line : lines)
            run += (run.empty() || language == std::string("vi") ? " " : "") + line;
          for (const auto& word : kWhole) {
            if (run.find(word) == std::string::npos) continue;
            seen.insert(word);
            INFO(panel.name << ", " << button.id << " in " << language << ": " << run);
            CHECK(std::any_of(lines.begin(), lines.end(),
                              [&](const std::string& line) { return line.find(word) != std::string::npos; }));
          }
        }
    }
  CHECK(seen.size() > kWhole.size() - 4);  // what is looked for is there
}

TEST_CASE("a label has two lines at the most") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const Metrics metrics(panel.panel);
      for (const auto& screen : screens_of(language, metrics))
        for (const auto& button : screen.buttons) {
          INFO(panel.name << ", " << button.id << " in " << language);
          CHECK(label_of(screen, button).size() <= 2);
        }
    }
}

TEST_CASE("a label of two lines stays off the edges of its button beside the page") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const Metrics metrics(panel.panel);
      for (const auto& screen : screens_of(language, metrics))
        for (const auto& button : screen.buttons) {
          if (!button.id.starts_with("related/") && button.id != "page/take_along") continue;
          for (const auto& layer : screen.layers)
            for (const auto& words : layer.words) {
              if (!lies_in(button.box, words) || words.layout.lines.size() < 2) continue;
              INFO(panel.name << ", " << button.id << " in " << language << ": "
                              << words.layout.lines.front().text);
              CHECK(words.box.y + words.layout.lines.front().ink_top_px - button.box.y >= metrics.mm(2));
              CHECK(button.box.bottom() - words.box.y - words.layout.lines.back().ink_bottom_px >=
                    metrics.mm(2));
            }
        }
    }
}

TEST_CASE("previous and next, the thumbs and what a spot opens say so in words") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      INFO(panel.name << " in " << language);
      const Metrics metrics(panel.panel);
      const auto map = demo().view(at(Place::page, "transport/map", language), metrics);
      const auto label = [&](const char* id) {
        std::string all;
        for (const auto& line : label_of(map, *map.button(id)))
          all += (all.empty() || language == std::string("zh") || language == std::string("lo") ||
                          language == std::string("th")
                      ? ""
                      : " ") +
                 line;
        return all;
      };
      CHECK(label("spot/previous") == word(Word::previous, language));
      CHECK(label("spot/next") == word(Word::next, language));
      CHECK(label("spot/open") == demo().book().text(demo().book().page("border/steps")->title, language));
      CHECK(label("tool/useful") == word(Word::useful, language));
      // The longest of them needs more room than a standing or small panel has.
      const bool is_roomy = std::string(panel.name) == "landscape" || std::string(language) == "vi" ||
                            std::string(language) == "en" || std::string(language) == "zh";
      const auto not_useful = label("tool/not-useful");
      CHECK((not_useful == word(Word::not_useful, language) ||
             (!is_roomy && not_useful == word(Word::not_useful_short, language))));
    }
}

TEST_CASE("one sign, one meaning: a camera is a sight, a telephone with words on it takes along") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  for (const auto& screen : screens_of("lo", metrics)) {
    const auto count = [&](const Button* button, const char* sign) {
      int found = 0;
      for (const auto& layer : screen.layers)
        for (const auto& mark : layer.marks) {
          const double x = mark.box.centre_x();
          const double y = mark.box.centre_y();
          const bool is_inside = button == nullptr || (x > button->box.x && x < button->box.right() &&
                                                       y > button->box.y && y < button->box.bottom());
          if (mark.name == sign && is_inside) ++found;
        }
      return found;
    };
    const auto* take = screen.button("page/take_along");
    CHECK(count(nullptr, "sign/take") == (take != nullptr ? 1 : 0));
    if (take != nullptr) CHECK(count(take, "sign/take") == 1);
    for (const auto& button : screen.buttons) {
      const auto* page = button.action.act == Act::open_page ? demo().book().page(button.action.id) : nullptr;
      const auto topic = page != nullptr ? page->topic : button.action.id;
      if (topic != "places") CHECK(count(&button, "camera") == 0);
    }
    CHECK(count(nullptr, "qr") == 0);
  }
}

TEST_CASE("the marks of \"you are here\" on a plan stay off the edge of its plate") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const Metrics metrics(panel.panel);
      const auto screen = demo().view(at(Place::page, "gate/building", language), metrics);
      REQUIRE(screen.figure);
      const auto& layer = screen.figure->layers.back();
      for (const auto& words : layer.words) {
        // The plate is the last of the marks under them but for the pin.
        const auto& plate = layer.marks[layer.marks.size() - 2].box;
        INFO(panel.name << " in " << language);
        CHECK(words.box.y + words.layout.lines.front().ink_top_px - plate.y >= metrics.mm(1.5));
        CHECK(plate.bottom() - words.box.y - words.layout.lines.front().ink_bottom_px >= metrics.mm(1.5));
        CHECK(plate.right() - words.box.x - words.layout.width_px >= metrics.mm(2));
      }
      // Within the hall, off its edges: it neither covers the words of another room nor seems to stand on a
      // wall.
      const auto& plate = layer.marks[layer.marks.size() - 2].box;
      const auto& figure = *screen.figure;
      INFO(panel.name << " in " << language);
      int rooms = 0;
      for (const auto& spot : figure.spots) {
        const bool is_apart = plate.right() <= spot.box.x || plate.x >= spot.box.right() ||
                              plate.bottom() <= spot.box.y || plate.y >= spot.box.bottom();
        if (is_apart) continue;
        ++rooms;
        CHECK(std::min({plate.x - spot.box.x, plate.y - spot.box.y, spot.box.right() - plate.right(),
                        spot.box.bottom() - plate.bottom()}) >= metrics.mm(0.5));
      }
      CHECK(rooms == 1);
    }
}

TEST_CASE(
    "\"touch to start\" is larger than running text where there is room, and a touch on it opens home in "
    "it") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    const auto attract = demo().view(Session{}, metrics);
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      INFO(language);
      const Words* invitation = nullptr;
      for (const auto& words : attract.layers.front().words) {
        std::string all;
        for (const auto& line : words.layout.lines) all += (all.empty() ? "" : " ") + line.text;
        if (all == word(Word::invitation, language)) invitation = &words;
      }
      REQUIRE(invitation != nullptr);
      // A fifth of a standing or small panel's width is little for "Chạm để bắt đầu".
      CHECK(metrics.to_mm(invitation->letter_px) >= (std::string(panel.name) == "landscape" ? 9 : 6));
      const auto* touched = attract.at(invitation->box.centre_x(), invitation->box.centre_y(), 0);
      REQUIRE(touched != nullptr);
      CHECK(touched->action == Action{Act::choose_language, language});
    }
  }
}
