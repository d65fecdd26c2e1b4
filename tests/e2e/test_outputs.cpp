// Outputs, the display's clock and the display's troubles, seen in the frame buffer of a virtual screen:
// turned pictures, rectangles, two connectors, another resolution, a panel unplugged.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/e2e/province.h"
#include "tests/e2e/watched_player.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

// Waits until the pixel has that colour; what it is at the end.
bool comes(const VirtualScreen& screen, int x, int y, std::uint32_t colour, int tries = 200) {
  for (int i = 0; i < tries; ++i) {
    if (is_near(screen.pixel(x, y), colour)) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

void xrandr(const VirtualScreen& screen, std::vector<std::string> arguments, bool must_work = true) {
  arguments.insert(arguments.begin(), "xrandr");
  const auto result = run(arguments, {{"DISPLAY", screen.display()}});
  if (must_work && result.exit_code != 0) FAIL("xrandr: " << result.err);
}

std::string write_file(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  return path;
}

}  // namespace

TEST_CASE("a film stands in its rectangle only, upright or turned, and around it is black", "[e2e]") {
  PlayedStore store;
  store.publish({kRed}, 3'600'000'000);
  for (const char* rotation : {"0", "90"}) {
    const VirtualScreen screen({400, 300});
    const auto player =
        play(store, screen, {"--rectangle", "120x80+40+20", "--rotation", rotation, "--seconds", "20"});
    REQUIRE(comes(screen, 100, 60, kRed.colour));
    int lit_outside = 0;
    const auto seen = screen.grab();
    for (int y = 0; y < 300; ++y)
      for (int x = 0; x < 400; ++x) {
        const bool is_inside = x >= 40 && x < 160 && y >= 20 && y < 100;
        if (!is_inside && (seen.row(y)[x] & 0xFFFFFFU) != 0) ++lit_outside;
      }
    CHECK(lit_outside == 0);
  }
}

TEST_CASE("two connectors of one machine show two channels' films, each by a player of its own", "[e2e]") {
  PlayedStore left;
  PlayedStore right;
  left.publish({kRed}, 3'600'000'000);
  right.publish({kBlue}, 3'600'000'000);
  const VirtualScreen screen({400, 200});
  xrandr(screen, {"--setmonitor", "LEFT", "200/100x200/100+0+0", "screen"});
  xrandr(screen, {"--setmonitor", "RIGHT", "200/100x200/100+200+0", "none"});
  const TemporaryFolder folder;
  const auto outputs = write_file(folder.path() + "/outputs.json", R"({"format": 1, "outputs": [
    {"connector": "LEFT", "channel": "a"}, {"connector": "RIGHT", "rotation": 180, "channel": "b"}]})");
  const auto one = play(left, screen, {"--outputs", outputs, "--output", "LEFT", "--seconds", "20"});
  const auto two = play(right, screen, {"--outputs", outputs, "--output", "RIGHT", "--seconds", "20"});
  REQUIRE(comes(screen, 100, 100, kRed.colour));
  REQUIRE(comes(screen, 300, 100, kBlue.colour));
  CHECK(is_near(screen.pixel(199, 100), kRed.colour));
  CHECK(is_near(screen.pixel(200, 100), kBlue.colour));

  // One is killed: the other plays on, and both pictures stay, the killed one's on the root.
  std::this_thread::sleep_for(
      1500ms);  // the pictures behind the windows are kept once the crossfades are over
  one.signal(SIGKILL);
  for (int i = 0; i < 10; ++i) {
    std::this_thread::sleep_for(50ms);
    CHECK((screen.pixel(100, 100) & 0xFFFFFFU) != 0);
    CHECK(is_near(screen.pixel(300, 100), kBlue.colour));
  }
}

TEST_CASE("an output that is not there, or too small, is said with what there is", "[e2e]") {
  PlayedStore store;
  store.publish({kRed});
  const VirtualScreen screen({320, 200});
  auto absent = play(store, screen, {"--output", "HDMI-9"});
  const auto refused = absent.wait(20s);
  CHECK(refused.exit_code == 3);
  CHECK(refused.err.find("screen.connector") != std::string::npos);
  CHECK(refused.err.find("lit are: screen") != std::string::npos);
  auto small = play(store, screen, {"--rectangle", "700x400+0+0"});
  CHECK(small.wait(20s).err.find("screen.rectangle") != std::string::npos);
}

TEST_CASE("the display takes another resolution, is unplugged and comes back: the film fills it each time",
          "[e2e]") {
  PlayedStore store;
  store.publish({kGreen}, 3'600'000'000);
  const VirtualScreen screen({640, 360});
  auto player = play(store, screen, {"--seconds", "30"});
  wait_for_film(player, screen);
  xrandr(screen, {"--newmode", "small", "25.175", "400", "410", "420", "500", "300", "310", "320", "350"});
  xrandr(screen, {"--addmode", "screen", "small"});
  xrandr(screen, {"--output", "screen", "--mode", "small"});
  // The film has the aspect of 16:9: in 400x300 its middle fills the width.
  CHECK(comes(screen, 2, 150, kGreen.colour));
  CHECK(comes(screen, 397, 150, kGreen.colour));
  xrandr(screen, {"--output", "screen", "--off"}, false);  // Xvfb keeps its frame buffer and says so
  std::this_thread::sleep_for(1s);
  CHECK(player.is_running());
  xrandr(screen, {"--output", "screen", "--mode", "640x360"});
  CHECK(comes(screen, 638, 358, kGreen.colour));
  CHECK(comes(screen, 1, 1, kGreen.colour));
  CHECK(player.is_running());
  player.signal(SIGTERM);
  const auto ended = player.wait(10s);
  CHECK(ended.err.find("screen.unplugged") != std::string::npos);
  CHECK(ended.err.find("the panel is back") != std::string::npos);
}

TEST_CASE("without a GPU textures lose by measurement, and are right nonetheless where they are asked for",
          "[e2e]") {
  const VirtualScreen screen({640, 360});
  const auto measured = run({program("gatecast-player"), "--measure-output-path", "640x360"},
                            {{"DISPLAY", screen.display()}, {"SDL_AUDIODRIVER", "dummy"}});
  REQUIRE(measured.exit_code == 0);
  int has_renderer = -1;
  long long surface = 0;
  long long renderer = 0;
  long long wall = 0;
  REQUIRE(std::sscanf(measured.out.c_str(), "%d %lld %lld %lld", &has_renderer, &surface, &renderer, &wall) ==
          4);
  INFO(measured.out);
  CHECK(surface > 0);
  if (has_renderer == 0) return;  // no OpenGL at all: nothing to compare
  CHECK(renderer > surface);

  PlayedStore store;
  store.publish({kBlue}, 3'600'000'000);
  auto player = play(
      store, screen,
      {"--output-path", "renderer", "--rectangle", "300x200+100+50", "--rotation", "270", "--seconds", "30"});
  CHECK(comes(screen, 250, 150, kBlue.colour));
  CHECK(comes(screen, 250, 52, kBlue.colour));
  CHECK((screen.pixel(90, 150) & 0xFFFFFFU) == 0);
  CHECK((screen.pixel(410, 150) & 0xFFFFFFU) == 0);
  player.signal(SIGTERM);
  player.wait(20s);
  CHECK(stats_of(store)["present_path"] == "renderer");
}
