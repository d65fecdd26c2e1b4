// A player on a virtual screen with films of one plain colour each: which item is seen, for how long, and
// whether it was ever dark. Threads: one owner. Errors: fails the test.
#pragma once
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/played_store.h"
#include "tests/support/process.h"
#include "tests/support/virtual_screen.h"

namespace gatecast::test {

inline const ColourFilm kRed{"film/red", 0xC03030};
inline const ColourFilm kGreen{"film/green", 0x30A050};
inline const ColourFilm kBlue{"film/blue", 0x3050C0};
inline const ColourFilm kYellow{"film/yellow", 0xD0C040};
inline constexpr pixels::Size kScreen{640, 360};

bool is_near(std::uint32_t pixel, std::uint32_t colour);
std::string item_seen(const VirtualScreen& screen);  // "" in a crossfade or when it is none of the films

Process play(const PlayedStore& store, const VirtualScreen& screen, const std::vector<std::string>& more = {},
             std::map<std::string, std::string> environment = {});
// Waits until the centre shows one of the films; fails after ten seconds.
void wait_for_film(const Process& player, const VirtualScreen& screen, const std::string& item = {});

struct Watched {
  std::map<std::string, int> seen;
  int samples = 0;
  int dark = 0;
  int wrong = 0;  // another item than the programme says, away from the cuts
};
// Looks ten times a second.
Watched watch(const VirtualScreen& screen, const bundle::Release* release, std::chrono::milliseconds length);

nlohmann::json stats_of(const PlayedStore& store);

}  // namespace gatecast::test
