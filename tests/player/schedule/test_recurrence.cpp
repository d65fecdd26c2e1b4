#include "player/schedule/recurrence.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "player/schedule/schedule.h"

using namespace gatecast;
using namespace gatecast::schedule;
using namespace std::chrono_literals;

namespace {

std::string written(LocalTime time) {
  auto text = format_for_people(time);  // 2026-01-01 06:00:00
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  text[8] = 'T';
  return text;
}

std::vector<std::string> starts_of(const std::string& rule, const std::string& first, const std::string& from,
                                   std::size_t most) {
  std::vector<std::string> out;
  const auto zone = Zone::open("UTC").value();
  if (most == 0) return out;
  const auto walk = walk_recurrence(rule, parse_local(first).value(), zone, parse_local(from).value(),
                                    [&](LocalTime start) {
                                      out.push_back(written(start));
                                      return out.size() < most;
                                    });
  static_cast<void>(walk);  // a rule that never comes is refused, and gives none
  return out;
}

std::vector<std::string> parts(const std::string& line, char at) {
  std::vector<std::string> out;
  std::istringstream stream(line);
  for (std::string part; std::getline(stream, part, at);) out.push_back(part);
  return out;
}

}  // namespace

TEST_CASE("four hundred rules give the starts that another program gives, also when it is joined late") {
  std::ifstream file(GATECAST_SOURCE_DIR "/tests/data/recurrences.txt");
  int compared = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto fields = parts(line, '|');
    const auto expected = fields.size() > 2 ? parts(fields[2], ',') : std::vector<std::string>();
    INFO(fields[0] << " from " << fields[1]);
    CHECK(starts_of(fields[0], fields[1], fields[1], std::max<std::size_t>(expected.size(), 1)) == expected);
    if (expected.size() > 4)
      CHECK(starts_of(fields[0], fields[1], expected[4], expected.size() - 4) ==
            std::vector<std::string>(expected.begin() + 4, expected.end()));
    ++compared;
  }
  CHECK(compared == 398);
}

TEST_CASE("BYSETPOS counts in the whole period, also in the part before the first start") {
  // The week of Wednesday the 25th has a Tuesday before it.
  CHECK(starts_of("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH;BYSETPOS=2", "20260225T114700", "20260225T114700", 2) ==
        std::vector<std::string>{"20260226T114700", "20260319T114700"});
  CHECK(starts_of("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8,17;BYSETPOS=-1", "20261115T080000",
                  "20261115T080000", 2) == std::vector<std::string>{"20261130T170000", "20261231T170000"});
}

TEST_CASE("an event comes by hours and minutes too, within the days that the rule lets pass") {
  CHECK(starts_of("FREQ=HOURLY;INTERVAL=2;BYDAY=SA,SU", "20261120T060000", "20261121T210000", 3) ==
        std::vector<std::string>{"20261121T220000", "20261122T000000", "20261122T020000"});
  CHECK(starts_of("FREQ=MINUTELY;INTERVAL=20;BYHOUR=7,8", "20261120T070500", "20261121T080500", 4) ==
        std::vector<std::string>{"20261121T080500", "20261121T082500", "20261121T084500", "20261122T070500"});
}

TEST_CASE("parts that do not go together are refused with a remedy") {
  const auto zone = Zone::open("UTC").value();
  const auto first = parse_local("20260101T060000").value();
  for (const auto& [rule, word] :
       {std::pair{"FREQ=DAILY;BYWEEKNO=3", "BYWEEKNO"}, std::pair{"FREQ=MONTHLY;BYYEARDAY=3", "BYYEARDAY"},
        std::pair{"FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY"}, std::pair{"FREQ=DAILY;BYDAY=1MO", "numbered"},
        std::pair{"FREQ=DAILY;BYSETPOS=1", "BYSETPOS"}, std::pair{"FREQ=SECONDLY", "20 seconds"},
        std::pair{"FREQ=DAILY;RSCALE=CHINESE", "RSCALE"}, std::pair{"FREQ=SOMETIMES", "not an RFC 5545"}}) {
    const auto walk = walk_recurrence(rule, first, zone, first, [](LocalTime) { return false; });
    INFO(rule);
    REQUIRE_FALSE(walk);
    CHECK_THAT(walk.error().message, Catch::Contains(word));
    CHECK_FALSE(walk.error().hint.empty());
  }
}

