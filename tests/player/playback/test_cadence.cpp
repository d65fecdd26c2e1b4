// The plan of frames and refreshes: how many refreshes each source frame stands, at every usual rate.
#include "player/playback/cadence.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <vector>

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

const Instant kStart{Duration(1'795'000'000'123'457)};

// Of a film of `rate` frames in `per` seconds, as files stamp them: rounded to `tick` of a second.
std::vector<Instant> due_times(std::int64_t rate, std::int64_t per, int count,
                               std::int64_t tick = 1'000'000) {
  std::vector<Instant> times;
  for (int i = 0; i < count; ++i) {
    const auto ticks = (2 * i * per * tick + rate) / (2 * rate);
    times.push_back(kStart + Duration(ticks * 1'000'000 / tick));
  }
  return times;
}

// For how many refreshes each frame stands, as the player would show them: refresh by refresh.
struct Seen {
  std::vector<int> holds;
  int left_out = 0;
};
Seen play(const Cadence& cadence, const std::vector<Instant>& due) {
  Seen seen;
  std::size_t next = 0;
  const auto first = cadence.slot_of(due.front());
  const auto last = cadence.slot_of(due.back());
  for (auto slot = first; slot < last; ++slot) {
    const Instant limit = cadence.limit(cadence.instant_of(slot));
    int taken = 0;
    for (; next < due.size() && due[next] <= limit; ++next) ++taken;
    if (taken > 0) seen.holds.push_back(0);
    seen.left_out += std::max(0, taken - 1);
    ++seen.holds.back();
  }
  return seen;
}

Cadence cadence_at(int refresh_mhz) {
  Cadence cadence(refresh_mhz);
  cadence.begin(kStart);
  return cadence;
}

std::vector<int> pattern(int refresh_mhz, std::int64_t rate, std::int64_t per, std::size_t length) {
  auto holds = play(cadence_at(refresh_mhz), due_times(rate, per, static_cast<int>(length) + 2)).holds;
  holds.resize(std::min(holds.size(), length));
  return holds;
}

// As even as whole refreshes allow: the refreshes over any run of frames differ by one at most.
bool is_even(const std::vector<int>& holds) {
  for (const std::size_t length : {1U, 2U, 3U, 5U, 8U, 13U, 50U}) {
    int least = 1 << 20;
    int most = 0;
    for (std::size_t i = 0; i + length <= holds.size(); ++i) {
      int sum = 0;
      for (std::size_t j = i; j < i + length; ++j) sum += holds[j];
      least = std::min(least, sum);
      most = std::max(most, sum);
    }
    if (most - least > 1) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("film of 24 at 60 Hz stands for 3, 2, 3, 2 refreshes, and of 30 always for 2") {
  CHECK(pattern(60'000, 24, 1, 8) == std::vector<int>{3, 2, 3, 2, 3, 2, 3, 2});
  CHECK(pattern(60'000, 30, 1, 6) == std::vector<int>{2, 2, 2, 2, 2, 2});
  CHECK(pattern(60'000, 60, 1, 6) == std::vector<int>{1, 1, 1, 1, 1, 1});
  CHECK(pattern(50'000, 25, 1, 6) == std::vector<int>{2, 2, 2, 2, 2, 2});
  CHECK(pattern(50'000, 50, 1, 6) == std::vector<int>{1, 1, 1, 1, 1, 1});
}

TEST_CASE("25 at 60 Hz spreads five frames over twelve refreshes, evenly, again and again") {
  const auto holds = pattern(60'000, 25, 1, 100);
  for (std::size_t i = 0; i + 5 <= holds.size(); i += 5)
    CHECK(holds[i] + holds[i + 1] + holds[i + 2] + holds[i + 3] + holds[i + 4] == 12);
  CHECK(is_even(holds));
  for (std::size_t i = 5; i < holds.size(); ++i) CHECK(holds[i] == holds[i - 5]);
}

TEST_CASE("every usual rate is as even as whole refreshes allow, with time stamps of any coarseness") {
  struct Rate {
    std::int64_t rate, per;
  };
  for (const int refresh : {50'000, 59'940, 60'000, 75'000})
    for (const auto [rate, per] :
         {Rate{24, 1}, Rate{24000, 1001}, Rate{25, 1}, Rate{30, 1}, Rate{30000, 1001}, Rate{50, 1},
          Rate{60, 1}, Rate{60000, 1001}, Rate{15, 1}})
      // microseconds, MPEG's 90 kHz, an MP4's time base, Matroska's milliseconds
      for (const std::int64_t tick : {1'000'000, 90'000, 12'800, 1'000}) {
        auto due = due_times(rate, per, 900, tick);
        for (auto& time : due) time = kStart + even_time(time - kStart, {rate, per});
        const auto seen = play(cadence_at(refresh), due);
        INFO(rate << "/" << per << " at " << refresh << " mHz, tick " << tick);
        const double frames = static_cast<double>(rate) / static_cast<double>(per);
        if (frames * 1000 <= refresh) {
          CHECK(is_even(seen.holds));
          CHECK(seen.left_out == 0);
        } else {  // more frames than refreshes: each refresh a new one, the rest left out
          CHECK(*std::max_element(seen.holds.begin(), seen.holds.end()) == 1);
          const double expected = 900 * (1 - refresh / 1000.0 / frames);
          CHECK(std::abs(seen.left_out - expected) <= 2);
        }
      }
}

TEST_CASE("of 60 frames at 50 Hz every sixth is left out, by plan") {
  const auto cadence = cadence_at(50'000);
  const auto due = due_times(60, 1, 602);
  std::vector<std::size_t> left_out;
  for (std::size_t i = 0; i + 1 < due.size(); ++i)
    if (cadence.share_refresh(due[i], due[i + 1])) left_out.push_back(i);
  REQUIRE(left_out.size() == 100);
  for (std::size_t i = 1; i < left_out.size(); ++i) CHECK(left_out[i] - left_out[i - 1] == 6);
}

TEST_CASE("29.97 at 60 Hz holds one frame a refresh longer every half minute, and nothing else") {
  const auto seen = play(cadence_at(60'000), due_times(30000, 1001, 3000));
  int longer = 0;
  for (const int hold : seen.holds) {
    CHECK((hold == 2 || hold == 3));
    longer += hold == 3 ? 1 : 0;
  }
  CHECK(longer == 6);  // 0.002 refreshes a frame
  CHECK(seen.left_out == 0);
}

TEST_CASE("a variable rate shows each frame at the refresh nearest to its time, never out of order") {
  std::mt19937 random(7);
  for (const int refresh : {50'000, 60'000}) {
    const auto cadence = cadence_at(refresh);
    Instant due = kStart;
    Instant before = cadence.shown_at(due);
    for (int i = 0; i < 2000; ++i) {
      due += Duration(8'000 + random() % 90'000);
      const auto shown = cadence.shown_at(due);
      CHECK(shown >= before);
      CHECK(std::chrono::abs(shown - due) <= Duration(11'000));  // 0.54 of a refresh of 20 ms
      before = shown;
    }
  }
}

TEST_CASE("what is due at a refresh is what is shown at it: asking early or late within it changes nothing") {
  const auto cadence = cadence_at(60'000);
  for (const auto due : due_times(25, 1, 500)) {
    const auto at = cadence.shown_at(due);
    CHECK(cadence.limit(at) >= due);
    CHECK(cadence.limit(at + 16'000us) >= due);
    CHECK(cadence.limit(at - 2us) < due);
    CHECK(cadence.next_refresh(at - 2us) == at);
    CHECK(cadence.slot_of(due) == cadence.slot_of(due + 20us));  // rounding of a time stamp decides nothing
    CHECK(cadence.slot_of(due) == cadence.slot_of(due - 20us));
  }
}

TEST_CASE("a time that is not of the film's rate is left as it is") {
  CHECK(even_time(33'000us, {30, 1}) == 33'333us);
  CHECK(even_time(67'000us, {30, 1}) == 66'667us);
  CHECK(even_time(50'000us, {30, 1}) == 50'000us);
  CHECK(even_time(33'000us, {0, 1}) == 33'000us);
  CHECK(even_time(Duration(86'400'000'000) + 1us, {30000, 1001}) - Duration(86'400'000'000) < 2ms);
}

TEST_CASE("where the refresh is not known each frame is shown at its own time and none is left out") {
  const Cadence cadence;
  CHECK(cadence.shown_at(kStart + 1us) == kStart + 1us);
  CHECK(cadence.limit(kStart) == kStart);
  CHECK_FALSE(cadence.share_refresh(kStart, kStart));
}

TEST_CASE("a display that drifts and jitters is followed, and the film stays even but for the drift itself") {
  std::mt19937 random(11);
  std::normal_distribution<double> jitter(0, 150);
  Cadence cadence(60'000);
  // The display runs 40 parts in a million fast, its phase is anything, and the machine stalls now and then.
  const double period = 16'666.667 * (1 - 40e-6);
  const auto refresh = [&](int k) {
    return kStart + Duration(static_cast<std::int64_t>(5'300 + k * period));
  };
  for (int k = 0; k < 120; ++k)
    cadence.observe(refresh(k) + Duration(static_cast<std::int64_t>(std::abs(jitter(random)))));
  cadence.begin(refresh(121) + 4ms);
  int odd = 0;
  std::int64_t before = cadence.slot_of(refresh(121) + 4ms);
  for (int i = 1; i <= 9000; ++i) {  // five minutes of 30 frames a second
    const int k = 121 + 2 * i;
    const int stall = random() % 500 == 0 ? 60'000 : 0;
    cadence.observe(refresh(k) + Duration(static_cast<std::int64_t>(std::abs(jitter(random))) + stall));
    const auto slot =
        cadence.slot_of(refresh(121) + 4ms + Duration(static_cast<std::int64_t>(i * 33'333.333)));
    odd += slot - before == 2 ? 0 : 1;
    before = slot;
  }
  CHECK(odd >= 0);
  CHECK(odd <= 6);  // 12 ms of drift: one refresh, seen once or twice around the tie
}

TEST_CASE(
    "a decoder hurries when nothing waits for long, never while it starts, and stops when it caught up") {
  Haste haste(4);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(haste.after(0));  // still starting
  CHECK_FALSE(haste.after(3));
  for (int i = 0; i < 7; ++i) CHECK_FALSE(haste.after(0));
  CHECK(haste.after(0));
  for (int i = 0; i < 200; ++i) CHECK(haste.after(i % 3 == 0 ? 3 : 1));
  for (int i = 0; i < 49; ++i) CHECK(haste.after(3));
  CHECK_FALSE(haste.after(3));
}

TEST_CASE("refreshes are numbered from the epoch, one after the other, alike whatever film came first") {
  for (const int mhz : {60'000, 59'940, 50'000, 23'976, 30'000, 144'000}) {
    Cadence by_epoch(mhz);
    by_epoch.anchor(kStart);
    Cadence other(mhz);
    other.anchor(kStart + 77s);  // another machine, started later
    Cadence by_film(mhz);
    by_film.anchor(kStart);
    by_film.begin(kStart + 3'456us);
    Instant now = kStart;
    auto number = by_epoch.number(now);
    INFO(mhz);
    // As floating point has it, to within one.
    CHECK(std::abs(static_cast<double>(number) -
                   static_cast<double>(kStart.time_since_epoch().count()) * mhz / 1e9) < 1.5);
    for (int i = 0; i < 20'000; ++i) {
      now = by_epoch.next_refresh(now);
      REQUIRE(by_epoch.number(now) == ++number);
      REQUIRE(by_epoch.number(by_epoch.next_refresh(now) - Duration(1)) == number);
    }
    int apart = 0;
    for (int i = 0; i < 1000; ++i) {
      const auto at = now + Duration(i * 12'347);
      apart = std::max(apart, static_cast<int>(std::abs(by_epoch.number(at) - by_film.number(at))));
      CHECK(std::abs(by_epoch.number(at) - other.number(at)) <= 1);  // a microsecond of rounding
    }
    CHECK(apart <= 1);
  }
}

TEST_CASE("a display whose films come late can be asked for its next refresh before") {
  Cadence cadence(60'000);
  cadence.anchor(kStart);
  const auto next = cadence.next_refresh(kStart);
  CHECK(next > kStart);
  CHECK(next - kStart <= 16'667us);
  cadence.begin(kStart + 1s);  // the first film still falls exactly on a refresh
  CHECK(cadence.shown_at(kStart + 1s) == kStart + 1s);
  cadence.anchor(kStart + 2s);
  CHECK(cadence.shown_at(kStart + 1s) == kStart + 1s);
}
