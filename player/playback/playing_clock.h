// The clock by which a player plays: the machine's, or, for looking through a day, one that begins at an
// instant and runs a number of times as fast. The steady clock stays the machine's: nobody's patience
// shrinks. Threads: an immutable value. Errors: none. Source: content.md (The programme is a function).
#pragma once
#include "content-sync/base/clock.h"

namespace gatecast::playback {

class PlayingClock final : public Clock {
 public:
  PlayingClock() = default;
  PlayingClock(int rate, Instant begins) : rate_(rate), begins_(begins), begun_(machine_.steady_now()) {}

  [[nodiscard]] Instant now() const override {
    if (!is_fast()) return machine_.now();
    return begins_ + rate_ * std::chrono::duration_cast<Duration>(machine_.steady_now() - begun_);
  }
  [[nodiscard]] SteadyInstant steady_now() const override { return machine_.steady_now(); }
  // The steady time that fits now(): by it the play log counts how long something stood.
  [[nodiscard]] SteadyInstant counted(SteadyInstant steady) const {
    return begun_ + rate_ * (steady - begun_);
  }
  [[nodiscard]] bool is_fast() const { return rate_ > 1; }
  [[nodiscard]] int rate() const { return rate_; }

 private:
  SystemClock machine_;
  int rate_ = 1;
  Instant begins_;
  SteadyInstant begun_;
};

}  // namespace gatecast::playback
