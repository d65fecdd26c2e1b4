// A release of slides without pictures, made by hand for the tests of the programme.
// Threads: values.
#pragma once
#include "content-sync/bundle/release.h"

namespace gatecast::programme {

inline Instant at(const char* text) {
  return parse_instant(text).value();
}

inline void add_item(bundle::Release& release, const std::string& id, Duration duration) {
  bundle::Item item;
  item.id = id;
  item.duration_us = duration.count();
  item.modes = {bundle::Mode::daily, bundle::Mode::festive};
  release.items[id] = item;
}

inline bundle::Event& add_event(bundle::Release& release, const std::string& id, const std::string& playlist,
                                const std::string& starts, Duration duration, int priority = 0) {
  bundle::Event event;
  event.id = id;
  event.playlist = playlist;
  event.zone = release.zone;
  event.starts = starts;
  event.duration_us = duration.count();
  event.recurrence = "FREQ=DAILY";
  event.priority = priority;
  release.events.push_back(event);
  return release.events.back();
}

// Items a (10 s), b (15 s), c (5 s), d (20 s); by day from 06:00 to 18:00, by night from 18:00 to 06:00.
inline bundle::Release small_release(const std::string& zone = "Asia/Ho_Chi_Minh") {
  using namespace std::chrono_literals;
  bundle::Release release;
  release.channel = "test-hall";
  release.number = 7;
  release.zone = zone;
  release.languages.foreign = {"lo", "th", "en"};
  release.languages.rounds = {{"vi", "lo"}, {"vi", "th"}, {"vi", "en"}};
  add_item(release, "gate/a", 10s);
  add_item(release, "gate/b", 15s);
  add_item(release, "gate/c", 5s);
  add_item(release, "gate/d", 20s);
  release.playlists["day"] = {
      "day", bundle::Order::ordered, {{"gate/a"}, {"gate/b"}, {"gate/c"}, {"gate/d"}}};
  release.playlists["night"] = {"night", bundle::Order::ordered, {{"gate/c"}, {"gate/a"}}};
  add_event(release, "by-day", "day", "20260101T060000", 12h);
  add_event(release, "by-night", "night", "20260101T180000", 12h);
  return release;
}

}  // namespace gatecast::programme
