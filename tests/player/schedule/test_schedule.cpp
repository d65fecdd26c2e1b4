#include "player/schedule/schedule.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <random>

#include "player/schedule/recurrence.h"

using namespace gatecast;
using namespace gatecast::schedule;
using namespace std::chrono_literals;

namespace {

Instant at(const char* text) {
  return parse_instant(text).value();
}

bundle::Event event(const char* starts, Duration duration, const char* rule,
                    const char* zone = "Asia/Ho_Chi_Minh") {
  bundle::Event out;
  out.id = "test";
  out.zone = zone;
  out.starts = starts;
  out.duration_us = duration.count();
  out.recurrence = rule;
  return out;
}

std::string shown(const std::optional<Occurrence>& occurrence) {
  if (!occurrence) return "none";
  return format_instant(occurrence->starts) + " " + format_instant(occurrence->ends);
}

}  // namespace

TEST_CASE("a daypart is on from its local start to its end and no longer") {
  const auto day = event("20260101T060000", 12h, "FREQ=DAILY");
  CHECK(shown(occurrence_at(day, at("2026-11-21T05:59:59+07:00"))) == "none");
  CHECK(shown(occurrence_at(day, at("2026-11-21T06:00:00+07:00"))) ==
        "2026-11-20T23:00:00Z 2026-11-21T11:00:00Z");
  CHECK(shown(occurrence_at(day, at("2026-11-21T17:59:59+07:00"))) ==
        "2026-11-20T23:00:00Z 2026-11-21T11:00:00Z");
  CHECK(shown(occurrence_at(day, at("2026-11-21T18:00:00+07:00"))) == "none");
  CHECK(format_instant(next_boundary(day, at("2026-11-21T17:00:00+07:00"))) == "2026-11-21T11:00:00Z");
  CHECK(format_instant(next_boundary(day, at("2026-11-21T18:00:00+07:00"))) == "2026-11-21T23:00:00Z");
}

TEST_CASE("an occurrence that passes midnight is kept whole, also on its last day") {
  auto night = event("20260101T220000", 8h, "FREQ=DAILY");
  night.last_day = "20261121";
  CHECK(shown(occurrence_at(night, at("2026-11-22T05:00:00+07:00"))) ==
        "2026-11-21T15:00:00Z 2026-11-21T23:00:00Z");
  CHECK(shown(occurrence_at(night, at("2026-11-22T23:00:00+07:00"))) == "none");
  CHECK(next_boundary(night, at("2026-11-22T23:00:00+07:00")) == kNever);
}

TEST_CASE("first and last day bound the days on which an event begins") {
  auto campaign = event("20200101T080000", 1h, "FREQ=DAILY");
  campaign.first_day = "20261201";
  campaign.last_day = "20261203";
  CHECK(shown(occurrence_at(campaign, at("2026-11-30T08:30:00+07:00"))) == "none");
  CHECK(format_instant(next_boundary(campaign, at("2026-11-01T00:00:00Z"))) == "2026-12-01T01:00:00Z");
  CHECK(occurrence_at(campaign, at("2026-12-03T08:30:00+07:00")));
  CHECK_FALSE(occurrence_at(campaign, at("2026-12-04T08:30:00+07:00")));
}

TEST_CASE("exceptions take away and additions add, as dates or as times") {
  auto weekly = event("20260105T090000", 1h, "FREQ=WEEKLY;BYDAY=MO");
  weekly.exceptions = {"20261123", "20261130T090000"};
  weekly.additions = {"20261124T140000", "20261126"};
  CHECK_FALSE(occurrence_at(weekly, at("2026-11-23T09:30:00+07:00")));
  CHECK_FALSE(occurrence_at(weekly, at("2026-11-30T09:30:00+07:00")));
  CHECK(occurrence_at(weekly, at("2026-11-24T14:30:00+07:00")));
  CHECK(occurrence_at(weekly, at("2026-11-26T09:30:00+07:00")));
  CHECK(format_instant(next_boundary(weekly, at("2026-11-26T12:00:00+07:00"))) == "2026-12-07T02:00:00Z");
}

