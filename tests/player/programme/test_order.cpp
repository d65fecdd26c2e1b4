#include "player/programme/order.h"

#include <catch2/catch.hpp>
#include <map>

using namespace gatecast::programme;

TEST_CASE("drawn numbers are SplitMix64's, so every machine draws the same") {
  DrawnNumbers numbers(1234567);
  CHECK(numbers.next() == 6457827717110365317U);
  CHECK(numbers.next() == 3203168211198807973U);
  CHECK(numbers.next() == 9817491932198370423U);
}

TEST_CASE("each entry of a weighted playlist comes as often as its weight") {
  const std::vector<int> weights{5, 3, 1, 1, 2};
  for (int day = 0; day < 50; ++day) {
    std::map<int, int> count;
    const auto order = weighted_order(weights, seed_of(7, std::to_string(20261101 + day), "hall"));
    for (const int entry : order) ++count[entry];
    for (std::size_t i = 0; i < weights.size(); ++i) CHECK(count[static_cast<int>(i)] == weights[i]);
    CHECK(least_distance(order) >= 2);
  }
}

TEST_CASE("repeats lie as far apart as they go, around the end of a pass too") {
  CHECK(least_distance(weighted_order({2, 1, 1}, 1)) == 2);
  CHECK(least_distance(weighted_order({2, 2, 2}, 1)) == 3);
  CHECK(least_distance(weighted_order({1, 1, 1, 1}, 1)) == 4);
  CHECK(least_distance(weighted_order({3, 1}, 1)) == 1);
  CHECK(least_distance({0, 1, 2, 0}) == 1);
}

TEST_CASE("the order is another one on another day or for another release, and the same for the same") {
  const std::vector<int> weights(12, 1);
  const auto today = weighted_order(weights, seed_of(7, "20261121", "hall"));
  CHECK(today == weighted_order(weights, seed_of(7, "20261121", "hall")));
  CHECK(today != weighted_order(weights, seed_of(7, "20261122", "hall")));
  CHECK(today != weighted_order(weights, seed_of(8, "20261121", "hall")));
}

TEST_CASE("absurd weights and endless lists stay bounded") {
  CHECK(weighted_order({2'000'000'000, 1, -5}, 1).size() <= 1010);
  CHECK(weighted_order(std::vector<int>(3000, 50), 1).size() == 3000);
  CHECK(weighted_order({}, 1).empty());
}
