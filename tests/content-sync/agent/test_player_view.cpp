// The player's folder as a neighbour that may be hostile.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "content-sync/agent/machine_facts.h"
#include "content-sync/agent/player_view.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/played.h"
#include "tests/player/play_log/log_days.h"
#include "tests/support/cut_disk.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

void write_text(const Path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

struct State {
  TemporaryFolder folder;
  Path path = folder.path();
  SystemDisk disk;
};

// So many quarters of an hour, one film each.
void play(LogDay& day, int quarters) {
  for (int i = 0; i < quarters; ++i) {
    day.show("film-" + std::to_string(i % 3));
    for (int step = 0; step < 15; ++step) {
      day.pass(std::chrono::minutes(1));
      REQUIRE(day.tend());
    }
  }
}

std::vector<std::int64_t> numbers_of(const PlayLogPart& part) {
  std::vector<std::int64_t> numbers;
  for (const auto& draft : part.drafts) {
    const auto body = parse_json(draft.body, "draft");
    REQUIRE(body);
    const auto head =
        report::parse_play_head((*body)["head"].get<std::string>(), (*body)["signature"].get<std::string>());
    REQUIRE(head);
    numbers.push_back(head->number);
    CHECK_FALSE(body->contains("break"));
    CHECK(report::played_items((*body)["body"].get<std::string>()));
  }
  return numbers;
}

}  // namespace

TEST_CASE(
    "each signed head of the play log is taken over once, but the newest, which its disk could forget") {
  CutDisk disk;
  REQUIRE(make_directories(disk, kState));
  LogDay day(disk);
  play(day, 5);
  PlayLogFollower follower(disk, kState);
  PlayLogPlace place;
  std::vector<std::int64_t> all;
  const auto look = [&] {
    const auto part = follower.look(place);
    CHECK(part.oddities.empty());
    const auto numbers = numbers_of(part);
    all.insert(all.end(), numbers.begin(), numbers.end());
    place = part.place;
    return numbers.size();
  };
  look();
  CHECK(all.size() >= 4);
  CHECK(look() == 0);
  play(day, 90);  // over midnight, and more than one look takes over
  while (look() > 0) {
  }
  // One that starts anew from its place goes on there.
  play(day, 3);
  PlayLogFollower other(disk, kState);
  const auto part = other.look(place);
  const auto numbers = numbers_of(part);
  all.insert(all.end(), numbers.begin(), numbers.end());
  REQUIRE_FALSE(all.empty());
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == static_cast<std::int64_t>(i) + 1);
  CHECK(all.back() == read_back(disk).last - 1);
}

