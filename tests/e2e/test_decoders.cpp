// A film's decoder that dies, hangs or wants too much memory, as a person in front of the screen sees it: the
// last picture stands for a moment, then the programme goes on, and the film is in quarantine.
#include <signal.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <functional>
#include <thread>

#include "tests/e2e/screen_watch.h"
#include "tests/e2e/watched_player.h"
#include "tests/player/isolate/children.h"
#include "tests/support/sleeper.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kSlot = 5'000'000;

pid_t decoder_of(const Process& player, const std::string& name) {
  for (const auto& child : decoders_of(player.pid()))
    if (child.name == name) return child.pid;
  FAIL("no process " << name << "\n" << player.err_so_far());
  return 0;
}

struct Wait {
  std::chrono::milliseconds time{0};     // until the next film is seen
  std::chrono::milliseconds held_up{0};  // of it, by a machine that stood still
};

// Does something to the decoder of the red film while that is on; tells how long red still stands.
Wait wait_for_next(const Process& player, const VirtualScreen& screen,
                   const std::function<void(pid_t)>& deed) {
  wait_for_film(player, screen, "film/green");
  wait_for_film(player, screen, "film/red");
  std::this_thread::sleep_for(700ms);
  const Sleeper sleeper;
  deed(decoder_of(player, "v:film/red"));
  const auto began = std::chrono::steady_clock::now();
  while (item_seen(screen) == "film/red" && std::chrono::steady_clock::now() - began < 8s)
    std::this_thread::sleep_for(5ms);
  while (item_seen(screen).empty() && std::chrono::steady_clock::now() - began < 8s)
    std::this_thread::sleep_for(5ms);
  const auto ended = std::chrono::steady_clock::now();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(ended - began),
          sleeper.held_up(began, ended)};
}

nlohmann::json quarantined(const PlayedStore& store) {
  for (int i = 0; i < 40; ++i) {
    const auto bytes = store.state_file("quarantine.json");
    if (!bytes.empty()) {
      const auto items = nlohmann::json::parse(bytes)["items"];
      if (!items.empty()) return items[0];
    }
    std::this_thread::sleep_for(50ms);
  }
  return {};
}

struct Fault {
  std::string name;
  std::function<void(pid_t)> deed;
  std::string rule;
};

}  // namespace

TEST_CASE("a decoder that dies or hangs in the middle of a film: never dark, and the next film comes soon") {
  const auto fault = GENERATE(values<Fault>({
      {"killed", [](pid_t pid) { ::kill(pid, SIGKILL); }, "decoder.died"},
      {"crashed", [](pid_t pid) { ::kill(pid, SIGSEGV); }, "decoder.died"},
      {"stopped", [](pid_t pid) { ::kill(pid, SIGSTOP); }, "decoder.hangs"},
  }));
  INFO(fault.name);
  PlayedStore store;
  store.publish({kRed, kGreen}, kSlot);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  ScreenWatch looks(screen, 20ms);
  const auto waited = wait_for_next(player, screen, fault.deed);
  WARN(fault.name << ": the next film after " << waited.time.count()
                  << " ms, of which the machine stood still " << waited.held_up.count());
  CHECK(waited.time - waited.held_up < 2s);
  // The programme goes on without it.
  CHECK(watch(screen, nullptr, 2s * 3).seen.count("film/red") == 0);
  looks.stop();
  CHECK(looks.black() == 0);
  const auto entry = quarantined(store);
  CHECK(entry["item"] == "film/red");
  CHECK(entry["rule"] == fault.rule);
  CHECK(entry["count"] == 1);
  // The way out for a technician.
  const auto told =
      run({GATECAST_BIN_DIR "/gatecast-player", "--state", store.state(), "--forgive", "film/red"});
  CHECK(told.exit_code == 0);
  wait_for_film(player, screen, "film/red");
  CHECK(nlohmann::json::parse(store.state_file("quarantine.json"))["items"].empty());
  player.signal(SIGTERM);
  const auto result = player.wait(5s);
  CHECK(result.exit_code == 0);
  CHECK(result.err.find(fault.rule) != std::string::npos);
  CHECK(stats_of(store)["decoder_faults"][fault.rule] == 1);
}

TEST_CASE("a film that eats more memory than its release says is skipped before it is due") {
  PlayedStore store;
  auto red = kRed;
  red.is_understated = true;
  store.publish({red, kGreen, kBlue});
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  const auto watched = watch(screen, nullptr, 8s);
  CHECK(watched.dark == 0);
  CHECK(watched.seen.count("film/red") == 0);
  CHECK(watched.seen.size() == 2);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
  CHECK(quarantined(store)["rule"] == "media.memory");
  CHECK(stats_of(store)["decoder_faults"]["media.memory"].get<int>() >= 1);
}

TEST_CASE("a decoder that gets no more memory ends its film and nothing else") {
  PlayedStore store;
  store.publish({kRed, kGreen}, kSlot);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  ScreenWatch looks(screen, 20ms);
  wait_for_film(player, screen, "film/green");
  // The red film's decoder is there before its time: it is starved while it makes itself ready or plays.
  std::this_thread::sleep_for(2500ms);
  const rlimit none{4096, 4096};
  REQUIRE(::prlimit(decoder_of(player, "v:film/red"), RLIMIT_AS, &none, nullptr) == 0);
  const auto watched = watch(screen, nullptr, 12s);
  looks.stop();
  CHECK(looks.black() == 0);
  CHECK(watched.seen.count("film/green") == 1);
  CHECK(player.is_running());
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE("the nursery of decoders killed: the screen is never dark and films go on within 2 s") {
  PlayedStore store;
  store.publish({kRed, kGreen}, kSlot);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  ScreenWatch looks(screen, 20ms);
  for (int i = 0; i < 2; ++i) {
    for (const auto& child : children_of(player.pid()))
      if (child.name == "gc-nursery") ::kill(child.pid, SIGKILL);
    std::this_thread::sleep_for(2s);
    CHECK_FALSE(decoders_of(player.pid()).empty());
  }
  const auto watched = watch(screen, &store.release(), 6s);
  looks.stop();
  CHECK(watched.wrong <= 3);
  CHECK(looks.black() == 0);
  CHECK(quarantined(store).is_null());
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE("a killed player leaves no decoder behind") {
  PlayedStore store;
  store.publish({kRed, kGreen});
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen);
  const auto decoders = decoders_of(player.pid());
  REQUIRE_FALSE(decoders.empty());
  ::kill(decoders.front().pid, SIGSTOP);  // not even one that does nothing any more
  player.signal(SIGKILL);
  player.wait(2s);
  const auto is_left = [&] {
    for (const auto& decoder : decoders)
      if (::kill(decoder.pid, 0) == 0) return true;
    return false;
  };
  for (int i = 0; i < 200 && is_left(); ++i) std::this_thread::sleep_for(10ms);
  CHECK_FALSE(is_left());
}

TEST_CASE("a machine whose video engine fails plays its films all the same") {
  PlayedStore store;
  store.publish({kRed, kGreen});
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--video-engine", "/dev/null", "--seconds", "6"});
  wait_for_film(player, screen);
  const auto watched = watch(screen, nullptr, 4s);
  CHECK(watched.dark == 0);
  CHECK(watched.seen.size() == 2);
  const auto result = player.wait(10s);
  CHECK(result.exit_code == 0);
  CHECK(result.err.find("engine.device") != std::string::npos);
  CHECK(stats_of(store)["refused"].empty());
  CHECK(store.state_file("quarantine.json").empty());
}
