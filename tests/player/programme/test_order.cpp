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

TEST_CASE("a wished distance between repeats is kept wherever it can be") {
  const std::vector<std::vector<int>> lists{
      {4, 4, 4, 4}, {3, 2, 2, 2, 1}, {5, 3, 3, 2, 2, 2, 2, 1}, {2, 2, 2, 2, 2}};
  const std::vector<int> distances{4, 3, 4, 5};
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (int day = 0; day < 60; ++day) {
      const auto order =
          weighted_order(lists[i], seed_of(7, std::to_string(20270101 + day), "hall"), distances[i]);
      INFO(i << " on day " << day);
      CHECK(least_distance(order) >= distances[i]);
    }
  }
  // What cannot be kept is kept as far as it goes, and nothing is lost.
  CHECK(weighted_order({3, 1}, 1, 4).size() == 4);
}

TEST_CASE("a share of voice is a share of the time, whatever the items' lengths") {
  using namespace std::chrono_literals;
  const auto share_of = [](const std::vector<Portion>& portions) {
    const auto showings = showings_in_pass(portions);
    gatecast::Duration all{0};
    for (std::size_t i = 0; i < portions.size(); ++i) all += showings[i] * portions[i].length;
    std::vector<int> out;
    for (std::size_t i = 0; i < portions.size(); ++i)
      out.push_back(static_cast<int>(showings[i] * portions[i].length * 1000 / all));
    return out;
  };
  const auto near = [](int value, int wanted) { return std::abs(value - wanted) <= 11; };
  const auto shares = share_of({{1, 300, 30s}, {1, 0, 10s}, {1, 0, 10s}, {2, 0, 10s}});
  CHECK(near(shares[0], 300));
  CHECK(near(shares[1], 175));
  CHECK(near(shares[3], 350));
  const auto two = share_of({{1, 700, 7s}, {1, 300, 31s}});
  CHECK(near(two[0], 700));
  CHECK(near(two[1], 300));
  CHECK(showings_in_pass({{3, 0, 10s}, {1, 0, 60s}}) == std::vector<int>{3, 1});
  // Nothing that stands in the list is starved, and absurd wishes stay bounded.
  CHECK(showings_in_pass({{1, 1000, 10s}, {1, 0, 10s}})[1] >= 1);
  int all = 0;
  for (const int count : showings_in_pass({{1, 1, 31 * 24h}, {1, 999, 500ms}, {1000, 0, 1s}})) all += count;
  CHECK(all <= 3 * kMostSlots);
}
