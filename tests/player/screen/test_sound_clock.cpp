#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "player/screen/screen.h"
#include "player/screen/sound_output.h"

using namespace gatecast;
using namespace gatecast::screen;
using namespace std::chrono_literals;

namespace {

// A ring fed with silence but for one loud frame, heard at `beep`; the device asks every 512 frames.
struct Device {
  SoundRing ring;
  SoundClock clock;
  SteadyInstant time{std::chrono::seconds(1000)};
  SteadyInstant next_block = time;

  void feed(SteadyInstant until, SteadyInstant beep) {
    while (next_block < until) {
      SoundBlock block;
      block.heard_at = next_block;
      const auto index = std::llround(std::chrono::duration<double>(beep - next_block).count() * kSoundRate);
      if (index >= 0 && index < kSoundBlockFrames)
        block.samples.at(static_cast<std::size_t>(index) * 2) = 1.0F;
      if (!ring.push(block)) return;
      next_block += kSoundBlock;
    }
  }
  // The time at which the loud frame came out, in seconds after `beep`; `rate`: the device's own idea of 48
  // kHz.
  double play(SteadyInstant beep, double rate, double jitter_ms = 0) {
    double device_time = std::chrono::duration<double>(time.time_since_epoch()).count();
    for (int callback = 0; callback < 2000; ++callback) {
      feed(time + 120ms, beep);
      std::vector<float> out(1024);
      const double noise = jitter_ms * ((callback * 7919 % 11) / 10.0 - 0.5) / 1000.0;
      const SteadyInstant heard(std::chrono::duration_cast<SteadyInstant::duration>(
          std::chrono::duration<double>(device_time + noise)));
      clock.fill(ring, out.data(), 512, heard);
      for (int i = 0; i < 512; ++i)
        if (out[static_cast<std::size_t>(i) * 2] > 0.5F)
          return device_time + i / rate - std::chrono::duration<double>(beep.time_since_epoch()).count();
      device_time += 512 / rate;
      time = SteadyInstant(
          std::chrono::duration_cast<SteadyInstant::duration>(std::chrono::duration<double>(device_time)));
    }
    return 1e9;
  }
};

}  // namespace

TEST_CASE("sound comes out at the stamped time within 2 ms") {
  Device device;
  CHECK(std::abs(device.play(device.time + 500ms, 48000)) < 0.002);
}

TEST_CASE("a device that runs 0.1 % fast or slow stays within 5 ms over ten seconds, in spite of jitter") {
  for (const double rate : {47952.0, 48048.0}) {
    Device device;
    CHECK(std::abs(device.play(device.time + 10s, rate, 8)) < 0.005);
  }
}

TEST_CASE("a ring that was left standing is skipped, not played late") {
  Device device;
  device.feed(device.time + 300ms, device.time + 10s);
  device.time += 1s;  // the device was away
  CHECK(std::abs(device.play(device.time + 400ms, 48000)) < 0.002);
}

TEST_CASE("the screen gives pixels that stay, presents them and comes back from waiting when woken") {
  setenv("SDL_VIDEODRIVER", "dummy", 1);
  ScreenOptions options;
  options.size = {320, 180};
  auto opened = Screen::open(options);
  INFO((opened ? std::string() : to_string(opened.error())));
  REQUIRE(opened);
  auto& lit = **opened;
  CHECK(lit.size() == pixels::Size{320, 180});
  CHECK(lit.path_name() == "surface");
  auto canvas = lit.canvas();
  REQUIRE(canvas.size == pixels::Size{320, 180});
  *canvas.at(10, 20) = 77;
  REQUIRE(lit.present());
  CHECK(*lit.canvas().at(10, 20) == 77);
  lit.poll();
  const auto begin = std::chrono::steady_clock::now();
  lit.wait_until(begin + 30ms);
  CHECK(std::chrono::steady_clock::now() - begin >= 30ms);
  Screen::wake();
  lit.wait_until(begin + 120s);
  CHECK(std::chrono::steady_clock::now() - begin < 100s);
}