TEST_CASE("an event without a rule comes once, and at its additions") {
  auto once = event("20260902T070000", 3h, "");
  once.additions = {"20270902T070000"};
  CHECK(occurrence_at(once, at("2026-09-02T08:00:00+07:00")));
  CHECK_FALSE(occurrence_at(once, at("2026-09-03T08:00:00+07:00")));
  CHECK(occurrence_at(once, at("2027-09-02T08:00:00+07:00")));
  CHECK(next_boundary(once, at("2028-01-01T00:00:00Z")) == kNever);
}

TEST_CASE("a later start ends the earlier occurrence of the same event") {
  const auto hourly = event("20260101T080000", 3h, "FREQ=DAILY;BYHOUR=8,9,10");
  CHECK(shown(occurrence_at(hourly, at("2026-11-21T09:30:00+07:00"))) ==
        "2026-11-21T02:00:00Z 2026-11-21T03:00:00Z");
  CHECK(format_instant(next_boundary(hourly, at("2026-11-21T10:30:00+07:00"))) == "2026-11-21T06:00:00Z");
}

TEST_CASE("a start that a clock change skips is read with the offset before the gap") {
  const auto early = event("20260301T023000", 1h, "FREQ=DAILY", "Europe/Berlin");
  CHECK(shown(occurrence_at(early, at("2026-03-29T01:45:00Z"))) ==
        "2026-03-29T01:30:00Z 2026-03-29T02:30:00Z");
}

TEST_CASE("a start that comes twice means its first coming, and lengths are exact time") {
  const auto early = event("20260301T023000", 1h, "FREQ=DAILY", "Europe/Berlin");
  CHECK(shown(occurrence_at(early, at("2026-10-25T00:30:00Z"))) ==
        "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z");
  CHECK(shown(occurrence_at(early, at("2026-10-25T01:30:00Z"))) == "none");
  const auto morning = event("20260301T060000", 12h, "FREQ=DAILY", "Europe/Berlin");
  CHECK(shown(occurrence_at(morning, at("2026-03-28T08:00:00Z"))) ==
        "2026-03-28T05:00:00Z 2026-03-28T17:00:00Z");
  CHECK(shown(occurrence_at(morning, at("2026-03-29T08:00:00Z"))) ==
        "2026-03-29T04:00:00Z 2026-03-29T16:00:00Z");
}

TEST_CASE("UNTIL is read as local time, as a whole day and as UTC") {
  for (const auto* until : {"FREQ=DAILY;UNTIL=20261121", "FREQ=DAILY;UNTIL=20261121T060000",
                            "FREQ=DAILY;UNTIL=20261120T230000Z"}) {
    const auto rule = event("20260101T060000", 1h, until);
    INFO(until);
    CHECK(occurrence_at(rule, at("2026-11-21T06:30:00+07:00")));
    CHECK_FALSE(occurrence_at(rule, at("2026-11-22T06:30:00+07:00")));
    CHECK(next_boundary(rule, at("2026-11-22T00:00:00Z")) == kNever);
  }
  const auto before = event("20260101T060000", 1h, "FREQ=DAILY;UNTIL=20261120T225959Z");
  CHECK_FALSE(occurrence_at(before, at("2026-11-21T06:30:00+07:00")));
}

