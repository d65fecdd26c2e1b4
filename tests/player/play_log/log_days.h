// A player's days in the log, told second by second on a clock of their own.
// Threads: one owner.
#pragma once
#include <catch2/catch.hpp>
#include <string>

#include "player/play_log/log_reader.h"
#include "player/play_log/play_log.h"

namespace gatecast::test {

inline const Path kState = "/state";

// The hall's release 7 on a screen; item after item.
struct LogDay {
  explicit LogDay(Disk& disk, const Path& state = kState, play_log::LogLimits limits = {},
                  const char* from = "2026-12-01T00:00:00Z")
      : log(disk, state, limits), moment{*parse_instant(from), SteadyInstant(std::chrono::hours(1))} {}

  void pass(Duration time) {
    moment.now += time;
    moment.steady += time;
  }
  // From now on this is on the screen.
  void show(const std::string& item, const std::string& planned = {}) {
    on.channel = "lao-bao-hall";
    on.release = 7;
    on.document = std::string(64, 'd');
    on.mode = "daily";
    on.item = item;
    on.planned = planned.empty() ? item : planned;
    on.why = planned.empty() ? "" : "decode.open";
    on.languages = {"vi", "lo"};
    on.slot = moment.now;
    log.note(on, moment);
  }
  Status tend() { return log.tend(moment); }

  play_log::PlayLog log;
  play_log::Moment moment;
  play_log::OnScreen on;
};

inline play_log::LogReport read_back(Disk& disk, const Path& state = kState,
                                     const play_log::Range& range = {}) {
  auto report = play_log::read_log(disk, state, range);
  REQUIRE(report);
  return *report;
}

inline play_log::LogTime log_time(const char* text) {
  return play_log::to_log_time(*parse_instant(text));
}

}  // namespace gatecast::test
