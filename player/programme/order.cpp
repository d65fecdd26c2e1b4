#include "player/programme/order.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "content-sync/base/bytes.h"

namespace gatecast::programme {

std::uint64_t DrawnNumbers::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

std::uint64_t seed_of(std::int64_t release_number, std::string_view day, std::string_view playlist) {
  const auto hash = sha256(fmt::format("{}|{}|{}", release_number, day, playlist));
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < 8; ++i) seed = (seed << 8U) | hash.bytes[i];
  return seed;
}

namespace {

constexpr int kTrials = 32;

std::vector<int> scaled(const std::vector<int>& weights) {
  std::vector<int> out;
  std::int64_t sum = 0;
  for (const int weight : weights) {
    out.push_back(std::clamp(weight, 1, kMostSlots));
    sum += out.back();
  }
  if (sum <= kMostSlots) return out;
  for (int& weight : out) weight = std::max(1, static_cast<int>(std::int64_t{weight} * kMostSlots / sum));
  return out;
}

std::vector<int> lay(const std::vector<int>& weights, int size, DrawnNumbers& numbers) {
  const auto count = weights.size();
  std::vector<std::int64_t> waited(count);
  for (auto& start : waited) {  // where in its own rhythm each begins
    start = static_cast<std::int64_t>(numbers.next() % static_cast<std::uint64_t>(size));
  }
  auto left = weights;
  std::vector<int> order;
  order.reserve(static_cast<std::size_t>(size));
  int last = -1;
  for (int place = 0; place < size; ++place) {
    int best = -1;
    std::uint64_t best_draw = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (left[i] == 0) continue;
      waited[i] += weights[i];
      const auto draw = numbers.next();
      const int index = static_cast<int>(i);
      const bool is_better = best < 0 || (best == last && index != last) ||
                             ((index != last || best == last) &&
                              (waited[i] > waited[static_cast<std::size_t>(best)] ||
                               (waited[i] == waited[static_cast<std::size_t>(best)] && draw > best_draw)));
      if (is_better) {
        best = index;
        best_draw = draw;
      }
    }
    waited[static_cast<std::size_t>(best)] -= size;
    --left[static_cast<std::size_t>(best)];
    order.push_back(best);
    last = best;
  }
  return order;
}

}  // namespace

int least_distance(const std::vector<int>& order) {
  const int size = static_cast<int>(order.size());
  int least = size;
  std::map<int, std::pair<int, int>> first_and_last;
  for (int place = 0; place < size; ++place) {
    const int entry = order[static_cast<std::size_t>(place)];
    const auto [known, is_new] = first_and_last.try_emplace(entry, place, place);
    if (!is_new) {
      least = std::min(least, place - known->second.second);
      known->second.second = place;
    }
  }
  for (const auto& [entry, places] : first_and_last) {
    if (places.first != places.second) least = std::min(least, places.first + size - places.second);
  }
  return least;
}

std::vector<int> weighted_order(const std::vector<int>& weights, std::uint64_t seed) {
  if (weights.empty()) return {};
  const auto shares = scaled(weights);
  int size = 0;
  for (const int share : shares) size += share;
  // A long list is laid fewer times: about a million steps in all.
  const auto work = static_cast<std::int64_t>(size) * static_cast<std::int64_t>(shares.size());
  const int trials = static_cast<int>(std::clamp<std::int64_t>(1'000'000 / work, 1, kTrials));
  DrawnNumbers numbers(seed);
  std::vector<int> best;
  int best_distance = -1;
  for (int trial = 0; trial < trials; ++trial) {
    auto order = lay(shares, size, numbers);
    const int distance = least_distance(order);
    if (distance > best_distance) {
      best_distance = distance;
      best = std::move(order);
    }
  }
  return best;
}

}  // namespace gatecast::programme
