// Two players on two screens, both frame buffers read within microseconds of each other: started at different
// moments, restarted, and with a broken item, they show the same frame. Each frame of the films carries its
// number as ten black or white blocks.
#include <signal.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <optional>
#include <thread>

#include "player/programme/programme.h"
#include "tests/e2e/played_store.h"
#include "tests/support/full_counts.h"
#include "tests/support/made_film.h"
#include "tests/support/sleeper.h"
#include "tests/support/spread.h"
#include "tests/support/virtual_screen.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

constexpr pixels::Size kScreen{640, 360};
constexpr int kBlocks = 10;
constexpr int kBlockWidth = 64;
constexpr int kFrameBits = 7;  // of the number; the three above tell the film
constexpr double kFramesPerSecond = 25;
constexpr std::int64_t kSlot_us = 4'000'000;
// A machine that stood still for this long shows an older frame, and for a moment afterwards too.
constexpr auto kStall = 10ms;
constexpr auto kStallLasts = 200ms;

std::string numbered_film(const std::string& folder, int film) {
  return test::made_film(
      folder + "/numbered" + std::to_string(film) + ".mp4",
      {.picture = "nullsrc=s=20x20:r=25:d=4.4,format=yuv420p,geq=lum='16+219*mod(floor((N+" +
                  std::to_string(film << kFrameBits) +
                  ")/pow(2,floor(X/2))),2)':cb=128:cr=128,scale=640:360:flags=neighbor,setsar=1",
       .sound = "sine=f=440:d=4.4",
       .video_codec = {"-c:v", "libx264", "-g", "25"}});
}

// The number in the picture; nothing while two pictures are mixed.
std::optional<int> number_on(const test::VirtualScreen& screen) {
  int number = 0;
  for (int block = 0; block < kBlocks; ++block) {
    const auto green = screen.pixel(block * kBlockWidth + kBlockWidth / 2, 180) >> 8U & 255U;
    if (green > 30 && green < 225) return std::nullopt;
    if (green >= 225) number |= 1 << block;
  }
  return number;
}
int film_of(int number) {
  return number >> kFrameBits;
}

struct Comparison {
  std::vector<int> apart;      // frames between the two screens, where both show the same film
  std::vector<int> from_plan;  // frames between the first screen and the programme at the wall clock
  int held_up = 0;             // of those, left out because the machine stood still just before
  int samples = 0;
  int other_film = 0;
};

int at_permille(const std::vector<int>& values, std::size_t permille) {
  return test::at_permille(values, permille, -1);
}

void compare(const test::VirtualScreen& one, const test::VirtualScreen& other, const bundle::Release& release,
             std::chrono::milliseconds length, Comparison& out) {
  const test::Sleeper sleeper;
  const auto end = std::chrono::steady_clock::now() + length;
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(13ms);
    const auto first = number_on(one);
    const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    const auto second = number_on(other);
    ++out.samples;
    if (!first) continue;
    const auto planned = programme::showing_at(release, {}, now);
    if (planned && planned->item == "film/n" + std::to_string(film_of(*first))) {
      const auto frame = std::chrono::duration<double>(now - planned->starts).count() * kFramesPerSecond;
      if (const auto looked = std::chrono::steady_clock::now();
          sleeper.worst(looked - kStallLasts, looked) > kStall)
        ++out.held_up;
      else
        out.from_plan.push_back(std::abs(static_cast<int>(frame) - (*first & ((1 << kFrameBits) - 1))));
    }
    if (!second) continue;
    if (film_of(*first) == film_of(*second))
      out.apart.push_back(std::abs(*first - *second));
    else
      ++out.other_film;
  }
}