TEST_CASE("a play log that was forged, torn or written anew is told, and only what is signed is sent") {
  CutDisk disk;
  REQUIRE(make_directories(disk, kState));
  LogDay day(disk);
  play(day, 6);
  const auto name = disk.list(kState / "play-log")->front();
  const auto whole = *read_file(disk, kState / "play-log" / name, 1'000'000);
  const auto put = [&](const Bytes& bytes) {
    REQUIRE(write_file_durably(disk, kState / "play-log" / name, bytes));
  };
  SECTION("a changed body is not proof of anything") {
    auto bent = whole;
    bent[bent.find("film-1") + 5] = '7';
    put(bent);
    bool is_told = false;
    for (const auto& draft : PlayLogFollower(disk, kState).look({}).drafts)
      is_told = is_told || draft.body.find("\"break\":\"log.body\"") != std::string::npos;
    CHECK(is_told);
  }
  SECTION("a changed head is not sent") {
    auto bent = whole;
    const auto at = bent.find("\"n\":2,");
    bent[at + 4] = '9';
    put(bent);
    const auto part = PlayLogFollower(disk, kState).look({});
    REQUIRE(part.oddities.size() == 1);
    CHECK(part.oddities[0].rule == "log.line");
  }
  SECTION("garbage between and behind") {
    put("garbage\n" + whole + std::string(5000, '\0'));
    const auto part = PlayLogFollower(disk, kState).look({});
    CHECK(part.drafts.size() >= 5);
    CHECK(part.oddities.size() == 1);
  }
  SECTION("heads that were sent are not there any more") {
    const auto part = PlayLogFollower(disk, kState).look({});
    REQUIRE(disk.remove(kState / "play-log" / name));
    LogDay again(disk, kState, {}, "2026-12-05T00:00:00Z");
    play(again, 2);
    PlayLogFollower follower(disk, kState);
    const auto anew = follower.look(part.place);
    REQUIRE(anew.oddities.size() == 1);
    CHECK(anew.oddities[0].rule == "log.restarted");
    CHECK_FALSE(follower.look(anew.place).drafts.empty());
  }
  SECTION("the same numbers, written anew") {
    const auto part = PlayLogFollower(disk, kState).look({});
    REQUIRE(disk.remove(kState / "play-log" / name));
    LogDay again(disk, kState, {}, "2026-12-01T00:01:00Z");
    play(again, 9);
    const auto anew = PlayLogFollower(disk, kState).look(part.place);
    REQUIRE_FALSE(anew.oddities.empty());
    CHECK(anew.oddities[0].rule == "log.rewritten");
    CHECK(anew.drafts.front().body.find("\"break\":\"log.chain\"") != std::string::npos);
  }
}

TEST_CASE("links, folders, floods and control characters in the player's folder harm nobody and are told") {
  State state;
  write_text(state.path / "secret", "{\"items\":[{\"item\":\"secret\"}]}");
  fs::create_symlink(state.path / "secret", state.path / "quarantine.json");
  fs::create_directories(state.path / "broken.json");
  write_text(state.path / "switch.json", std::string(400'000, ' '));
  auto facts = read_player(state.disk, state.path);
  CHECK(facts.quarantine.empty());
  CHECK_FALSE(facts.is_switched_off);
  CHECK(facts.oddities.size() == 3);
  fs::remove(state.path / "quarantine.json");
  std::string flood = "{\"items\":[";
  for (int i = 0; i < 1000; ++i) flood += "{\"item\":\"a\\u001b[2J\",\"rule\":7,\"count\":\"x\"},";
  write_text(state.path / "quarantine.json", flood + "{}]}");
  facts = read_player(state.disk, state.path);
  REQUIRE(facts.quarantine.size() == 50);
  CHECK(facts.quarantine[0].item == "a?[2J");
  // A log that is a link, names that are none, a file that is far too large.
  fs::create_directories(state.path / "play-log");
  fs::create_symlink(state.path / "secret", state.path / "play-log/0000000001-2026-12-01.log");
  write_text(state.path / "play-log/../play-log/x.log", "B {}\n");
  auto part = PlayLogFollower(state.disk, state.path).look({});
  CHECK(part.drafts.empty());
  CHECK(part.oddities.size() == 1);
  write_text(state.path / "play-log/0000000002-2026-12-01.log", std::string(5'000'000, 'x'));
  CHECK(PlayLogFollower(state.disk, state.path).look({}).drafts.empty());
  fs::remove_all(state.path / "play-log");
  fs::create_directory_symlink("/", state.path / "play-log");
  CHECK(PlayLogFollower(state.disk, state.path).look({}).drafts.empty());
  CHECK(read_player(state.disk, state.path / "not-there").oddities.empty());
}

TEST_CASE("the hottest sensor counts; broken ones and machines without any say nothing") {
  State state;
  CHECK_FALSE(hottest_tenths(state.disk, state.path));
  const auto zone = [&](int number, const std::string& text) {
    write_text(state.path / "class/thermal" / ("thermal_zone" + std::to_string(number)) / "temp", text);
  };
  zone(0, "41500\n");
  zone(1, "53250\n");
  zone(2, "-274000\n");
  zone(3, "warm\n");
  CHECK(hottest_tenths(state.disk, state.path) == 532);
}
