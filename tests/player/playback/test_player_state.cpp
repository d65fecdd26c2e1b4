#include <catch2/catch.hpp>

#include "content-sync/store/store.h"
#include "player/playback/player_state.h"
#include "tests/support/process.h"

using namespace gatecast;
using playback::PlayerState;

namespace {

PlayerState opened(Disk& disk, const Path& folder) {
  auto state = PlayerState::open(disk, folder);
  REQUIRE(state);
  return std::move(*state);
}

}  // namespace

TEST_CASE("the floor only rises and survives a restart") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  auto state = opened(disk, folder.path());
  REQUIRE(state.raise_floor({2, {{"targets", 5}}, {{"lao-bao-hall", 9}}}));
  REQUIRE(state.raise_floor({1, {{"targets", 4}, {"content-lao-bao-hall", 3}}, {{"lao-bao-hall", 8}}}));
  const auto again = opened(disk, folder.path());
  CHECK(again.floor().root_version == 2);
  CHECK(again.floor().role_versions.at("targets") == 5);
  CHECK(again.floor().role_versions.at("content-lao-bao-hall") == 3);
  CHECK(again.floor().release_numbers.at("lao-bao-hall") == 9);
}

TEST_CASE("a floor that cannot be read is an error; other files that cannot be read are begun anew") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  REQUIRE(write_file_durably(disk, Path(folder.path()) / "quarantine.json", "{torn"));
  REQUIRE(write_file_durably(disk, Path(folder.path()) / "playing.json", "[1]"));
  CHECK(opened(disk, folder.path()).quarantine().empty());
  REQUIRE(write_file_durably(disk, Path(folder.path()) / "floor.json", "{torn"));
  CHECK_FALSE(PlayerState::open(disk, folder.path()));
}

TEST_CASE("what plays and what is broken is written as the agent reads it") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  auto state = opened(disk, folder.path());
  const auto object = sha256("a film");
  REQUIRE(state.remember_playing(12, "lao-bao-hall", 7, Instant()));
  REQUIRE(state.note_broken(object));
  const auto read = store::read_player_state(disk, folder.path());
  CHECK(read.playing == 12);
  REQUIRE(read.broken.size() == 1);
  CHECK(read.broken[0] == object);
  CHECK(read.complaints.empty());
  auto again = opened(disk, folder.path());
  CHECK(again.last_good() == 12);
  REQUIRE(again.note_whole_again(object));
  CHECK(store::read_player_state(disk, folder.path()).broken.empty());
}

TEST_CASE("quarantine is remembered with its reason until the item plays again") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  auto state = opened(disk, folder.path());
  REQUIRE(state.put_in_quarantine({"film/red", 7, "media.undecodable", "cannot be decoded", Instant(), 1}));
  auto again = opened(disk, folder.path());
  REQUIRE(again.quarantine().size() == 1);
  CHECK(again.quarantine().at("film/red").release_number == 7);
  CHECK(again.quarantine().at("film/red").rule == "media.undecodable");
  CHECK(again.quarantine().at("film/red").count == 1);
  REQUIRE(again.put_in_quarantine({"film/red", 7, "decoder.died", "its decoder was killed", Instant(), 1}));
  CHECK(opened(disk, folder.path()).quarantine().at("film/red").count == 2);
  REQUIRE(again.put_in_quarantine({"film/red", 8, "decoder.died", "its decoder was killed", Instant(), 1}));
  CHECK(opened(disk, folder.path()).quarantine().at("film/red").count == 1);  // a new release, a new film
  REQUIRE(again.release_from_quarantine("film/red"));
  CHECK(opened(disk, folder.path()).quarantine().empty());
}

TEST_CASE(
    "an item with a damaged object waits for that object alone, over a restart, and nothing is counted") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  const auto film = sha256("film");
  const auto font = sha256("font");
  {
    auto state = opened(disk, folder.path());
    REQUIRE(state.note_broken(film));
    for (int i = 0; i < 5; ++i)
      REQUIRE(state.put_in_quarantine({"film/red", 7, "store.piece", "wrong bytes", Instant(), 0, film}));
    REQUIRE(state.put_in_quarantine({"welcome", 7, "store.piece", "wrong bytes", Instant(), 0, font}));
    REQUIRE(state.put_in_quarantine({"film/bad", 7, "media.undecodable", "no", Instant(), 1}));
  }
  auto again = opened(disk, folder.path());
  CHECK(again.quarantine().at("film/red").count == 0);
  CHECK(again.quarantine().at("film/red").object == film);
  CHECK(again.broken() == std::set<Sha256>{film, font});  // also the one that broken.json does not know
  CHECK(again.waiting_for(film) == std::set<bundle::ItemId>{"film/red"});
  REQUIRE(again.note_whole_again(film));
  CHECK(again.broken() == std::set<Sha256>{font});
  CHECK(again.quarantine().count("film/red") == 0);
  CHECK(again.quarantine().size() == 2);
  CHECK(opened(disk, folder.path()).quarantine().size() == 2);
}

TEST_CASE("what a technician forgives leaves the quarantine once, by name or all of it") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  auto state = opened(disk, folder.path());
  for (const char* item : {"film/red", "film/green", "film/blue"})
    REQUIRE(state.put_in_quarantine({item, 7, "decoder.died", "its decoder was killed", Instant(), 1}));
  CHECK(state.take_forgiven()->empty());
  REQUIRE(playback::ask_to_forgive(disk, folder.path(), {"film/red", "film/unknown"}));
  CHECK(*state.take_forgiven() == std::set<std::string>{"film/red"});
  CHECK(state.take_forgiven()->empty());
  REQUIRE(playback::ask_to_forgive(disk, folder.path(), {"all"}));
  CHECK(state.take_forgiven()->size() == 2);
  CHECK(opened(disk, folder.path()).quarantine().empty());
}
