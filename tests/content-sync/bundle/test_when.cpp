#include <catch2/catch.hpp>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/changes.h"
#include "tests/support/sample_release.h"

using namespace gatecast;
using namespace gatecast::bundle;
using nlohmann::json;

namespace {

Release full_release() {
  auto release = test::sample_release("lao-bao-hall", 7).release;
  auto& event = release.events.at(0);
  event.lunar = {{12, {-1}, false}, {0, {1, 15}, true}};
  event.only_for.tags = {"exit-hall"};
  event.exceptions = {"20270206", "20270207T060000"};
  release.mode_days = {{Mode::festive, "20260902", "20260902", "FREQ=YEARLY", {}},
                       {Mode::festive, "", "", "", {{1, {1, 2, 3}, false}}}};
  auto& playlist = release.playlists.at("day");
  playlist.order = Order::weighted;
  playlist.least_distance = 2;
  playlist.entries.at(0).share_permille = 250;
  auto& item = release.items.at("gate/welcome");
  item.only_for = {{"lao-bao"}, {"touch"}, {"outdoor"}, {"lo", "en"}};
  item.rights_until = *parse_instant("2027-03-31T17:00:00Z");
  return release;
}

std::string verdict(void (*spoil)(json&)) {
  auto document = json::parse(write_release(full_release()));
  spoil(document);
  const auto release = parse_release(document.dump(), "release.json");
  return release ? "accepted" : to_string(release.error());
}

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("lunar days, conditions, shares and licences survive writing and reading") {
  const auto bytes = write_release(full_release());
  const auto read = parse_release(bytes, "release.json");
  REQUIRE(read);
  CHECK(write_release(*read) == bytes);
  CHECK(read->events.at(0).lunar.at(1) == LunarDays{0, {1, 15}, true});
  CHECK(read->items.at("gate/welcome").only_for.languages == std::set<std::string>{"en", "lo"});
  CHECK(read->playlists.at("day").entries.at(0).share_permille == 250);
  CHECK(read->mode_days.at(1).first_day.empty());
}

TEST_CASE("lunar days, conditions and shares that make no sense are refused") {
  CHECK(has(verdict([](json& d) { d["events"][0]["lunar"][0]["month"] = 13; }), "13 is outside 0 to 12"));
  CHECK(has(verdict([](json& d) { d["events"][0]["lunar"][0]["days"] = {0}; }), "a lunar day is 1 to 30"));
  CHECK(has(verdict([](json& d) { d["events"][0]["lunar"][0]["days"] = json::array(); }),
            "no lunar day is named"));
  CHECK(has(verdict([](json& d) { d["events"][0]["only_for"]["tags"] = {"Not a tag"}; }),
            "the name of a site or tag"));
  CHECK(has(verdict([](json& d) { d["playlists"]["day"]["entries"][1]["share_permille"] = 800; }),
            "the shares add up to more than the whole"));
  CHECK(has(verdict([](json& d) { d["mode_days"][1].erase("lunar"); }), "not a span of days"));
  CHECK(has(verdict([](json& d) { d["mode_days"][0]["last_day"] = ""; }), "not a span of days"));
}

TEST_CASE("who signs is told of each change of days, shares, conditions and licences") {
  const auto before = test::sample_release("lao-bao-hall", 7).release;
  std::string all;
  for (const auto& sentence : describe_changes(&before, full_release())) all += sentence + "\n";
  CHECK(has(all, "the last day of lunar month 12 and days 1 and 15 of each lunar month"));
  CHECK(has(all, "but not on 20270206 and 20270207T060000"));
  CHECK(has(all, "only with the tag exit-hall"));
  CHECK(has(all, "(25.0 % of the time)"));
  CHECK(has(all, "repeats 2 steps apart"));
  CHECK(has(all, "festive 20260902 to 20260902, again by FREQ=YEARLY"));
  CHECK(has(all, "festive on days 1, 2 and 3 of lunar month 1"));
  CHECK(has(all, "licence until changes from no end to 2027-03-31T17:00:00Z"));
  CHECK(has(
      all,
      "only at the site lao-bao, with the tag touch, without the tag outdoor and in the language en or lo"));
}