TEST_CASE("jumping near an instant finds the same starts as counting from the first one") {
  std::mt19937 random(7);
  for (const auto* rule :
       {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA", "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=2", "FREQ=DAILY;BYMONTH=4,9;BYHOUR=0,23",
        "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU,TU", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"}) {
    const auto zone = Zone::open("Asia/Ho_Chi_Minh").value();
    const auto first = parse_local("20150131T063000").value();
    std::vector<LocalTime> all;
    REQUIRE(walk_recurrence(rule, first, zone, first, [&](LocalTime start) {
      all.push_back(start);
      return start < parse_local("20280101T000000").value();
    }));
    for (int i = 0; i < 40; ++i) {
      const auto from = first + std::chrono::minutes(random() % (60U * 24U * 365U * 12U));
      std::optional<LocalTime> jumped;
      REQUIRE(walk_recurrence(rule, first, zone, from, [&](LocalTime start) {
        jumped = start;
        return false;
      }));
      const auto counted = std::ranges::lower_bound(all, from);
      REQUIRE(counted != all.end());
      INFO(rule << " from " << format_for_people(from));
      REQUIRE(jumped);
      CHECK(format_for_people(*jumped) == format_for_people(*counted));
    }
  }
}

TEST_CASE("COUNT counts the starts, hours of a day included") {
  const auto three = event("20260101T080000", 10min, "FREQ=DAILY;COUNT=3;BYHOUR=7,8,9");
  CHECK_FALSE(occurrence_at(three, at("2026-01-01T07:05:00+07:00")));
  CHECK(occurrence_at(three, at("2026-01-01T08:05:00+07:00")));
  CHECK(occurrence_at(three, at("2026-01-02T07:05:00+07:00")));
  CHECK_FALSE(occurrence_at(three, at("2026-01-02T08:05:00+07:00")));
}

TEST_CASE("boundaries and occurrences agree at every minute of three weeks") {
  auto one = event("20260310T220000", 9h, "FREQ=WEEKLY;BYDAY=TU,FR,SU", "Europe/Berlin");
  one.exceptions = {"20260324"};
  one.additions = {"20260325T013000"};
  auto instant = at("2026-03-15T00:00:00Z");
  auto boundary = next_boundary(one, instant);
  auto was = occurrence_at(one, instant);
  for (int minute = 0; minute < 60 * 24 * 21; ++minute) {
    instant += 1min;
    const auto is = occurrence_at(one, instant);
    if (instant < boundary) {
      REQUIRE(is == was);
    } else {
      REQUIRE(is != was);
      was = is;
      boundary = next_boundary(one, instant);
    }
  }
}

TEST_CASE("a hostile rule costs little and never plays") {
  const auto begin = std::chrono::steady_clock::now();
  for (const auto* rule :
       {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=SECONDLY",
        "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;BYHOUR=0,1,2,3,4,5,6,7,8;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=999999999",
        "RRULE", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=DAILY;RSCALE=CHINESE",
        "FREQ=DAILY;UNTIL=99999999T999999Z", ";;;=;", "FREQ=WEEKLY;BYDAY=99XX"}) {
    const auto hostile = event("20260101T060000", 1h, rule);
    INFO(rule);
    CHECK_FALSE(occurrence_at(hostile, at("2026-11-21T06:30:00Z")));
    CHECK(next_boundary(hostile, at("2026-11-21T06:30:00Z")) == kNever);
    CHECK_FALSE(check_event(hostile));
  }
  // The longest single one costs about a second, once: what is known to be empty is not looked at again.
  CHECK(std::chrono::steady_clock::now() - begin < 120s);
  const auto again = std::chrono::steady_clock::now();
  const auto hostile = event("20260101T060000", 1h, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31");
  for (int i = 0; i < 1000; ++i) {
    CHECK(next_boundary(hostile, at("2026-11-21T06:30:00Z") + std::chrono::hours(i)) == kNever);
  }
  CHECK(std::chrono::steady_clock::now() - again < 120s);
}

TEST_CASE("what is wrong with an event is said with a remedy") {
  CHECK(check_event(event("20260101T060000", 1h, "FREQ=DAILY")));
  const auto rule_of = [](const bundle::Event& broken) { return check_event(broken).error().rule; };
  CHECK(rule_of(event("20260101T060000", 1h, "FREQ=DAILY", "Mars/Olympus")) == "zone.unknown");
  CHECK(rule_of(event("20260101T060000", 1h, "FREQ=DAILY", "GMT+7")) == "zone.unknown");
  CHECK(rule_of(event("2026-01-01", 1h, "FREQ=DAILY")) == "event.starts");
  CHECK(rule_of(event("20260230T060000", 1h, "FREQ=DAILY")) == "event.starts");
  CHECK(rule_of(event("20260101T060000", 0h, "FREQ=DAILY")) == "event.duration");
  auto days = event("20260101T060000", 1h, "FREQ=DAILY");
  days.first_day = "20261201";
  days.last_day = "20261101";
  CHECK(rule_of(days) == "event.days");
  days.last_day = "soon";
  CHECK(rule_of(days) == "event.days");
  auto dates = event("20260101T060000", 1h, "FREQ=DAILY");
  dates.exceptions = {"tomorrow"};
  CHECK(rule_of(dates) == "event.dates");
}