TEST_CASE("lunar days come each year at the time of the first start, and not in a doubled month") {
  bundle::Event ancestors;
  ancestors.id = "gio-to";
  ancestors.zone = "Asia/Ho_Chi_Minh";
  ancestors.starts = "20260101T060000";
  ancestors.duration_us = Duration(12h).count();
  ancestors.lunar = {{3, {10}, false}};
  CHECK(check_event(ancestors));
  std::vector<std::string> days;
  auto now = parse_instant("2026-01-01T00:00:00+07:00").value();
  for (int i = 0; i < 6; ++i) {
    now = next_start(ancestors, now).value();
    days.push_back(format_instant(now).substr(0, 10));
  }
  CHECK(days == std::vector<std::string>{"2026-04-25", "2027-04-15", "2028-04-03", "2029-04-22", "2030-04-11",
                                         "2031-03-31"});  // 06:00 in Viet Nam is the day before in UTC
  CHECK_FALSE(occurrence_at(ancestors, parse_instant("2026-01-01T07:00:00+07:00").value()));
  CHECK(occurrence_at(ancestors, parse_instant("2027-04-16T17:59:59+07:00").value()));
  CHECK_FALSE(occurrence_at(ancestors, parse_instant("2027-04-16T18:00:00+07:00").value()));
  // Tết: the last day of the year and three of the new one, over an exception.
  ancestors.lunar = {{12, {-1}, false}, {1, {1, 2, 3}, false}};
  ancestors.exceptions = {"20270207"};
  for (const auto& [day, is_on] : {std::pair{"04", false}, std::pair{"05", true}, std::pair{"06", true},
                                   std::pair{"07", false}, std::pair{"08", true}, std::pair{"09", false}})
    CHECK(occurrence_at(ancestors, parse_instant("2027-02-" + std::string(day) + "T08:00:00+07:00").value())
              .has_value() == is_on);
  // Each month's first and fifteenth, the doubled fifth of 2028 included.
  ancestors.lunar = {{0, {1, 15}, true}};
  int count = 0;
  for (now = parse_instant("2028-01-26T00:00:00+07:00").value();; ++count) {
    now = next_start(ancestors, now).value();
    if (now >= parse_instant("2029-02-13T00:00:00+07:00").value()) break;
  }
  CHECK(count == 26);
  CHECK_FALSE(next_start(ancestors, parse_instant("2101-02-01T00:00:00Z").value()));
  ancestors.lunar = {{13, {1}, false}};
  CHECK(check_event(ancestors).error().rule == "event.lunar");
}

TEST_CASE("a start in the hour that a clock change skips does not hide the later ones") {
  bundle::Event event;
  event.id = "gap";
  event.zone = "Europe/Berlin";
  event.starts = "20260101T023000";
  event.duration_us = Duration(10min).count();
  event.recurrence = "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30";
  // On 29 March 02:00 and 02:30 are read as 03:00 and 03:30: the same moments as the other two starts.
  const auto now = parse_instant("2026-03-29T00:50:00Z").value();
  CHECK(format_instant(next_start(event, now).value()) == "2026-03-29T01:00:00Z");
  event.recurrence = "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=45,0";
  event.exceptions = {"20260329T020000"};
  // 02:45 becomes 03:45 (01:45Z), later than 03:00 (01:00Z), which follows it on the clock.
  CHECK(format_instant(next_start(event, now).value()) == "2026-03-29T01:00:00Z");
  CHECK(occurrence_at(event, parse_instant("2026-03-29T01:05:00Z").value()));
}

TEST_CASE("why an event is off is told apart") {
  bundle::Event event;
  event.id = "why";
  event.zone = "Asia/Ho_Chi_Minh";
  event.starts = "20260101T060000";
  event.duration_us = Duration(1h).count();
  event.recurrence = "FREQ=DAILY";
  event.first_day = "20260201";
  event.last_day = "20260210";
  event.exceptions = {"20260205"};
  const auto at = [&](const char* when) { return why_off(event, parse_instant(when).value()); };
  CHECK(at("2026-01-31T06:30:00+07:00") == WhyOff::before_first_day);
  CHECK(at("2026-02-04T06:30:00+07:00") == WhyOff::is_on);
  CHECK(at("2026-02-05T06:30:00+07:00") == WhyOff::excepted);
  CHECK(at("2026-02-06T08:30:00+07:00") == WhyOff::between);
  CHECK(at("2026-02-10T08:30:00+07:00") == WhyOff::over);
  CHECK(at("2026-02-11T06:30:00+07:00") == WhyOff::after_last_day);
  event.recurrence = "FREQ=NEVER";
  CHECK(at("2026-02-11T06:30:00+07:00") == WhyOff::unreadable);
}
