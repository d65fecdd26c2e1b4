// What the demo's pages say is said in words.
#include <catch2/catch.hpp>

#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

std::string all_words(const Session& session, const Metrics& metrics) {
  std::string out;
  auto shown = session;
  for (int parts = 1; shown.trail.back().part < parts; ++shown.trail.back().part) {
    const auto screen = demo().view(shown, metrics);
    parts = screen.parts;
    for (const auto& layer : screen.layers)
      for (const auto& words : layer.words)
        for (const auto& line : words.layout.lines) out += line.text + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("no page and no question of a form says by a sign what a word says: over, at most") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  for (const auto& [id, page] : demo().book().release().pages)
    for (const char* language : {"vi", "lo", "th", "en", "zh"})
      for (const char* answers : {"", "n", "nn", "nnn", "y", "yn", "ynn"}) {
        auto session = at(Place::page, id, language);
        session.trail.back().answers = answers;
        INFO(id << " in " << language << " after \"" << answers << '"');
        const auto words = all_words(session, metrics);
        for (const char* sign : {">", "<", "≤", "≥"}) CHECK(words.find(sign) == std::string::npos);
        if (!std::holds_alternative<bundle::FormBlock>(page.blocks.front())) break;
      }
}

TEST_CASE("the allowance is told as what may be brought, with what to do beyond it") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  for (const char* id : {"customs/into-viet-nam", "customs/into-laos"}) {
    const auto words = all_words(at(Place::page, id, "en"), metrics);
    INFO(words);
    CHECK(words.find("You may bring free of duty") < words.find("up to 1"));
    CHECK(words.find("declare it to customs") != std::string::npos);
  }
}

TEST_CASE("whether a visa is needed is asked by country, and each answer names the country that it is for") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto said = [&](const char* answers) {
    auto session = at(Place::page, "visa/which", "en");
    session.trail.back().answers = answers;
    return all_words(session, metrics);
  };
  CHECK(said("").find("Are you going into Viet Nam?") != std::string::npos);
  for (const char* answers : {"y", "yy", "yn", "yny", "ynn"}) {
    INFO(answers);
    CHECK(said(answers).find("Into Viet Nam") != std::string::npos);
    CHECK(said(answers).find("Into Laos") == std::string::npos);
  }
  for (const char* answers : {"n", "ny", "nn", "nny", "nnn"}) {
    INFO(answers);
    CHECK(said(answers).find("Into Laos") != std::string::npos);
    CHECK(said(answers).find("Into Viet Nam") == std::string::npos);
  }
  // A code of one country on the answer for the other would mislead.
  CHECK(demo().book().page("visa/which")->code.empty());
}
