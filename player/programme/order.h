// The order of a weighted playlist: each entry comes as often in a pass as its weight or share asks, its
// showings as far apart as they go; the same pass after pass within an occurrence, another one the next day.
// Of up to 32 orders laid by "whoever waited longest for its share" or "who has most left", the one with the
// largest least distance between repeats is taken, around the pass's end too. Whole numbers only; drawn
// numbers are SplitMix64, seeded by the first 8 bytes of SHA-256("<number>|<day>|<playlist>"): every kiosk
// and every version of the program draws the same. Threads: pure. Source: Steele, Lea, Flood: Fast splittable
// pseudorandom number generators (OOPSLA 2014).
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "content-sync/base/clock.h"

namespace gatecast::programme {

class DrawnNumbers {
 public:
  explicit DrawnNumbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

std::uint64_t seed_of(std::int64_t release_number, std::string_view day, std::string_view playlist);

inline constexpr int kMostSlots = 1000;  // of a pass; more is scaled down

// What an entry asks for. A share is of the pass's time; weights part what the shares leave.
struct Portion {
  int weight = 1;
  int share_permille = 0;  // 0: by weight
  Duration length{0};
};
// How often each comes in a pass, at least once: the weights themselves, or with shares the shortest pass
// that meets them within one per cent, else the nearest.
std::vector<int> showings_in_pass(const std::vector<Portion>& portions);

// Indexes into `showings`, one pass. Below 1 counts as 1. `distance`: the least steps between two showings of
// one entry, kept as far as it goes.
std::vector<int> weighted_order(const std::vector<int>& showings, std::uint64_t seed, int distance = 1);

// The least number of steps between two showings of one entry, the pass being a ring; the ring's size if none
// repeats.
int least_distance(const std::vector<int>& order);

}  // namespace gatecast::programme
