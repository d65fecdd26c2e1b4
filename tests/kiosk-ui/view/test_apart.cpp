// Asked of the boxes as they are laid out: no words lie in other words' place, none leave the screen, no word
// is cut. Every page of the demo in every language and mode, on every panel; the rest of the sizes when it
// may last.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

struct Ink {
  compose::Box box;
  std::string text;
  const Words* of = nullptr;
};

std::vector<Ink> inks_of(const std::vector<Layer>& layers) {
  std::vector<Ink> inks;
  for (const auto& layer : layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines) {
        double x = words.box.x;
        if (words.align == text::Align::centre) x = words.box.centre_x() - line.width_px / 2;
        if (words.align == text::Align::end) x = words.box.right() - line.width_px;
        inks.push_back(
            {{x, words.box.y + line.ink_top_px, line.width_px, line.ink_bottom_px - line.ink_top_px},
             line.text,
             &words});
      }
  return inks;
}

bool are_apart(const compose::Box& a, const compose::Box& b) {
  return a.right() <= b.x + 1 || b.right() <= a.x + 1 || a.bottom() <= b.y + 1 || b.bottom() <= a.y + 1;
}

void check_apart(const std::vector<Layer>& layers, double width, double height) {
  const auto inks = inks_of(layers);
  for (std::size_t i = 0; i < inks.size(); ++i) {
    const auto& one = inks[i];
    if (one.of->layout.is_overfull || one.box.x < -1 || one.box.right() > width + 1 || one.box.y < -1 ||
        one.box.bottom() > height + 1) {
      INFO('"' << one.text << "\" is cut, or leaves its sheet");
      CHECK(false);
    }
    for (std::size_t j = 0; j < i; ++j) {
      // Lines of one text share a line box: marks of Lao and Thai may reach into the next.
      if (inks[j].of == one.of || are_apart(one.box, inks[j].box)) continue;
      INFO('"' << one.text << "\" lies on \"" << inks[j].text << '"');
      CHECK(false);
    }
  }
}

void check_page(const kiosk_ui::test::NamedPanel& panel, Session session) {
  const Metrics metrics(panel.panel);
  int parts = 1;
  for (int part = 0; part < parts; ++part) {
    session.trail.back().part = part;
    const auto screen = demo().view(session, metrics);
    parts = screen.parts;
    INFO(panel.name << ", " << session.here().id << " in " << session.language << ", step "
                    << session.text_step << (session.is_high_contrast ? ", contrast" : "")
                    << (session.here().place == Place::photo ? ", photo" : "") << ", part " << part);
    check_apart(screen.layers, metrics.screen.width, metrics.screen.height);
    if (screen.figure)
      check_apart(screen.figure->layers, screen.figure->box.width, screen.figure->box.height);
  }
}

}  // namespace

TEST_CASE("no words of a page meet, leave the screen or are cut, in any language, mode and panel") {
  const bool is_long = std::getenv("GATECAST_LONG") != nullptr;
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& [id, page] : demo().book().release().pages)
      for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
        check_page(panel, at(Place::page, id, language));
        check_page(panel, at(Place::photo, id, language));
        check_page(panel, at(Place::page, id, language, 2, true));
        if (!is_long) continue;
        check_page(panel, at(Place::page, id, language, 1));
        check_page(panel, at(Place::photo, id, language, 2));
      }
}
