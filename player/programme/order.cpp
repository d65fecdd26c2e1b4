#include "player/programme/order.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

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

// One order, laid place by place.
class Layer {
 public:
  Layer(const std::vector<int>& showings, int size, int distance, bool by_rest, DrawnNumbers& numbers)
      : showings_(showings),
        size_(size),
        distance_(distance),
        by_rest_(by_rest),
        numbers_(numbers),
        left_(showings),
        first_(showings.size(), -1),
        last_(showings.size(), -1) {
    for (std::size_t i = 0; i < showings.size(); ++i)  // where in its own rhythm each begins
      waited_.push_back(static_cast<std::int64_t>(numbers_.next() % static_cast<std::uint64_t>(size)));
  }

  std::vector<int> lay() {
    std::vector<int> order;
    order.reserve(static_cast<std::size_t>(size_));
    for (int place = 0; place < size_; ++place) {
      const auto chosen = choose(place);
      waited_[chosen] -= size_;
      --left_[chosen];
      if (first_[chosen] < 0) first_[chosen] = place;
      last_[chosen] = place;
      order.push_back(static_cast<int>(chosen));
    }
    return order;
  }

 private:
  // How far from its other showings an entry would stand here, the wished distance at most.
  [[nodiscard]] int room(std::size_t entry, int place) const {
    if (last_[entry] < 0) return distance_;
    return std::min({distance_, place - last_[entry], first_[entry] + size_ - place});
  }

  std::size_t choose(int place) {
    using Rank = std::tuple<int, std::int64_t, std::int64_t, std::uint64_t>;
    std::size_t best = 0;
    Rank best_rank{-1, 0, 0, 0};
    for (std::size_t i = 0; i < showings_.size(); ++i) {
      if (left_[i] == 0) continue;
      waited_[i] += showings_[i];
      const Rank rank{room(i, place), by_rest_ ? left_[i] : 0, waited_[i], numbers_.next()};
      if (rank > best_rank) {
        best = i;
        best_rank = rank;
      }
    }
    return best;
  }

  const std::vector<int>& showings_;
  int size_;
  int distance_;
  bool by_rest_;
  DrawnNumbers& numbers_;
  std::vector<int> left_, first_, last_;
  std::vector<std::int64_t> waited_;
};

std::int64_t milliseconds(const Portion& portion) {
  return std::max<std::int64_t>(1, portion.length.count() / 1000);
}
int weight_of(const Portion& portion) {
  return std::clamp(portion.weight, 1, kMostSlots);
}

// What the shares leave of the thousand, and the time of the weighted entries, each taken by its weight.
struct Rest {
  std::int64_t permille = 1000;
  std::int64_t weighted_ms = 0;
};
Rest rest_of(const std::vector<Portion>& portions) {
  Rest rest;
  for (const auto& portion : portions) {
    rest.permille -= portion.share_permille;
    if (portion.share_permille == 0) rest.weighted_ms += weight_of(portion) * milliseconds(portion);
  }
  rest.permille = std::max<std::int64_t>(rest.permille, 0);
  return rest;
}

// How far the worst entry's time is from what it asks for, in permille of the pass.
std::int64_t fault_of(const std::vector<Portion>& portions, const std::vector<int>& showings) {
  const auto rest = rest_of(portions);
  std::int64_t all = 0;
  for (std::size_t i = 0; i < portions.size(); ++i) all += showings[i] * milliseconds(portions[i]);
  std::int64_t worst = 0;
  for (std::size_t i = 0; i < portions.size(); ++i) {
    const auto& portion = portions[i];
    const auto wanted = portion.share_permille > 0
                            ? portion.share_permille
                            : rest.permille * weight_of(portion) * milliseconds(portion) / rest.weighted_ms;
    worst = std::max(worst, std::abs(showings[i] * milliseconds(portion) * 1000 / all - wanted));
  }
  return worst;
}

// How often each should come, in showings a thousand million seconds.
std::vector<std::int64_t> rates_of(const std::vector<Portion>& portions) {
  constexpr std::int64_t kLong = 1'000'000'000'000;  // ms
  const auto rest = rest_of(portions);
  std::vector<std::int64_t> rates;
  for (const auto& portion : portions) {
    const auto rate = portion.share_permille > 0
                          ? portion.share_permille * (kLong / milliseconds(portion))
                          : weight_of(portion) * (rest.permille * kLong / rest.weighted_ms);
    rates.push_back(std::max<std::int64_t>(1, rate));
  }
  return rates;
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

std::vector<int> showings_in_pass(const std::vector<Portion>& portions) {
  std::vector<int> showings;
  for (const auto& portion : portions) showings.push_back(portion.weight);
  if (std::ranges::all_of(portions, [](const Portion& portion) { return portion.share_permille == 0; }))
    return showings;
  constexpr std::int64_t kGoodEnough = 10;  // permille
  const auto rates = rates_of(portions);
  const auto least = *std::ranges::min_element(rates);
  std::int64_t best = -1;
  for (std::int64_t scale = 1; scale <= kMostSlots; ++scale) {
    std::vector<int> tried;
    std::int64_t size = 0;
    for (const auto rate : rates) {
      const auto count = std::clamp<std::int64_t>(
          (rate / 1000 * scale + least / 2000) / std::max<std::int64_t>(1, least / 1000), 1, kMostSlots);
      size += count;
      tried.push_back(static_cast<int>(count));
    }
    if (size > kMostSlots && best >= 0) break;
    const auto fault = fault_of(portions, tried);
    if (best < 0 || fault < best) {
      best = fault;
      showings = std::move(tried);
    }
    if (best <= kGoodEnough || size > kMostSlots) break;
  }
  return showings;
}

std::vector<int> weighted_order(const std::vector<int>& showings, std::uint64_t seed, int distance) {
  if (showings.empty()) return {};
  const auto counts = scaled(showings);
  int size = 0;
  for (const int count : counts) size += count;
  // A long list is laid fewer times: some ten thousand steps in all.
  const auto work = static_cast<std::int64_t>(size) * static_cast<std::int64_t>(counts.size());
  const int trials = static_cast<int>(std::clamp<std::int64_t>(60'000 / work, 1, kTrials));
  DrawnNumbers numbers(seed);
  std::vector<int> best;
  int best_distance = -1;
  for (int trial = 0; trial < trials; ++trial) {
    // Nothing twice in a row, whatever is asked.
    auto order = Layer(counts, size, std::max(distance, 2), trial % 2 == 1, numbers).lay();
    const int least = least_distance(order);
    if (least > best_distance) {
      best_distance = least;
      best = std::move(order);
    }
  }
  return best;
}

}  // namespace gatecast::programme
