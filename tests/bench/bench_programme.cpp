// What it costs to ask the programme, beside a memcpy of one 1080p frame in the same run.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>

#include "player/programme/agenda.h"
#include "player/schedule/schedule.h"
#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace gatecast::programme;
using namespace std::chrono_literals;

namespace {

// Microseconds of one call: the median of many.
template <class Work>
double microseconds(int times, Work work) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work(i);
    taken.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::nth_element(taken, taken.begin() + times / 2);
  return taken[static_cast<std::size_t>(times / 2)];
}

// A channel as an editor would have it after some years.
bundle::Release grown_release(bundle::Order order, int items, int events) {
  auto release = small_release();
  auto& list = release.playlists["day"];
  list.order = order;
  list.least_distance = 3;
  list.entries.clear();
  for (int i = 0; i < items; ++i) {
    const auto id = "gate/item" + std::to_string(i);
    add_item(release, id, (8 + i % 9) * 1s);
    list.entries.push_back({id, 1 + i % 3, i == 0 && order == bundle::Order::weighted ? 100 : 0});
  }
  for (int i = 0; i < events; ++i) {
    auto& event = add_event(release, "feast" + std::to_string(i), "night", "20260101T000000", 24h, 5);
    if (i % 3 == 0) event.lunar = {{1 + i % 12, {1 + i % 29}, false}};
    event.recurrence = i % 3 == 0   ? ""
                       : i % 3 == 1 ? "FREQ=YEARLY;BYMONTH=8;BYDAY=2SU"
                                    : "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;UNTIL=20260801";
  }
  release.mode_days = {{bundle::Mode::festive, "", "", "", {{1, {1, 2, 3}, false}}}};
  return release;
}

void tell(const char* what, double taken, double copy) {
  std::printf("%-52s %9.1f us  %6.3f x the memcpy\n", what, taken, taken / copy);
}

}  // namespace

int main() {
  std::vector<char> frame(1920 * 1080 * 4, 1);
  std::vector<char> other(frame.size());
  const double copy = microseconds(200, [&](int i) {
    frame[static_cast<std::size_t>(i)] = static_cast<char>(i);
    std::memcpy(other.data(), frame.data(), frame.size());
  });
  std::printf("memcpy of a 1080p frame (8.3 MB)                     %9.1f us\n", copy);
  const auto start = at("2026-11-21T06:00:00+07:00");
  const auto when = [&](int i) { return start + (i * 7919 % 43'000) * 1s; };
  struct Case {
    const char* name;
    bundle::Release release;
  };
  const std::vector<Case> cases{
      {"2 events, 4 items in order", small_release()},
      {"12 events, 15 items in order", grown_release(bundle::Order::ordered, 15, 10)},
      {"12 events, 15 weighted items", grown_release(bundle::Order::weighted, 15, 10)},
      {"102 events, 100 weighted items", grown_release(bundle::Order::weighted, 100, 100)}};
  for (const auto& [name, release] : cases) {
    std::printf("%s\n", name);
    tell("  showing_at", microseconds(300, [&](int i) { showing_at(release, {}, when(i)); }), copy);
    tell("  next_change", microseconds(300, [&](int i) { next_change(release, {}, when(i)); }), copy);
    tell("  the next 24 hours", microseconds(3, [&](int i) { agenda(release, {}, when(i), 24h); }), copy);
  }
  return 0;
}
