#include "content-sync/base/json_value.h"
#include "player/programme/explain.h"

#include <catch2/catch.hpp>

#include "tests/player/programme/small_release.h"

using namespace gatecast::programme;

TEST_CASE("the words say what, since when, why, why not and until when") {
  const auto release = small_release();
  Situation broken;
  broken.unplayable = {"gate/b"};
  const auto words = explain_in_words(release, broken, {at("2026-11-21T06:00:12+07:00")});
  CHECK(
      words ==
      "test-hall release 7 at 2026-11-21 06:00:12 (Asia/Ho_Chi_Minh)\n"
      "Shows gate/c in vi and lo, 2.0 s into its slot, until 2026-11-21 06:00:15.\n"
      "Because\n"
      "  - The mode is daily: nobody has set another, and the calendar names none for this day.\n"
      "  - Event \"by-day\" (priority 0) is on from 2026-11-21 06:00:00 to 2026-11-21 18:00:00 "
      "(Asia/Ho_Chi_Minh).\n"
      "  - Its playlist \"day\" plays in order in 4 slots of 50.0 s together; since the event began this is "
      "pass 1, slot 2: gate/b.\n"
      "  - gate/b cannot be played on this kiosk; gate/c fills its slot, so that this screen stays in step "
      "with "
      "the others.\n"
      "  - Pass 1 speaks vi with lo (round 1 of 3).\n"
      "And not\n"
      "  - Event \"by-night\" is not on; it begins next at 2026-11-21 18:00:00.\n"
      "The next change is at 2026-11-21 06:00:15.\n");
}

TEST_CASE("the same is there for machines") {
  const auto release = small_release();
  const auto json = nlohmann::json::parse(explain_as_json(release, {}, {at("2026-11-21T06:00:12+07:00")}));
  CHECK(json["showing"]["item"] == "gate/b");
  CHECK(json["showing"]["offset_us"] == 2'000'000);
  CHECK(json["next_change"] == "2026-11-20T23:00:25Z");
  const auto none = nlohmann::json::parse(explain_as_json({}, {}, {at("2026-11-21T06:00:12+07:00")}));
  CHECK(none["showing"].is_null());
}

TEST_CASE("each event that is not on is told with its reason, and the mode with its next change") {
  auto release = small_release();
  release.playlists["news"] = {"news", gatecast::bundle::Order::ordered, {{"gate/d"}}};
  add_event(release, "later", "news", "20260101T060000", std::chrono::hours(1)).first_day = "20261201";
  add_event(release, "gone", "news", "20260101T060000", std::chrono::hours(1)).last_day = "20261031";
  add_event(release, "except", "news", "20260101T060000", std::chrono::hours(1)).exceptions = {"20261121"};
  add_event(release, "tag", "news", "20260101T060000", std::chrono::hours(1)).only_for.tags = {"touch"};
  add_event(release, "feast", "news", "20260101T060000", std::chrono::hours(1)).modes = {
      gatecast::bundle::Mode::festive};
  add_event(release, "low", "news", "20260101T060000", std::chrono::hours(1), -1);
  release.mode_days = {{gatecast::bundle::Mode::festive, "20261202", "20261202", "FREQ=YEARLY", {}}};
  const auto json = nlohmann::json::parse(explain_as_json(release, {}, {at("2026-11-21T06:30:00+07:00")}));
  std::map<std::string, std::string> reasons;
  for (const auto& entry : json["not_because"]) reasons[entry["event"]] = entry["reason"];
  CHECK(reasons == std::map<std::string, std::string>{{"by-night", "time"},
                                                      {"later", "days"},
                                                      {"gone", "days"},
                                                      {"except", "exception"},
                                                      {"tag", "tag"},
                                                      {"feast", "mode"},
                                                      {"low", "priority"}});
  CHECK(json["mode"]["mode"] == "daily");
  CHECK(json["mode"]["by"] == "nobody");
  CHECK(json["mode"]["changes"]["at"] == "2026-12-01T17:00:00Z");
  CHECK(json["mode"]["changes"]["to"] == "festive");
}

TEST_CASE("why not this item or event is answered by name, with its next time") {
  const auto release = small_release();
  const auto now = at("2026-11-21T06:00:12+07:00");
  const auto item = explain_in_words(release, {}, {now, {}, "gate/d"});
  CHECK_THAT(item, Catch::Contains("Item gate/d stands in the playlist day.") &&
                       Catch::Contains("Now it is the turn of gate/b.") &&
                       Catch::Contains("It comes next at 2026-11-21 06:00:30 by the event \"by-day\"."));
  const auto event = explain_in_words(release, {}, {now, {}, "by-night"});
  CHECK_THAT(event, Catch::Contains("About by-night") &&
                        Catch::Contains("It is next shown from 2026-11-21 18:00:00 to 2026-11-22 06:00:00."));
  CHECK_THAT(explain_in_words(release, {}, {now, {}, "by-nigt"}),
             Catch::Contains("no event or item \"by-nigt\"; its events are by-day, by-night") &&
                 Catch::Contains("Did you mean \"by-night\"?"));
  const auto ahead = explain_in_words(release, {}, {now, std::chrono::hours(24), ""});
  CHECK_THAT(ahead, Catch::Contains("The next 24 hours") &&
                        Catch::Contains("2026-11-21 18:00:00 to 2026-11-22 06:00:00: event \"by-night\""));
  const auto json = nlohmann::json::parse(explain_as_json(release, {}, {now, std::chrono::hours(24), ""}));
  CHECK(json["agenda"].size() == 3);
  CHECK(json["agenda"][1]["items"][0]["times"] == 2880);
}
