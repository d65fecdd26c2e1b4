#include "tests/e2e/watched_player.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "player/programme/programme.h"

namespace gatecast::test {

using namespace std::chrono_literals;

bool is_near(std::uint32_t pixel, std::uint32_t colour) {
  for (const unsigned shift : {0U, 8U, 16U})
    if (std::abs(static_cast<int>(pixel >> shift & 255U) - static_cast<int>(colour >> shift & 255U)) > 12)
      return false;
  return true;
}

std::string item_seen(const VirtualScreen& screen) {
  const auto pixel = screen.pixel(screen.size().width_px / 2, screen.size().height_px / 2);
  for (const auto& film : {kRed, kGreen, kBlue, kYellow})
    if (is_near(pixel, film.colour)) return film.item;
  return "";
}

Process play(const PlayedStore& store, const VirtualScreen& screen, const std::vector<std::string>& more,
             std::map<std::string, std::string> environment) {
  environment.insert({{"DISPLAY", screen.display()}, {"SDL_AUDIODRIVER", "dummy"}});
  return Process::start(store.command(more), environment);
}

void wait_for_film(const Process& player, const VirtualScreen& screen, const std::string& item) {
  for (int i = 0; i < 200; ++i) {
    const auto seen = item_seen(screen);
    if (!seen.empty() && (item.empty() || seen == item)) return;
    std::this_thread::sleep_for(50ms);
  }
  FAIL("no film on the screen: " << (item.empty() ? "any" : item) << "\n" << player.err_so_far());
}

Watched watch(const VirtualScreen& screen, const bundle::Release* release, std::chrono::milliseconds length) {
  Watched watched;
  const auto end = std::chrono::steady_clock::now() + length;
  while (std::chrono::steady_clock::now() < end) {
    const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    const auto seen = item_seen(screen);
    ++watched.samples;
    if (!seen.empty()) ++watched.seen[seen];
    if (brightness(screen.grab()).black_permille > 500) ++watched.dark;
    if (release != nullptr) {
      const auto showing = programme::showing_at(*release, {}, now);
      if (showing && now - showing->starts > 900ms && showing->ends - now > 200ms && seen != showing->item)
        ++watched.wrong;
    }
    std::this_thread::sleep_for(100ms);
  }
  return watched;
}

nlohmann::json stats_of(const PlayedStore& store) {
  SystemDisk disk;
  const auto bytes = read_file(disk, store.stats(), 1U << 20U);
  REQUIRE(bytes);
  return nlohmann::json::parse(*bytes);
}

}  // namespace gatecast::test
