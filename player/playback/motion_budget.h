// How smooth motion may be on this machine: pictures of a movement that come too late are counted, and where
// too many do, movement goes on at half the rate, and then not at all: a fade and a still instead. After some
// hours it is tried again. Threads: main. Errors: none. Source: shared/design/look.md (reduced motion),
// playback.md (these machines stall by themselves: single late pictures say nothing).
#pragma once
#include "content-sync/base/clock.h"
#include "player/compose/motion.h"

namespace gatecast::playback {

enum class MotionRate { full, half, none };

class MotionBudget {
 public:
  // `none`: as the kiosk's setting wants it; then it stays so.
  explicit MotionBudget(MotionRate most = MotionRate::full) : most_(most), rate_(most) {}
  // A picture of a movement stands on the screen; `follows`: the one before it was of the same movement.
  void shown(SteadyInstant now, bool follows);
  [[nodiscard]] MotionRate rate() const { return rate_; }
  // The time of one picture; zero where nothing shall move.
  [[nodiscard]] Duration step() const;
  [[nodiscard]] std::int64_t pictures() const { return pictures_; }
  [[nodiscard]] std::int64_t late() const { return late_; }

 private:
  void judge(SteadyInstant now);
  MotionRate most_;
  MotionRate rate_;
  SteadyInstant last_;
  SteadyInstant reduced_at_;
  int window_ = 0;  // pictures since the last judgement
  int window_late_ = 0;
  std::int64_t pictures_ = 0;
  std::int64_t late_ = 0;
};

}  // namespace gatecast::playback