std::string told(const char* what, const Comparison& seen) {
  return std::string(what) + ": " + std::to_string(seen.samples) + " samples, " +
         std::to_string(seen.apart.size()) + " of the same film on both; frames apart median " +
         std::to_string(at_permille(seen.apart, 500)) + ", 95th percentile " +
         std::to_string(at_permille(seen.apart, 950)) + ", most " +
         std::to_string(at_permille(seen.apart, 1000)) + "; frames from the wall clock median " +
         std::to_string(at_permille(seen.from_plan, 500)) + ", 95th percentile " +
         std::to_string(at_permille(seen.from_plan, 950)) + " of " + std::to_string(seen.from_plan.size()) +
         ", left out for a machine that stood still: " + std::to_string(seen.held_up);
}

void check_in_step(const Comparison& seen) {
  REQUIRE(seen.apart.size() > 50);
  CHECK(at_permille(seen.apart, 500) == 0);
  CHECK(at_permille(seen.apart, 950) <= 1);
  // By more than a stall of the machine they never part: that would be another moment of the film.
  CHECK(at_permille(seen.apart, 990) <= 5);
  // A frame is read as it stands, the clock right behind it: at a change of frames they may differ by one.
  REQUIRE(seen.from_plan.size() > 50);
  CHECK(at_permille(seen.from_plan, 500) == 0);
  CHECK(at_permille(seen.from_plan, 950) <= 1);
}

test::Process play(const test::PlayedStore& store, const test::VirtualScreen& screen) {
  return test::Process::start(store.command(), {{"DISPLAY", screen.display()}, {"SDL_AUDIODRIVER", "dummy"}});
}

// Until the film on the screen runs: a killed player leaves its last picture behind.
void wait_for_a_number(const test::VirtualScreen& screen, const test::Process& player) {
  const auto stands = number_on(screen);
  for (int i = 0; i < 400; ++i) {
    if (const auto number = number_on(screen);
        number && number != stands && *number > 0 && film_of(*number) < 3)
      return;
    std::this_thread::sleep_for(25ms);
  }
  FAIL("no numbered film runs on the screen\n" << player.err_so_far());
}

}  // namespace

TEST_CASE(
    "two players started at different moments show the same frame, a restarted one and one with a broken "
    "item too") {
  const bool is_long = test::is_long();
  const auto length = is_long ? std::chrono::milliseconds(10min) : std::chrono::milliseconds(14s);
  const test::TemporaryFolder folder;
  std::vector<test::ColourFilm> films;
  for (int film = 0; film < 3; ++film)
    films.push_back({"film/n" + std::to_string(film), 0, numbered_film(folder.path(), film)});
  test::PlayedStore here;
  test::PlayedStore there;
  here.publish(films, kSlot_us);
  there.publish(films, kSlot_us);
  const test::VirtualScreen one(kScreen);
  const test::VirtualScreen other(kScreen);
  auto first = play(here, one);
  wait_for_a_number(one, first);
  std::this_thread::sleep_for(1370ms);
  auto second = play(there, other);
  wait_for_a_number(other, second);
  std::this_thread::sleep_for(1s);
  Comparison together;
  compare(one, other, here.release(), length, together);
  WARN(told("started at different moments", together));
  check_in_step(together);
  CHECK(together.other_film <= together.samples / 50);

  second.signal(SIGKILL);
  second.wait(5s);
  std::this_thread::sleep_for(730ms);
  Comparison restarted;
  auto third = play(there, other);
  wait_for_a_number(other, third);
  std::this_thread::sleep_for(300ms);  // the join's crossfade
  compare(one, other, here.release(),
          is_long ? std::chrono::milliseconds(60s) : std::chrono::milliseconds(6s), restarted);
  WARN(told("restarted in the middle", restarted));
  check_in_step(restarted);
  third.signal(SIGTERM);
  third.wait(5s);

  there.damage("film/n1");
  auto broken = play(there, other);
  wait_for_a_number(other, broken);
  std::this_thread::sleep_for(1s);
  Comparison limping;
  compare(one, other, here.release(),
          is_long ? std::chrono::milliseconds(60s) : std::chrono::milliseconds(13s), limping);
  WARN(told("with a broken item", limping));
  check_in_step(limping);
  CHECK(limping.other_film > 20);  // the broken film's slot, filled by another
  CHECK(broken.is_running());
  CHECK(first.is_running());
}
