// What happens around the player and not to its content: sound server, X server, resolution, clock and disk,
// taken away and brought back while a camera looks at the screen.
#include <fmt/format.h>
#include <signal.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/e2e/null_sink.h"
#include "tests/e2e/screen_watch.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/made_film.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

bool says(const Process& player, const std::string& words, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < until) {
    if (player.err_so_far().find(words) != std::string::npos) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

std::size_t times_said(const Process& player, const std::string& words) {
  const auto said = player.err_so_far();
  std::size_t count = 0;
  for (auto at = said.find(words); at != std::string::npos; at = said.find(words, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("the sound server ends and comes back: the picture goes on, the sound returns") {
  const TemporaryFolder folder;
  std::optional<NullSink> sounds(std::in_place, folder.path());
  if (!sounds->is_up()) {
    WARN("no pulseaudio here: skipped");
    return;
  }
  PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  const VirtualScreen screen(kScreen);
  auto player =
      play(store, screen, {},
           {{"SDL_AUDIODRIVER", "pulseaudio"}, {"PULSE_SERVER", sounds->server()}, {"HOME", folder.path()}});
  wait_for_film(player, screen);
  REQUIRE(says(player, "sound: pulseaudio", 5s));
  sounds.reset();
  const auto without = watch(screen, &store.release(), 6s);
  CHECK(without.dark == 0);
  CHECK(without.wrong <= 1);
  CHECK(without.seen.size() == 3);
  sounds.emplace(folder.path());
  REQUIRE(sounds->is_up());
  const auto with = watch(screen, &store.release(), 6s);
  CHECK(with.wrong <= 1);
  for (int i = 0; i < 300 && times_said(player, "sound: pulseaudio") < 2; ++i)
    std::this_thread::sleep_for(100ms);
  CHECK(times_said(player, "sound: pulseaudio") == 2);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE("the X server ends: the player ends too, and started again it plays on the new one") {
  PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  std::optional<VirtualScreen> screen(std::in_place, kScreen);
  {
    auto player = play(store, *screen);
    wait_for_film(player, *screen);
    screen.reset();
    const auto ended = player.wait(5s);  // the service starts it again
    CHECK(ended.exit_code != 137);
    CHECK(ended.exit_code != 0);
  }
  screen.emplace(kScreen);
  auto player = play(store, *screen);
  wait_for_film(player, *screen);
  CHECK(watch(*screen, &store.release(), 4s).wrong == 0);
  CHECK(store.state_file("quarantine.json").empty());
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE(
    "the store's disk goes away and comes back: the screen stays lit, then the programme is there again") {
  PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  ScreenWatch looks(screen, 20ms);
  std::filesystem::rename(store.store(), store.store() + ".away");
  std::this_thread::sleep_for(10s);
  CHECK(player.is_running());
  CHECK(says(player, "the release's still", 1s));
  std::filesystem::rename(store.store() + ".away", store.store());
  for (int i = 0; i < 400 && item_seen(screen).empty(); ++i) std::this_thread::sleep_for(100ms);
  CHECK_FALSE(item_seen(screen).empty());
  looks.stop();
  CHECK(looks.black() == 0);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE(
    "the store's disk gives read errors in the middle of a film: the screen stays lit, the error is named, "
    "and "
    "the film comes back when it is asked for") {
  PlayedStore store;
  const TemporaryFolder folder;
  std::vector<ColourFilm> films{kRed, kBlue};
  for (auto& film : films) {
    // Plain to look at and two megabits a second all the same: it is read while it plays.
    film.file =
        made_film(folder.path() + "/" + std::to_string(film.colour) + ".mp4",
                  {.picture = fmt::format("color=0x{:06x}:s=640x360:r=25:d=30", film.colour),
                   .sound = "",
                   .video_codec = {"-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2M", "-maxrate", "2M",
                                   "-bufsize", "1M", "-x264-params", "nal-hrd=cbr"}});
  }
  store.publish(films, 30'000'000);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  std::this_thread::sleep_for(1s);  // the release's still is made by then
  ScreenWatch looks(screen, 20ms);
  auto bad_disk =
      Process::start({"strace", "-f", "-qq", "-o", folder.path() + "/calls", "-e", "trace=pread64", "-e",
                      "inject=pread64:error=EIO", "-p", std::to_string(player.pid())});
  if (!says(player, "disk.io", 8s) && !bad_disk.is_running()) {
    WARN("no process may be traced here: skipped");
    return;
  }
  CHECK(says(player, "the release's still", 8s));
  CHECK(player.is_running());
  bad_disk.signal(SIGTERM);
  bad_disk.wait(5s);
  CHECK(store.state_file("broken.json").empty());  // nothing to be fetched again: the disk is at fault
  CHECK(run(store.command({"--forgive", "all"})).exit_code == 0);
  for (int i = 0; i < 100 && item_seen(screen).empty(); ++i) std::this_thread::sleep_for(100ms);
  CHECK_FALSE(item_seen(screen).empty());
  looks.stop();
  CHECK(looks.black() == 0);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE("the player's own folder goes away: the programme goes on") {
  PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  std::this_thread::sleep_for(1s);
  std::filesystem::rename(store.state(), store.state() + ".away");
  const auto watched = watch(screen, &store.release(), 6s);
  CHECK(watched.dark == 0);
  CHECK(watched.wrong <= 1);
  CHECK(player.is_running());
  std::filesystem::remove_all(store.state());
  std::filesystem::rename(store.state() + ".away", store.state());
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE("the clock jumps by years, forth and back: the programme of the new time, never a dark picture") {
  const TemporaryFolder folder;
  const auto file = folder.path() + "/time";
  const auto set = [&](const char* offset) { std::ofstream(file) << offset << "\n"; };
  set("+0");
  PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen, {},
                     {{"LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"},
                      {"FAKETIME_TIMESTAMP_FILE", file},
                      {"FAKETIME_NO_CACHE", "1"},
                      {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}});
  wait_for_film(player, screen);
  ScreenWatch looks(screen, 20ms);
  for (const char* offset : {"+26y", "-20y", "+0"}) {
    INFO(offset);
    set(offset);
    std::this_thread::sleep_for(4s);
    const auto watched = watch(screen, nullptr, 7s);
    CHECK(watched.seen.size() == 3);
    CHECK(player.is_running());
  }
  looks.stop();
  CHECK(looks.black() == 0);
  CHECK(store.state_file("quarantine.json").empty());
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}
