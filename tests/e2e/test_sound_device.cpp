// The sound server dies under the player and is started again: the picture never notices, the sound comes
// back.
#include <signal.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/e2e/null_sink.h"
#include "tests/e2e/played_store.h"
#include "tests/support/made_film.h"
#include "tests/support/virtual_screen.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

// A tone, and a picture whose grey changes with every frame.
std::string film_with_tone(const std::string& folder) {
  return test::made_film(
      folder + "/tone.mp4",
      {.picture = "nullsrc=s=640x360:r=25:d=12,format=yuv420p,geq=lum='40+mod(N*5,180)':cb=128:cr=128",
       .sound = "sine=f=440:r=48000:d=12,volume=4"});
}

std::size_t loud_samples(const test::Recording& recording) {
  std::size_t count = 0;
  for (const float sample : recording.samples) count += std::abs(sample) > 0.02F ? 1U : 0U;
  return count;
}

// When the tone is first heard for a tenth of a second, from now on; nothing within the limit.
std::optional<double> heard_after(const std::string& server, double limit) {
  const double begin = test::seconds_now();
  const auto is_heard = [](const test::Recording& recording) { return loud_samples(recording) > 4800; };
  while (test::seconds_now() < begin + limit)
    if (is_heard(test::record_until(server, begin + limit, is_heard))) return test::seconds_now() - begin;
  return std::nullopt;
}

}  // namespace

TEST_CASE("the sound is back by itself when the sound server is, and the picture never stopped") {
  const test::TemporaryFolder folder;
  std::optional<test::NullSink> sink;
  sink.emplace(folder.path());
  if (!sink->is_up()) {
    WARN("no pulseaudio here: skipped");
    return;
  }
  const auto server = sink->server();
  test::PlayedStore store;
  store.publish({{"film/tone", 0, film_with_tone(folder.path())}}, 12'000'000);
  const test::VirtualScreen screen({640, 360});
  auto player = test::Process::start(store.command({"--seconds", "60"}), {{"DISPLAY", screen.display()},
                                                                          {"SDL_AUDIODRIVER", "pulseaudio"},
                                                                          {"PULSE_SERVER", server},
                                                                          {"HOME", folder.path()}});
  REQUIRE(heard_after(server, 20));
  sink.reset();  // killed
  std::set<std::uint32_t> seen;
  const double until = test::seconds_now() + 4;
  while (test::seconds_now() < until) {
    seen.insert(screen.pixel(320, 180));
    std::this_thread::sleep_for(20ms);
  }
  CHECK(seen.size() > 20);  // of some 36 greys
  sink.emplace(folder.path());
  REQUIRE(sink->is_up());
  const auto back = heard_after(server, 25);
  INFO(player.err_so_far());
  REQUIRE(back);
  WARN("sound back " << *back << " s after the sound server");
  CHECK(player.is_running());
  player.signal(SIGTERM);
  player.wait(10s);
}
