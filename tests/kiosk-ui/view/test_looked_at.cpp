// Pages that are looked at, asked and taken along: maps, plans, forms, the photo view.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"
#include "player/pixels/png.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

const std::vector<std::string> kLanguages{"vi", "lo", "th", "en", "zh"};

bool says(const std::vector<Layer>& layers, const std::string& part) {
  for (const auto& layer : layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.find(part) != std::string::npos) return true;
  return false;
}

bool begins_a_line(const std::vector<Layer>& layers, const std::string& part) {
  for (const auto& layer : layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.starts_with(part)) return true;
  return false;
}

std::string read_code(const pixels::Pixmap& picture) {
  SystemDisk disk;
  const auto file = std::filesystem::temp_directory_path() / fmt::format("gatecast-photo-{}.png", ::getpid());
  REQUIRE(pixels::write_png(disk, file, picture));
  const auto command =
      fmt::format("zbarimg --quiet --raw -Sdisable -Sqrcode.enable {} 2>/dev/null", file.string());
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  std::array<char, 512> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) out += part.data();
  ::pclose(pipe);
  std::filesystem::remove(file);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

}  // namespace

TEST_CASE("a map shows its stops in every language, the kiosk's own among them, and begins there") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& language : kLanguages) {
      INFO(panel.name << " in " << language);
      const auto screen = demo().view(at(Place::page, "transport/map", language), metrics);
      REQUIRE(screen.figure);
      CHECK(says(screen.layers, word(Word::you_are_here, language)));  // on the card, and where there is room
      CHECK(says(screen.layers, word(Word::not_to_scale, language)));
      // The figure lies above the card and off the plinth.
      CHECK(screen.figure->box.bottom() < screen.button("spot/next")->box.y);
      CHECK(screen.button("tool/home") != nullptr);
      for (const auto& spot : screen.figure->spots) {
        CHECK(metrics.to_mm(spot.box.width) >= kTarget_mm);
        CHECK(metrics.to_mm(spot.box.height) >= kTarget_mm);
      }
      for (const auto& layer : screen.figure->layers)
        for (const auto& words : layer.words) {
          CHECK(words.layout.missing.empty());
          CHECK_FALSE(words.layout.is_overfull);
        }
    }
  }
}

TEST_CASE("words on a map lie in no other words' place, at any text size") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& language : kLanguages)
      for (const int step : {0, 1, 2}) {
        const Metrics metrics(panel.panel);
        INFO(panel.name << " in " << language << ", step " << step);
        const auto screen = demo().view(at(Place::page, "transport/map", language, step), metrics);
        REQUIRE(screen.figure);
        std::vector<compose::Box> inks;
        for (const auto& layer : screen.figure->layers)
          for (const auto& words : layer.words)
            for (const auto& line : words.layout.lines) {
              const double x =
                  words.align == text::Align::centre ? words.box.centre_x() - line.width_px / 2 : words.box.x;
              inks.push_back(
                  {x, words.box.y + line.ink_top_px, line.width_px, line.ink_bottom_px - line.ink_top_px});
              INFO(line.text);
              for (std::size_t i = 0; i + 1 < inks.size(); ++i) {
                const auto& a = inks[i];
                const auto& b = inks.back();
                const bool is_apart = a.right() <= b.x + 1 || b.right() <= a.x + 1 || a.bottom() <= b.y + 1 ||
                                      b.bottom() <= a.y + 1;
                CHECK(is_apart);
              }
            }
      }
}

TEST_CASE("from stop to stop by buttons: every stop can be reached, and opens its page") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto session = at(Place::page, "transport/map", "en");
  session.trail.back().spot = 0;
  int stops = 1;
  for (;; ++stops) {
    const auto screen = demo().view(session, metrics);
    const auto* next = screen.button("spot/next");
    REQUIRE(next != nullptr);
    if (!next->is_enabled) break;
    session = after(session, next->action, demo().book(), session.touched_at);
    REQUIRE(stops < 40);
  }
  CHECK(stops == 14);
  session.trail.back().spot = 6;
  const auto khe_sanh = demo().view(session, metrics);
  CHECK(says(khe_sanh.layers, "20 km"));
  CHECK(khe_sanh.button("spot/open")->action == Action{Act::open_page, "places/nearby"});
  session.trail.back().spot = 2;
  // Where there is nothing to open, nothing offers it.
  CHECK(demo().view(session, metrics).button("spot/open") == nullptr);
}

