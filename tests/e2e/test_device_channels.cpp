// A kiosk that is sent to another channel, where both channels have a feed of the same name.
#include <signal.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "content-sync/base/json.h"
#include "tests/e2e/played_store.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/devices.h"
#include "tests/support/feeds.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

TEST_CASE("a value of one channel's feed is not the other's after a technician has sent the kiosk there") {
  PlayedStore store;
  const auto with_feeds = [](bundle::Release& release) {
    release.device_bounds = usual_bounds();
    add_feeds(release);
  };
  const auto gate = store.publish({kYellow}, 1'000'000, with_feeds, "la-lay-gate");
  store.publish({kRed}, 1'000'000, with_feeds);
  // What was good last in the hall, as the player remembers it.
  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
  nlohmann::json memory{{"format", 1}, {"root_version", 0}, {"role_versions", nlohmann::json::object()}};
  memory["values"] = nlohmann::json::parse(bundle::write_feeds({"lao-bao-hall", {{"air", air(285, now)}}}));
  std::filesystem::create_directories(store.state());
  SystemDisk disk;
  REQUIRE(write_file_durably(disk, store.state() + "/feeds.json", memory.dump()));
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--config", store.named()});
  wait_for_film(player, screen, kRed.item);
  auto wish = wish_for();
  wish.channel = "la-lay-gate";
  store.ask(wish);
  store.activate(gate);
  wait_for_film(player, screen, kYellow.item);
  const auto remembered = [&] {
    return nlohmann::json::parse(store.state_file("feeds.json")).at("values").dump();
  };
  for (int i = 0; i < 100 && remembered().find("la-lay-gate") == std::string::npos; ++i)
    std::this_thread::sleep_for(50ms);
  INFO(remembered() << "\n" << player.err_so_far());
  CHECK(remembered().find("la-lay-gate") != std::string::npos);
  CHECK(remembered().find("air") == std::string::npos);
}

TEST_CASE("a move that a technician takes back before it is in effect does not happen") {
  PlayedStore store;
  const auto bounded = [](bundle::Release& release) { release.device_bounds = usual_bounds(); };
  store.publish({kRed}, 1'000'000, bounded);
  auto wish = wish_for();
  wish.channel = "la-lay-gate";
  store.ask(wish);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--config", store.named()});
  wait_for_film(player, screen, kRed.item);
  const auto effect = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) + 8s;
  store.publish(
      {kYellow}, 1'000'000,
      [&](bundle::Release& release) {
        bounded(release);
        release.takes_effect_at = effect;
      },
      "la-lay-gate");
  std::this_thread::sleep_for(2s);  // it is verified, and waits
  store.ask(wish_for());
  REQUIRE(SystemClock().now() < effect - 2s);
  while (SystemClock().now() < effect + 4s) {
    CHECK(item_seen(screen) != kYellow.item);
    std::this_thread::sleep_for(100ms);
  }
  CHECK(item_seen(screen) == kRed.item);
}
