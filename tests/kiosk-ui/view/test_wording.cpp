// What the demo's pages say is said in words.
#include <catch2/catch.hpp>

#include "content-sync/source/draft.h"
#include "player/compose/fact_text.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

// Without what parts words: lines, spaces, the signs of the glossary.
std::string run_of(std::string text) {
  for (const char* sign : {"\n", " ", "\u00a0", "\u2060", "\u200b"})
    for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at))
      text.erase(at, std::string_view(sign).size());
  return text;
}

std::string first_words(const Session& session, const Metrics& metrics) {
  std::string out;
  for (const auto& layer : demo().view(session, metrics).layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines) out += line.text;
  return run_of(out);
}

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
    CHECK(words.find("Each person may bring free of duty") < words.find("up to"));
    const bool has_wine = words.find("wine") != std::string::npos || words.find("Wine") != std::string::npos;
    CHECK(has_wine);
    CHECK(words.find("declare it to customs") != std::string::npos);
  }
}

TEST_CASE("whether a visa is needed is asked by country, by name and not by yes and no") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& [language, first, second] :
         {std::tuple{"vi", "Vào Việt Nam", "Vào Lào"}, std::tuple{"lo", "ເຂົ້າຫວຽດນາມ", "ເຂົ້າລາວ"},
          std::tuple{"th", "เข้าเวียดนาม", "เข้าลาว"}, std::tuple{"en", "Into Viet Nam", "Into Laos"},
          std::tuple{"zh", "去越南", "去老挝"}}) {
      INFO(panel.name << " in " << language);
      const auto words = first_words(at(Place::page, "visa/which", language), metrics);
      CHECK(words.find(run_of(first)) != std::string::npos);
      CHECK(words.find(run_of(second)) != std::string::npos);
    }
  }
  // A code of one country on the question for both would mislead.
  CHECK(demo().book().page("visa/which")->code.empty());
}

TEST_CASE("what is not known of Laos is said as not known, with whom to ask: visas, cash") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  for (const auto& [id, asks] : {std::pair{"visa/into-laos", "Not known: ask the Lao side"},
                                 std::pair{"customs/cash", "not known here, please ask Lao customs"}}) {
    const auto words = run_of(all_words(at(Place::page, id, "en"), metrics));
    INFO(words);
    CHECK(words.find(run_of(asks)) != std::string::npos);
  }
}

TEST_CASE("the tag of samples says what it means, wherever it stands on a page") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const char* id : {"gate/building", "transport/map", "customs/ask", "visa/into-viet-nam"}) {
      INFO(panel.name << " " << id);
      const auto words = first_words(at(Place::page, id, "en"), metrics);
      CHECK(words.find(run_of("Sample: not confirmed, please ask an officer")) != std::string::npos);
    }
  }
}

TEST_CASE("the numbers of Laos, which nobody has confirmed, are not passed over in silence") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& [language, asks] :
         {std::pair{"vi", "xin hỏi cán bộ"}, std::pair{"lo", "ກະລຸນາຖາມເຈົ້າໜ້າທີ່"},
          std::pair{"th", "โปรดถามเจ้าหน้าที่"}, std::pair{"en", "please ask the officers"},
          std::pair{"zh", "请询问口岸工作人员"}}) {
      INFO(panel.name << " in " << language);
      // Of the first screenful: its answer, and the way to it from the numbers of Viet Nam.
      const auto answer = first_words(at(Place::page, "emergency/laos", language), metrics);
      CHECK(answer.find(run_of(asks)) != std::string::npos);
      for (const char* id : {"emergency/numbers", "health/help", "emergency/thailand"})
        CHECK(demo().view(at(Place::page, id, language), metrics).button("related/emergency/laos") !=
              nullptr);
    }
  }
}

TEST_CASE("where money is changed is said by the name that the room has on the plan") {
  const Metrics metrics(kiosk_ui::test::panels().back().panel);
  const auto& release = demo().book().release();
  const auto& plan = std::get<bundle::PlanBlock>(release.pages.at("gate/building").blocks.front());
  const auto& answer = std::get<bundle::TextBlock>(release.pages.at("money/exchange").blocks.front());
  CHECK(answer.is_answer);
  for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
    compose::FactsUsed used;
    const auto said = compose::with_facts(answer.text.at(language), language, release,
                                          parse_instant("2026-12-01T08:00:00+07:00").value(), used);
    INFO(language << ": " << said);
    CHECK(used.has_sample);  // as the plan is
    CHECK(first_words(at(Place::page, "money/exchange", language), metrics).find(run_of(said)) !=
          std::string::npos);
    for (const auto& room : plan.rooms)
      if (room.page == "money/exchange") CHECK(said.find(room.name.at(language)) != std::string::npos);
  }
}

TEST_CASE("Thai pages write units and \"about\" as Thai readers do, La Lay's as well") {
  SystemDisk disk;
  for (const char* folder : {"la-lay-gate", "lao-bao-hall"}) {
    const auto reading = source::read_draft(disk, Path(GATECAST_SOURCE_DIR) / "assets/demo" / folder, "demo");
    REQUIRE(reading);
    int units = 0;
    for (const auto& entry : reading->draft.release.pages)
      bundle::each_text_of(entry.second, [&](const char*, const bundle::TextByLanguage& texts) {
        const auto thai = texts.find("th");
        if (thai == texts.end()) return;
        INFO(folder << ", " << entry.first << ": " << thai->second);
        for (const char* foreign : {" km", " ml", "~"})
          CHECK(thai->second.find(foreign) == std::string::npos);
        if (thai->second.find("กม.") != std::string::npos || thai->second.find("มล.") != std::string::npos)
          ++units;
      });
    CHECK(units >= 6);
  }
}

TEST_CASE("each gate tells the distances from where it stands") {
  SystemDisk disk;
  for (const auto& [folder, here] :
       {std::pair{"la-lay-gate", "La Lay"}, std::pair{"lao-bao-hall", "Lao Bảo"}}) {
    const auto reading = source::read_draft(disk, Path(GATECAST_SOURCE_DIR) / "assets/demo" / folder, "demo");
    REQUIRE(reading);
    const auto& page = reading->draft.release.pages.at("transport/distances");
    const auto& table = std::get<bundle::TableBlock>(page.blocks.front());
    CHECK(table.rows.size() >= 3);
    for (const auto& row : table.rows) CHECK(row.label.at("vi").starts_with(here));
  }
}

TEST_CASE("a value whose fact may not be told any more says only where to ask, without \"up to\" and unit") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto session = at(Place::page, "customs/into-viet-nam", "en");
  const auto said = [&](const char* moment) {
    ViewRequest request;
    request.session = &session;
    request.book = &demo().book();
    request.metrics = &metrics;
    request.now = parse_instant(moment).value();
    std::string out;
    for (const auto& layer : build_view(request, demo().typesetter()).layers)
      for (const auto& words : layer.words)
        for (const auto& line : words.layout.lines) out += line.text + "\n";
    return out;
  };
  CHECK(said("2026-12-01T08:00:00+07:00").find("up to 1 500 ml") != std::string::npos);
  const auto late = said("2027-12-01T08:00:00+07:00");
  CHECK(late.find("ask at the counter") != std::string::npos);
  CHECK(late.find("up to") == std::string::npos);
}
