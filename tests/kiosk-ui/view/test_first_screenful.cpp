// What stands in the first screenful, and what a last one holds.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

const std::vector<std::string> kFiveLanguages{"vi", "lo", "th", "en", "zh"};

// As it is read on one line or several.
bool is_said(const Screenful& screen, const std::string& wanted) {
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words) {
      std::string said;
      for (const auto& line : words.layout.lines) said += (said.empty() ? "" : " ") + line.text;
      if (said == wanted) return true;
    }
  return false;
}

bool says_sample(const Screenful& screen, const std::string& language) {
  const auto tag = word(Word::sample, language).substr(0, 6);  // a line may end behind it
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.find(tag) != std::string::npos) return true;
  return false;
}

std::vector<std::string> figures_of(const bundle::Page& page, const std::string& language) {
  std::vector<std::string> figures;
  compose::FactsUsed used;
  const auto& release = demo().book().release();
  const auto with_facts = [&](const std::string& text) {
    return compose::with_facts(text, language, release, parse_instant("2026-12-01T09:30:00+07:00").value(),
                               used);
  };
  for (const auto& block : page.blocks) {
    if (const auto* table = std::get_if<bundle::TableBlock>(&block))
      for (const auto& row : table->rows)
        figures.push_back(with_facts(demo().book().text(row.value, language)));
    if (const auto* contacts = std::get_if<bundle::ContactsBlock>(&block))
      for (const auto& contact : contacts->contacts) figures.push_back(with_facts(contact.number));
  }
  return figures;
}

// Words of the page itself: under the heading's rule, on no button, not the small quiet ones.
int lines_read(const Screenful& screen, const Metrics& metrics) {
  double rule = 0;
  for (const auto& mark : screen.layers.front().marks)
    if (rule == 0 && mark.box.width == metrics.content.width) rule = mark.box.y;
  int lines = 0;
  for (const auto& words : screen.layers.front().words) {
    bool is_on_button = false;
    for (const auto& button : screen.buttons)
      is_on_button =
          is_on_button || (words.box.centre_x() > button.box.x && words.box.centre_x() < button.box.right() &&
                           words.box.centre_y() > button.box.y && words.box.centre_y() < button.box.bottom());
    const bool is_quiet = words.style.colour == palette(false).quiet;
    if (words.box.y > rule && words.box.y < metrics.plinth.y && !is_on_button && !is_quiet) ++lines;
  }
  return lines;
}

}  // namespace

TEST_CASE("figures stand in the first screenful: on large panels all of a page, on the small one three") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& [id, page] : demo().book().release().pages)
      for (const auto& language : kFiveLanguages) {
        const Metrics metrics(panel.panel);
        const auto screen = demo().view(at(Place::page, id, language), metrics);
        const auto figures = figures_of(page, language);
        for (std::size_t i = 0; i < figures.size() && (!metrics.is_small() || i < 3); ++i) {
          INFO(panel.name << ": " << id << " in " << language << ", " << figures[i]);
          CHECK(is_said(screen, figures[i]));
        }
      }
}

TEST_CASE("the tag of samples is never alone on a screenful, and on a small panel under each of them") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& [id, page] : demo().book().release().pages)
      for (const auto& language : kFiveLanguages)
        for (const int step : {0, 1, 2}) {
          const Metrics metrics(panel.panel);
          auto session = at(Place::page, id, language, step);
          const int parts = demo().view(session, metrics).parts;
          const auto first = page.blocks.front();
          const bool is_read = std::holds_alternative<bundle::TableBlock>(first) ||
                               std::holds_alternative<bundle::TextBlock>(first) ||
                               std::holds_alternative<bundle::HoursBlock>(first) ||
                               std::holds_alternative<bundle::ContactsBlock>(first);
          if (!is_read) continue;
          for (session.trail.back().part = 0; session.trail.back().part < parts;
               ++session.trail.back().part) {
            INFO(panel.name << ": " << id << " in " << language << ", step " << step << ", part "
                            << session.trail.back().part);
            const auto screen = demo().view(session, metrics);
            CHECK(lines_read(screen, metrics) > 0);
            if (metrics.is_small() && id == "customs/cash") CHECK(says_sample(screen, language));
          }
        }
}
