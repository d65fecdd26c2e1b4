// How soon a recalled film leaves the screen, from the moment that the agent puts the officer's word into the
// store.
#include <fmt/format.h>
#include <signal.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/e2e/watched_player.h"
#include "tests/support/duty.h"
#include "tests/support/full_counts.h"
#include "tests/support/made_film.h"
#include "tests/support/sleeper.h"
#include "tests/support/spread.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr auto kPromised = 1s;

// Long enough that no round meets its end.
std::vector<ColourFilm> lasting_films(const std::string& folder) {
  std::vector<ColourFilm> films{kRed, kGreen, kBlue, kYellow};
  for (auto& film : films) {
    const auto colour = fmt::format("0x{:06x}", film.colour);
    film.file = made_film(folder + "/" + colour + ".mp4",
                          {.picture = "color=" + colour + ":s=320x180:r=25:d=60",
                           .sound = "",
                           .video_codec = {"-c:v", "libx264", "-preset", "ultrafast", "-g", "25"}});
  }
  return films;
}

}  // namespace

TEST_CASE("a recalled film leaves the screen in its middle within a second of the word's arrival") {
  const TemporaryFolder folder;
  const auto films = lasting_films(folder.path());
  PlayedStore store;
  const VirtualScreen screen(kScreen);
  const int releases = is_long() ? 12 : 2;
  std::vector<Milliseconds> times;
  std::string told;
  const Sleeper sleeper;
  store.publish(films, 60'000'000);
  auto player = play(store, screen);
  for (int release = 0; release < releases; ++release) {
    if (release > 0) store.publish(films, 60'000'000);  // which overtakes the recalls
    wait_for_film(player, screen);
    std::vector<bundle::Statement> recalls;
    // Each but the last, which fills in.
    while (recalls.size() + 1 < films.size()) {
      // At another moment of the player's looks each time.
      std::this_thread::sleep_for(1300ms + 97ms * (times.size() % 5));
      const auto seen = item_seen(screen);
      INFO(player.err_so_far());
      REQUIRE_FALSE(seen.empty());
      recalls.push_back(recall_statement(seen, store.release().number));
      recalls.back().id = fmt::format("recall-{}", times.size());
      const auto said = std::chrono::steady_clock::now();
      store.say(recalls);
      while (item_seen(screen) == seen && std::chrono::steady_clock::now() - said < 10s)
        std::this_thread::sleep_for(2ms);
      const auto gone = std::chrono::steady_clock::now();
      times.push_back(std::chrono::duration_cast<Milliseconds>(gone - said) - sleeper.held_up(said, gone));
      told += " " + std::to_string(times.back().count());
      wait_for_film(player, screen);
    }
  }
  WARN("recalled and gone after, ms:" << told << "; " << sleeper.told());
  CHECK(at_permille(times, 500, Milliseconds::max()) < kPromised);
  CHECK(at_permille(times, 950, Milliseconds::max()) < kPromised);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}
