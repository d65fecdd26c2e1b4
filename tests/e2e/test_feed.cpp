// A value from the office to the lit screen: seen on its tile and inside a slide, and hidden once it is too
// old.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "content-sync/base/clock.h"
#include "tests/e2e/province.h"
#include "tests/e2e/screen_watch.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

// A channel with one feed, whose strip says nothing else: no clock, no ticker. While the feed has a value a
// slide stands that says it, else the greeting.
std::string feed_channel(const Province& province) {
  const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
  const auto base = province.folder() + "/source";
  copy_folder(data + "/shared", base + "/shared");
  const auto folder = copy_folder(data + "/channel", base + "/channel");
  std::ofstream(folder + "/feeds.json")
      << R"({"air": {"kind": "number", "label": {"vi": "Nhiệt độ", "lo": "ອຸນຫະພູມ", "en": "Air"}, "unit": "°C",
             "source": {"vi": "Trạm", "lo": "ສະຖານີ", "en": "Station"}, "decimals": 1, "least": -10, "most": 50,
             "greatest_age_min": 1, "least_interval_min": 0}})";
  std::ifstream in(folder + "/channel.json");
  auto channel = nlohmann::json::parse(std::string((std::istreambuf_iterator<char>(in)), {}));
  channel["overlays"] = nlohmann::json::parse(R"([{"kind": "feed", "feeds": ["air"]}])");
  std::ofstream(folder + "/items/air.json")
      << R"({"id": "gate/air", "kind": "slide", "topic": "places", "category": "service", "duration_s": 3600,
             "layout": "number", "texts": {
               "title": {"vi": "Nhiệt độ", "lo": "ອຸນຫະພູມ", "en": "Air"},
               "number": {"vi": "{feed:air}", "lo": "{feed:air}", "en": "{feed:air}"}}})";
  channel["playlists"] = nlohmann::json::parse(
      R"({"day": {"items": ["gate/welcome", "trade/coffee", "customs/declare"]}, "air": {"items": ["gate/air"]}})");
  channel["playlists"]["day"]["items"] = {"gate/welcome"};
  auto event = channel["events"][0];
  event["id"] = "air";
  event["playlist"] = "air";
  event["priority"] = 5;
  channel["events"].push_back(event);
  std::ofstream(folder + "/channel.json") << channel.dump();
  return folder;
}

// How many pixels of a part of the screen are other than in `before`.
int changed(const pixels::Pixmap& before, const pixels::Pixmap& now, const pixels::Rect& where) {
  constexpr int kNoticeable = 40;
  const auto part = [](std::uint32_t pixel, int shift) { return static_cast<int>(pixel >> shift & 255U); };
  int count = 0;
  for (int y = where.y; y < where.y + where.height; ++y)
    for (int x = where.x; x < where.x + where.width; ++x)
      for (const int shift : {0, 8, 16})
        if (std::abs(part(now.row(y)[x], shift) - part(before.row(y)[x], shift)) > kNoticeable) {
          ++count;
          break;
        }
  return count;
}

constexpr pixels::Rect kTile{256, 334, 384, 26};  // the strip's right part, where only the tile stands
constexpr pixels::Rect kSlide{0, 0, 640, 320};

template <class Claim>
bool within(std::chrono::milliseconds limit, Claim claim) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < until) {
    if (claim()) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

}  // namespace

TEST_CASE(
    "a value that the office sets stands on the screen until it is too old, and none outside its bounds") {
  Province province("lao-bao-hall");
  province.start_server();
  province.publish(feed_channel(province), 1);
  const Kiosk kiosk(province);
  REQUIRE(kiosk.sync_once().exit_code == 0);
  CHECK(kiosk.status().out.find("air: no value") != std::string::npos);
  const VirtualScreen screen({640, 360});
  auto agent = kiosk.start_agent(300);
  auto player = kiosk.start_player(screen.display(), {"--size", "640x360"});
  REQUIRE(wait_until_lit(screen, 20s));
  std::this_thread::sleep_for(2s);  // the first item has come in whole
  const auto before = screen.grab();
  const auto is_shown = [&] {
    const auto now = screen.grab();
    return changed(before, now, kTile) > 300 && changed(before, now, kSlide) > 3000;
  };
  const auto is_hidden = [&] {
    const auto now = screen.grab();
    return changed(before, now, kTile) < 60 && changed(before, now, kSlide) < 300;
  };
  CHECK(kiosk.player({"--explain"}).out.find("it needs the feed \"air\", which has no value") !=
        std::string::npos);
  // Not even the server's own key may do this: it judges first.
  const auto wrong = province.gatecast({"feed", "set", "lao-bao-hall/air", "99", "--to",
                                        province.repository(), "--online-keys", province.keys()});
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.err.find("[feed.bounds]") != std::string::npos);

  // It was so half a minute ago: it has half a minute left. A machine that stalls gets another chance.
  bool is_seen = false;
  for (int attempt = 0; attempt < 3 && !is_seen; ++attempt) {
    const auto set =
        province.gatecast({"feed", "set", "lao-bao-hall/air", "28.5", "--into", province.reports(), "--at",
                           format_instant(SystemClock().now() - 30s)});
    INFO(set.err);
    REQUIRE(set.exit_code == 0);
    is_seen = within(29s, is_shown);
  }
  INFO(agent.err_so_far() << player.err_so_far());
  REQUIRE(is_seen);
  CHECK(kiosk.status().out.find("air: 28.5 of") != std::string::npos);
  CHECK(kiosk.player({"--explain"}).out.find("air: 28.5 of") != std::string::npos);

  // A new value: the lit slide says it, and stands all the while.
  std::this_thread::sleep_for(1s);  // the slide has come in whole
  const auto first = screen.grab();
  const auto again =
      province.gatecast({"feed", "set", "lao-bao-hall/air", "31.7", "--into", province.reports(), "--at",
                         format_instant(SystemClock().now() - 20s)});
  REQUIRE(again.exit_code == 0);
  CHECK(within(35s, [&] { return is_shown() && changed(first, screen.grab(), kSlide) > 150; }));
  CHECK(within(60s, is_hidden));
  CHECK(kiosk.player({"--explain"}).out.find("hidden since") != std::string::npos);
}