TEST_CASE("what is chosen stays in sight with its name, however near a map is brought by buttons") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (int spot = 0; spot < 14; ++spot)
      for (const char* language : {"vi", "lo"}) {
        const Metrics metrics(panel.panel);
        auto session = at(Place::page, "transport/map", language);
        session.trail.back().spot = spot;
        // As a finger leaves it: the map stands as it stood.
        session.trail.back().gaze = demo().view(session, metrics).figure->gaze;
        for (const char* id : {"gaze/nearer", "gaze/nearer", "gaze/farther", "gaze/nearer", "gaze/nearer"}) {
          const auto before = demo().view(session, metrics);
          session = after(session, before.button(id)->action, demo().book(), session.touched_at);
          const auto screen = demo().view(session, metrics);
          INFO(panel.name << ", stop " << spot << " in " << language << " after " << id);
          const auto& spots = screen.figure->spots;
          const auto chosen =
              std::find_if(spots.begin(), spots.end(), [&](const Spot& one) { return one.number == spot; });
          REQUIRE(chosen != spots.end());
          CHECK(chosen->box.centre_x() >= 0);
          CHECK(chosen->box.centre_x() <= screen.figure->box.width);
          CHECK(chosen->box.centre_y() >= 0);
          CHECK(chosen->box.centre_y() <= screen.figure->box.height);
          const auto* block = figure_of(*demo().book().page("transport/map"));
          const auto words = spots_of(*block, demo().book().release().site);
          const auto name = demo().book().text(*words[static_cast<std::size_t>(spot)].name, language);
          CHECK(begins_a_line(screen.figure->layers, name.substr(0, name.find(' '))));
        }
      }
}

TEST_CASE("the countries' names stand on a map whatever is chosen, each over its side") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "zh"})
      for (int spot = 0; spot < 9; ++spot) {
        const Metrics metrics(panel.panel);
        auto session = at(Place::page, "transport/map", language);
        session.trail.back().spot = spot;
        INFO(panel.name << ", stop " << spot << " in " << language);
        const auto screen = demo().view(session, metrics);
        const auto& map = std::get<bundle::MapBlock>(*figure_of(*demo().book().page("transport/map")));
        std::string section;
        for (int i = 0; i <= spot; ++i) {
          const auto& stop = map.lines.front().stops[static_cast<std::size_t>(i)];
          if (!stop.section.empty()) section = demo().book().text(stop.section, language);
        }
        CHECK(begins_a_line(screen.figure->layers, section));
      }
}

TEST_CASE("a plan is a sample that says so, stands upright on tall panels and shows where one is") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    const auto screen = demo().view(at(Place::page, "gate/building", "vi"), metrics);
    REQUIRE(screen.figure);
    CHECK(says(screen.layers, "Mẫu"));
    CHECK(says(screen.layers, "Bạn ở đây"));
    CHECK(screen.figure->spots.size() == 10);
    CHECK((screen.figure->whole_height > screen.figure->whole_width) == metrics.is_portrait());
  }
}

TEST_CASE("a form leads by yes and no to an answer, and back goes one question back") {
  const Metrics metrics(kiosk_ui::test::panels().back().panel);
  auto session = at(Place::page, "customs/ask", "en");
  const auto press = [&](const std::string& id) {
    const auto screen = demo().view(session, metrics);
    const auto* button = screen.button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    session = after(session, button->action, demo().book(), session.touched_at);
  };
  press("form/no");
  press("form/no");
  press("tool/back");
  CHECK(session.trail.back().answers == "n");
  press("form/yes");
  auto screen = demo().view(session, metrics);
  CHECK(says(screen.layers, "Please declare"));
  CHECK(screen.button("form/yes") == nullptr);
  // From the answer one touch leads out, by back as by the way over the title.
  const auto answered = session;
  press("tool/back");
  CHECK(session.here() == Where{Place::home});
  session = answered;
  press("way/topic");
  CHECK(session.here() == Where{Place::topic, "customs"});
  session = answered;
  press("form/anew");
  CHECK(session.trail.back().answers.empty());
  CHECK(session.here() == Where{Place::page, "customs/ask"});
  press("tool/back");
  CHECK(session.here() == Where{Place::home});
  // Every way through every form of the demo comes to an answer.
  for (const auto& [id, page] : demo().book().release().pages)
    if (const auto* form = std::get_if<bundle::FormBlock>(&page.blocks.front()))
      for (const char answer : {'y', 'n'})
        CHECK(form_step(*form, std::string(bundle::kMostFormSteps, answer)).is_answer());
}

