// A stranger at the kiosk's own keyboard and panel, who wants out: combinations of keys that end programs,
// change consoles or open menus.
#include <signal.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "tests/e2e/screen_watch.h"
#include "tests/e2e/watched_player.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

std::string random_touches(int count) {
  std::string script;
  unsigned random = 20261122;
  const auto below = [&](unsigned limit) {
    return (random = random * 1664525U + 1013904223U) / 65536U % limit;
  };
  for (int i = 0; i < count; ++i) {
    const char* kind = below(3) == 0 ? "move" : i % 2 == 0 ? "down" : "up";
    script += std::to_string(2500 + i * 10) + " " + kind + " " + std::to_string(below(10)) + " " +
              std::to_string(below(1001)) + " " + std::to_string(below(1001)) + "\n";
  }
  return script;
}

}  // namespace

TEST_CASE("no combination of keys and no touch leads out of the kiosk, and it is never dark") {
  PlayedStore store;
  const TemporaryFolder folder;
  store.publish({kRed, kGreen}, 2'000'000, [](bundle::Release& release) {
    const kiosk_ui::test::DemoBook demo;
    release.topics = demo.book().release().topics;
    release.pages = demo.book().release().pages;
    kiosk_ui::test::leave_out_media_pages(release);
    release.facts = demo.book().release().facts;
  });
  const bool is_long = gatecast::test::is_long();
  std::ofstream(folder.path() + "/touches") << random_touches(is_long ? 10'000 : 400);
  const VirtualScreen screen(kScreen);
  auto command = store.command({"--touches", folder.path() + "/touches"});
  command.front() = GATECAST_BIN_DIR "/gatecast-kiosk";
  auto kiosk = Process::start(command, {{"DISPLAY", screen.display()}, {"SDL_AUDIODRIVER", "dummy"}});
  REQUIRE(wait_until_lit(screen, 15s));
  ScreenWatch looks(screen, 20ms);
  const auto keys = [&](const std::vector<std::string>& names) {
    std::vector<std::string> words{"xdotool", "key", "--delay", "5"};
    words.insert(words.end(), names.begin(), names.end());
    run(words, {{"DISPLAY", screen.display()}});
  };
  for (int round = 0; round < (is_long ? 40 : 3); ++round) {
    keys({"Escape", "alt+F4", "ctrl+q", "ctrl+w", "ctrl+c", "ctrl+z", "super", "alt+Tab", "alt+space", "Menu",
          "F1", "F5", "F10", "F11", "F12"});
    keys({"ctrl+alt+BackSpace", "ctrl+alt+F2", "ctrl+alt+Delete", "Print", "Sys_Req", "ctrl+shift+i",
          "ctrl+o", "ctrl+p", "XF86Sleep", "XF86PowerOff", "shift+F10", "ctrl+Escape"});
    run({"xdotool", "click", "3", "click", "2", "click", "4", "click", "5"}, {{"DISPLAY", screen.display()}});
  }
  std::this_thread::sleep_for(is_long ? 100s : 5s);
  looks.stop();
  CHECK(looks.black() == 0);
  CHECK(kiosk.is_running());
  // What was touched stands in the statistics, and the service can still end it.
  kiosk.signal(SIGTERM);
  CHECK(kiosk.wait(10s).exit_code == 0);
  const auto stats = stats_of(store);
  CHECK(stats.at("touch_to_change_ms").at("count") > 0);
  WARN("touch to change, ms: " << stats.at("touch_to_change_ms").dump()
                               << ", page: " << stats.at("page_open_ms").dump()
                               << ", programme again: " << stats.at("attract_again_ms").dump());
}
