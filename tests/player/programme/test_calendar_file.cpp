#include "player/programme/calendar_file.h"

#include <libical/ical.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace gatecast::programme;
using namespace std::chrono_literals;

namespace {

bundle::Release spoken_release() {
  auto release = small_release();
  release.created = at("2026-11-20T00:00:00Z");
  release.items["gate/a"].name = {{"vi", "Chào mừng quý khách, mời vào; cửa khẩu quốc tế Lao Bảo \\ ສະບາຍດີ"}};
  return release;
}

}  // namespace

TEST_CASE("the next day as a calendar file is one that another program reads without a complaint") {
  const auto release = spoken_release();
  const auto blocks = agenda(release, {}, at("2026-11-21T05:00:00+07:00"), 24h);
  REQUIRE(blocks.size() == 3);
  CHECK(blocks[0].event == "by-night");
  CHECK(blocks[1].event == "by-day");
  CHECK(blocks[1].ends == at("2026-11-21T18:00:00+07:00"));
  CHECK(blocks[2].ends == at("2026-11-22T05:00:00+07:00"));
  CHECK(blocks[1].items.at("gate/a").times == 864);
  const auto file = calendar_file(release, blocks);
  icalcomponent* calendar = icalparser_parse_string(file.c_str());
  REQUIRE(calendar != nullptr);
  CHECK(icalcomponent_count_errors(calendar) == 0);
  CHECK(icalrestriction_check(calendar) == 1);
  CHECK(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT) == 3);
  std::set<std::string> ids;
  for (auto* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != nullptr;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    ids.insert(icalcomponent_get_uid(event));
    CHECK(icaltime_compare(icalcomponent_get_dtstart(event), icalcomponent_get_dtend(event)) < 0);
    CHECK(std::string(icalcomponent_get_description(event))
              .find("Chào mừng quý khách, mời vào; cửa khẩu "
                    "quốc tế Lao Bảo \\ ສະບາຍດີ (gate/a): ") != std::string::npos);
  }
  CHECK(ids.size() == 3);
  icalcomponent_free(calendar);
}

TEST_CASE("lines end in CRLF, have at most 75 octets, and no character is cut in two") {
  const auto release = spoken_release();
  const auto file = calendar_file(release, agenda(release, {}, at("2026-11-21T05:00:00+07:00"), 24h));
  CHECK(file.ends_with("END:VCALENDAR\r\n"));
  std::size_t begin = 0;
  int folded = 0;
  while (begin < file.size()) {
    const auto end = file.find("\r\n", begin);
    REQUIRE(end != std::string::npos);
    const auto line = file.substr(begin, end - begin);
    CHECK(line.size() <= 75);
    CHECK(line.find('\n') == std::string::npos);
    const auto first = line.starts_with(' ') ? 1U : 0U;
    folded += static_cast<int>(first);
    CHECK((static_cast<unsigned char>(line[first]) & 0xC0U) != 0x80U);
    begin = end + 2;
  }
  CHECK(folded > 3);
  CHECK(file == calendar_file(release, agenda(release, {}, at("2026-11-21T05:00:00+07:00"), 24h)));
}

TEST_CASE("an agenda that begins later tells the same hours, and an empty time is the still") {
  auto release = small_release();
  release.events.pop_back();
  const auto blocks = agenda(release, {}, at("2026-11-21T17:00:00+07:00"), 24h);
  REQUIRE(blocks.size() == 3);
  CHECK(blocks[1].event.empty());
  CHECK(blocks[1].starts == at("2026-11-21T18:00:00+07:00"));
  CHECK(blocks[1].ends == at("2026-11-22T06:00:00+07:00"));
  CHECK(agenda(release, {}, at("2026-11-21T17:00:00+07:00"), 24h * 365).back().ends <=
        at("2026-11-21T17:00:00+07:00") + kLongestAgenda);
  const auto next = next_showing_of(release, {}, "gate/d", at("2026-11-21T17:59:55+07:00"), 24h);
  REQUIRE(next);
  CHECK(next->starts == at("2026-11-22T06:00:30+07:00"));
  CHECK_FALSE(next_showing_of(release, {}, "gate/x", at("2026-11-21T17:59:55+07:00"), 24h));
}
