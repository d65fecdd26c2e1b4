// What a technician sees who has put a stick in: the corner of the lit screen, over a film, and nothing of
// what else that file says.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "player/pixels/png.h"
#include "tests/e2e/watched_player.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

void write_note(const PlayedStore& store, const std::string& state, int release) {
  const auto path = Path(store.store()) / "stick.json";
  std::ofstream(path.string() + ".new") << nlohmann::json{
      {"format", 1}, {"state", state}, {"release", release}, {"done_bytes", 1}, {"total_bytes", 2}};
  std::filesystem::rename(path.string() + ".new", path);
}

// The plate's own colour in the very corner.
bool is_told(const VirtualScreen& screen) {
  const auto seen = screen.grab();
  return is_near(seen.row(2)[kScreen.width_px - 3], 0x0B2226);
}
bool comes(const VirtualScreen& screen, bool told) {
  for (int i = 0; i < 60 && is_told(screen) != told; ++i) std::this_thread::sleep_for(50ms);
  return is_told(screen) == told;
}

}  // namespace

TEST_CASE("a stick is told in the corner of the lit screen, over the film that goes on") {
  PlayedStore store;
  store.publish({kRed});
  write_note(store, "fresh", 1);  // of before
  VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen, kRed.item);
  CHECK_FALSE(is_told(screen));
  write_note(store, "reading", 1);
  CHECK(comes(screen, true));
  CHECK(item_seen(screen) == kRed.item);
  write_note(store, "fresh", 2);
  int untold = 0;  // also while one film gives way to the next
  for (int i = 0; i < 100; ++i, std::this_thread::sleep_for(50ms)) untold += is_told(screen) ? 0 : 1;
  CHECK(untold == 0);
  if (const char* folder = std::getenv("GATECAST_PICTURES")) {
    SystemDisk disk;
    REQUIRE(pixels::write_png(disk, Path(folder) / "stick-corner.png", screen.grab()));
  }
  player.signal(SIGTERM);
  player.wait(10s);
}
