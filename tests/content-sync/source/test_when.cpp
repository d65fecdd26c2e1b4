#include <catch2/catch.hpp>

#include "content-sync/source/check.h"
#include "tests/content-sync/source/scratch_folder.h"

using namespace gatecast;
using namespace gatecast::source;
using test::ScratchFolder;

namespace {

constexpr auto kEvent = "\"recurrence\": \"FREQ=DAILY\"";
constexpr auto kItems = "{ \"items\": [\"gate/welcome\", { \"item\": \"trade/coffee\", \"weight\": 1 }, ";
constexpr auto kWeighted =
    "{ \"order\": \"weighted\", \"items\": [\"gate/welcome\", { \"item\": \"trade/coffee\", ";

bundle::Release release_of(const ScratchFolder& folder) {
  SystemDisk disk;
  const auto reading = read_draft(disk, folder.channel());
  REQUIRE(reading);
  return reading->draft.release;
}

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("lunar days, conditions, shares and licences of a folder become those of the release") {
  const ScratchFolder folder;
  folder.change(
      "channel.json", kEvent,
      "\"lunar\": [{ \"month\": 12, \"days\": [-1] }, { \"days\": [1, 15] }], \"exceptions\": "
      "[\"2027-02-06\"], \"only_for\": { \"sites\": [\"lao-bao\"], \"without_tags\": [\"outdoor\"] }");
  folder.change("channel.json", kItems,
                "{ \"order\": \"weighted\", \"least_distance\": 2, \"items\": [\"gate/welcome\", { \"item\": "
                "\"trade/coffee\", \"share_percent\": 12.5 }, ");
  folder.change("channel.json", "{ \"mode\": \"festive\", \"first_day\": \"2026-09-01\"",
                "{ \"mode\": \"festive\", \"lunar\": [{ \"month\": 1, \"days\": [1, 2, 3] }] }, { \"mode\": "
                "\"festive\", \"recurrence\": \"FREQ=YEARLY\", \"first_day\": \"2026-09-01\"");
  folder.change("items/coffee.json", "\"duration_s\"",
                "\"rights\": { \"owner\": \"A cooperative\", \"licence\": \"contract 7\", \"ends\": "
                "\"2027-03-31\", \"sites\": [\"lao-bao\"] }, \"only_for\": { \"languages\": [\"lo\"] }, "
                "\"duration_s\"");
  CHECK(folder.faults().empty());
  const auto release = release_of(folder);
  const auto& event = release.events.at(0);
  CHECK(event.lunar == std::vector<bundle::LunarDays>{{12, {-1}, false}, {0, {1, 15}, true}});
  CHECK(event.exceptions == std::vector<std::string>{"20270206"});
  CHECK(event.only_for.sites.contains("lao-bao"));
  CHECK(event.only_for.without_tags.contains("outdoor"));
  CHECK(release.playlists.at("day").entries.at(1).share_permille == 125);
  CHECK(release.playlists.at("day").least_distance == 2);
  CHECK(release.mode_days.at(0).lunar.at(0).days.size() == 3);
  CHECK(release.mode_days.at(1).recurrence == "FREQ=YEARLY");
  const auto& coffee = release.items.at("trade/coffee");
  CHECK(coffee.rights == "A cooperative, contract 7");
  CHECK(format_instant(coffee.rights_until.value()) == "2027-03-31T17:00:00Z");
  CHECK(coffee.valid_until == coffee.rights_until);
  CHECK(coffee.only_for.sites == std::set<std::string>{"lao-bao"});
  CHECK(coffee.only_for.languages == std::set<std::string>{"lo"});
}

TEST_CASE("what is wrong with days, shares and conditions is told with its place and a remedy") {
  const ScratchFolder folder;
  SECTION("a lunar month that does not exist") {
    folder.change("channel.json", kEvent, "\"lunar\": [{ \"month\": 13, \"days\": [1] }]");
    CHECK(has(folder.faults(), "channel/channel.json:30:"));
    CHECK(has(folder.faults(), "the lunar month, a number from 1 to 12"));
  }
  SECTION("lunar day 0") {
    folder.change("channel.json", kEvent, "\"lunar\": [{ \"days\": [0] }]");
    CHECK(has(folder.faults(), "there is no lunar day 0 [event.lunar]\n  write 1 to 30, or -1"));
  }
  SECTION("lunar day 30") {
    folder.change("channel.json", kEvent, "\"lunar\": [{ \"month\": 12, \"days\": [30] }]");
    CHECK(has(folder.faults(), "warning: channel/channel.json:30:"));
    CHECK(has(folder.faults(), "many lunar months have only 29 days"));
  }
  SECTION("a rule in another calendar") {
    folder.change("channel.json", "FREQ=DAILY", "RSCALE=CHINESE;FREQ=YEARLY");
    CHECK(has(folder.faults(), "written as \"lunar\" [event.recurrence]"));
  }
  SECTION("a share in an ordered playlist") {
    folder.change("channel.json", "\"weight\": 1", "\"share_percent\": 10");
    CHECK(has(folder.faults(),
              "in an ordered playlist each entry comes once in a pass [playlist.order]\n  write"));
  }
  SECTION("shares above the whole") {
    folder.change("channel.json", kItems,
                  std::string(kWeighted) +
                      "\"share_percent\": 60 }, { \"item\": \"trade/coffee\", "
                      "\"share_percent\": 50 }, ");
    CHECK(has(folder.faults(), "with this entry the shares add up to 110.0 % [playlist.share]"));
  }
  SECTION("a weight and a share") {
    folder.change("channel.json", kItems,
                  std::string(kWeighted) + "\"weight\": 2, \"share_percent\": 50 }, ");
    CHECK(has(folder.faults(), "an entry has a weight or a share, not both [playlist.share]"));
  }
  SECTION("repeats further apart than there are items") {
    folder.change("channel.json", kItems,
                  "{ \"order\": \"weighted\", \"least_distance\": 4, \"items\": "
                  "[\"gate/welcome\", { \"item\": \"trade/coffee\" }, ");
    CHECK(has(folder.faults(),
              "3 different items cannot stay 4 steps apart [playlist.distance]\n  write at most 3"));
  }
  SECTION("a tag asked for and shut out") {
    folder.change("channel.json", kEvent,
                  "\"only_for\": { \"tags\": [\"touch\"], \"without_tags\": [\"touch\"] }");
    CHECK(has(folder.faults(), "the tag \"touch\" is both asked for and shut out [only_for.tags]"));
  }
  SECTION("a language that the channel does not show") {
    folder.change("channel.json", kEvent, "\"only_for\": { \"languages\": [\"th\"] }");
    CHECK(has(folder.faults(), "this channel does not show \"th\" [only_for.languages]"));
  }
  SECTION("a mode without days") {
    folder.change("channel.json", ", \"first_day\": \"2026-09-01\", \"last_day\": \"2026-09-03\"", "");
    CHECK(has(folder.faults(), "no days are named here [channel.mode_days]\n  write \"first_day\""));
  }
  SECTION("an exception that is no day") {
    folder.change("channel.json", kEvent, "\"exceptions\": [\"2027-02-30\"]");
    CHECK(has(folder.faults(), "\"2027-02-30\" is not a day of the calendar [time.day]"));
  }
  SECTION("a licence for other sites than the item's") {
    folder.change("items/coffee.json", "\"duration_s\"",
                  "\"rights\": { \"owner\": \"x\", \"sites\": [\"la-lay\"] }, \"only_for\": { \"sites\": "
                  "[\"lao-bao\"] }, \"duration_s\"");
    CHECK(has(folder.faults(), "the licence allows none of the sites of \"only_for\" [item.rights]"));
  }
}

TEST_CASE("a licence that ends within thirty days is told, with the days that are left") {
  const ScratchFolder folder;
  folder.change("items/coffee.json", "\"duration_s\"",
                "\"rights\": { \"owner\": \"A cooperative\", \"ends\": \"2027-03-31\" }, \"duration_s\"");
  const auto told_at = [&](const char* now) {
    SystemDisk disk;
    CheckRequest request;
    request.folder = folder.channel();
    request.shown = "channel";
    request.now = parse_instant(now).value();
    request.progress = [](std::string_view) {};
    std::string out;
    const auto reading = check_folder(disk, request);
    REQUIRE(reading);
    for (const auto& fault : reading->faults)
      if (fault.error.rule == "rights.ends") out += to_string(fault.error) + "\n";
    return out;
  };
  CHECK(told_at("2027-02-28T00:00:00+07:00").empty());
  CHECK(has(
      told_at("2027-03-10T12:00:00+07:00"),
      "the licence of \"trade/coffee\" ends on 2027-03-31, in 22 days; then the item drops out by itself"));
  CHECK(has(told_at("2027-04-01T00:00:00+07:00"), "ended on 2027-03-31: the item is not shown any more"));
}