TEST_CASE("one touch takes a page along: all of it in black on white, nothing to touch but the way back") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& [id, page] : demo().book().release().pages)
      for (const auto& language : kLanguages) {
        INFO(panel.name << ", " << id << " in " << language);
        auto session = at(Place::page, id, language);
        session = after(session, {Act::open_photo}, demo().book(), session.touched_at);
        CHECK(session.here().place == Place::photo);
        const auto screen = demo().view(session, metrics);
        REQUIRE(screen.buttons.size() == 1);
        const auto& close = screen.buttons.front();
        CHECK(close.action == Action{Act::go_back});
        CHECK(close.box.y >= metrics.reach.y - 1);
        CHECK(close.box.bottom() <= metrics.reach.bottom() + 1);
        CHECK(metrics.to_mm(close.box.height) >= kTarget_mm);
        for (const auto& layer : screen.layers)
          for (const auto& words : layer.words) {
            CHECK_FALSE(words.layout.is_overfull);
            CHECK(words.box.bottom() <= metrics.screen.height);
            if (words.box.y < close.box.y) CHECK(words.box.bottom() <= close.box.y);
          }
        // What is a sample says so on the photograph too; of pictures their source does.
        if (figure_of(page) != nullptr && !std::holds_alternative<bundle::GalleryBlock>(*figure_of(page)))
          CHECK(says(screen.layers, word(Word::sample, language).substr(0, 6)));  // a line may end behind it
        CHECK(after(session, close.action, demo().book(), session.touched_at).here().place == Place::page);
      }
  }
  const auto p = photo_palette();
  CHECK(compose::contrast(p.text, p.ground) > 20);
}

TEST_CASE("a telephone reads from the screen the link or number that a page gives along") {
  if (std::system("command -v zbarimg > /dev/null 2>&1") != 0) {
    WARN("no zbarimg here: skipped");
    return;
  }
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& [id, code] : {std::pair{"border/lao-form", "https://immigration.gov.la"},
                                   std::pair{"emergency/numbers", "tel:115"}}) {
      INFO(panel.name << ", " << id);
      const auto screen = demo().view(at(Place::photo, id, "lo"), metrics);
      CHECK(read_code(demo().draw(screen, metrics.panel().size)) == code);
    }
  }
  // A page without one has none.
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto plain = demo().view(at(Place::photo, "border/steps", "lo"), metrics);
  CHECK(read_code(demo().draw(plain, metrics.panel().size)).empty());
}

TEST_CASE("the first number, hour or value of a page stands in its first screenful, on every panel") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& [id, page] : demo().book().release().pages) {
      const Metrics metrics(panel.panel);
      for (const auto& language : kLanguages) {
        INFO(panel.name << ": " << id << " in " << language);
        std::string wanted;
        for (const auto& block : page.blocks) {
          const auto* table = std::get_if<bundle::TableBlock>(&block);
          const auto* contacts = std::get_if<bundle::ContactsBlock>(&block);
          if (wanted.empty() && table != nullptr)
            wanted = demo().book().text(table->rows.front().label, language).substr(0, 6);
          if (wanted.empty() && contacts != nullptr)
            wanted = demo().book().text(contacts->contacts.front().name, language).substr(0, 6);
          if (wanted.empty() && std::holds_alternative<bundle::HoursBlock>(block)) wanted = "07:00";
        }
        if (wanted.empty()) continue;
        CHECK(says(demo().view(at(Place::page, id, language), metrics).layers, wanted));
      }
    }
}

TEST_CASE("larger text is larger on every page, however large few words stand already") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& [id, page] : demo().book().release().pages) {
      if (figure_of(page) != nullptr || film_of(page) != nullptr ||
          std::holds_alternative<bundle::FormBlock>(page.blocks.front()))
        continue;
      const Metrics metrics(panel.panel);
      INFO(panel.name << ": " << id);
      double before = 0;
      int weight = 0;
      for (const int step : {0, 1, 2}) {
        const auto screen = demo().view(at(Place::page, id, "lo", step), metrics);
        // The first words under the heading's rule: what is read.
        double rule = 0;
        for (const auto& mark : screen.layers.front().marks)
          if (rule == 0 && mark.box.width == metrics.content.width) rule = mark.box.y;
        REQUIRE(rule > 0);
        const Words* first = nullptr;
        for (const auto& words : screen.layers.front().words)
          if (words.box.y > rule && (weight == 0 || words.style.weight == weight) &&
              (first == nullptr || words.box.y < first->box.y - 40))
            first = &words;
        REQUIRE(first != nullptr);
        const double letter = first->letter_px;
        weight = first->style.weight;
        CHECK(letter > before * 1.05);
        before = letter;
      }
    }
}
