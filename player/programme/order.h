// The order of a weighted playlist: each entry comes `weight` times in a pass, its showings as far apart as
// they go; the same pass after pass within a day, another one every day. Of 32 orders laid by "whoever waited
// longest for its share", the one with the largest least distance between repeats is taken, around the pass's
// end too. Drawn numbers: SplitMix64, seeded by the first 8 bytes of SHA-256("<number>|<day>|<playlist>"):
// every kiosk and every version of the program draws the same. Threads: pure. Source: Steele, Lea, Flood:
// Fast splittable pseudorandom number generators (OOPSLA 2014).
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace gatecast::programme {

class DrawnNumbers {
 public:
  explicit DrawnNumbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

std::uint64_t seed_of(std::int64_t release_number, std::string_view day, std::string_view playlist);

// Indexes into `weights`, one pass. Weights below 1 count as 1; a pass has at most kMostSlots slots, larger
// weights are scaled down.
inline constexpr int kMostSlots = 1000;
std::vector<int> weighted_order(const std::vector<int>& weights, std::uint64_t seed);

// The least number of steps between two showings of one entry, the pass being a ring; the ring's size if none
// repeats.
int least_distance(const std::vector<int>& order);

}  // namespace gatecast::programme
