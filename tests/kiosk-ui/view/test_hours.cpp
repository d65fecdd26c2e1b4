// What a page with opening hours says about this moment.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/words.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

// The line that says open or closed; "" where nothing does.
std::string said_at(const Book& book, const char* moment, const std::string& language, const Metrics& metrics,
                    bool is_time_trusted = true) {
  const auto session = at(Place::page, "border/hours", language);
  ViewRequest request;
  request.session = &session;
  request.book = &book;
  request.metrics = &metrics;
  request.now = parse_instant(moment).value();
  request.steady_now = session.touched_at;
  request.is_time_trusted = is_time_trusted;
  const auto screen = build_view(request, demo().typesetter());
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      for (const auto which : {Word::open_now, Word::closed_now})
        if (!words.layout.lines.empty() && words.layout.lines.front().text.starts_with(word(which, language)))
          return words.layout.lines.front().text;
  return {};
}

Book on_weekdays() {
  auto release = std::make_shared<bundle::Release>(demo().book().release());
  auto& hours = std::get<bundle::HoursBlock>(release->pages.at("border/hours").blocks.front());
  hours.spans = {{{1, 2, 3, 4, 5}, 7 * 60, 12 * 60}, {{1, 2, 3, 4, 5}, 13 * 60, 17 * 60 + 30}};
  return Book(release);
}

}  // namespace

TEST_CASE("in the night the page says that it is closed, and when it opens, in words of each language") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    for (const auto& [language, said] :
         {std::pair{"vi", "Đang đóng cửa  ·  mở cửa lúc 07:00"}, std::pair{"lo", "ປິດຢູ່  ·  ເປີດ 07:00"},
          std::pair{"th", "ปิดอยู่  ·  เปิด 07:00 น."}, std::pair{"en", "Closed now  ·  opens 07:00"},
          std::pair{"zh", "现在关闭  ·  07:00开放"}}) {
      INFO(panel.name << " in " << language);
      for (const char* night : {"2026-12-01T22:00:00+07:00", "2026-12-02T03:10:00+07:00"})
        CHECK(said_at(demo().book(), night, language, metrics) == said);
      CHECK(said_at(demo().book(), "2026-12-01T21:59:00+07:00", language, metrics) ==
            word(Word::open_now, language));
      // A clock that nobody kept says neither.
      CHECK(said_at(demo().book(), "2026-12-02T03:10:00+07:00", language, metrics, false).empty());
    }
  }
}

TEST_CASE("when it opens on another day, the day is said; at noon the afternoon's hour") {
  const auto book = on_weekdays();
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto said = [&](const char* moment) { return said_at(book, moment, "en", metrics); };
  CHECK(said("2026-12-01T12:00:00+07:00") == "Closed now  ·  opens 13:00");  // a Tuesday
  CHECK(said("2026-12-01T17:30:00+07:00") == "Closed now  ·  opens 07:00");
  CHECK(said("2026-12-04T18:00:00+07:00") == "Closed now  ·  opens Monday 07:00");  // Friday evening
  CHECK(said("2026-12-06T23:00:00+07:00") == "Closed now  ·  opens 07:00");
  CHECK(said("2026-12-04T17:29:00+07:00") == "Open now");
}
