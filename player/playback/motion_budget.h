// How much may move on this machine. What a picture of each movement costs the main thread is measured while
// it plays, beside the time that the display gives it; pictures that come too late are counted too. Where one
// is too dear it moves at half the rate, and then gives way to the next simpler: zoom -> slide (rows,
// numbers, pushes) -> crossfade -> cut; a ticker that runs: its phrases take turns. After some hours it is
// tried again. Threads: main. Errors: none.
// Source: shared/design/look.md (reduced motion), playback.md (these machines stall by themselves: single
// late pictures say nothing).
#pragma once
#include <array>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "player/compose/motion.h"

namespace gatecast::playback {

// Of the picture the dearest first, simpler than all is a cut; the ticker runs beside them.
enum class MotionKind { zoom, slide, crossfade, ticker };
inline constexpr std::array<MotionKind, 4> kMotionKinds{MotionKind::zoom, MotionKind::slide,
                                                        MotionKind::crossfade, MotionKind::ticker};
enum class MotionRate { full, half, none };
std::string_view to_string(MotionKind kind);
std::string_view to_string(MotionRate rate);

// The rule. Making a picture may take three quarters of its time: of one interval of the display at the full
// rate, of two at half of it. A crossfade of fifteen pictures a second is still calmer than a cut: four.
MotionRate affordable(MotionKind kind, Duration cost, Duration interval);
// The rule for what comes too late, `late` of the last pictures: a crossfade and a ticker are never given up
// for that, as the machine may be busy with something else.
MotionRate after_late_pictures(MotionKind kind, MotionRate rate, int late);
inline constexpr int kMostLatePictures = 16;  // of about a second

class MotionBudget {
 public:
  // `none`: as the kiosk's setting wants it: slides stand and fade, tickers take turns, whatever the machine
  // can do.
  explicit MotionBudget(MotionRate most = MotionRate::full);
  // A picture of a movement stands on the screen, after `cost` of processor time; `follows`: the one before
  // it was of the same movement. `interval`: of the display's pictures.
  void shown(MotionKind kind, SteadyInstant now, bool follows, Duration cost,
             Duration interval = compose::kMotionStep);
  [[nodiscard]] MotionRate rate(MotionKind kind) const { return of(kind).rate; }
  // The time of one picture; zero where this shall not move.
  [[nodiscard]] Duration step(MotionKind kind) const;
  // "zoom", "slide", "crossfade", or "cut": the dearest that moves.
  [[nodiscard]] std::string most() const;

  struct Told {
    MotionRate rate = MotionRate::full;
    Duration cost{0};  // the median of the last pictures; 0: not known yet
    std::int64_t pictures = 0;
    std::int64_t late = 0;
  };
  [[nodiscard]] Told told(MotionKind kind) const;

 private:
  struct Movement {
    MotionRate most = MotionRate::full;
    MotionRate rate = MotionRate::full;
    SteadyInstant reduced_at;
    int window = 0;  // pictures since the last judgement
    int window_late = 0;
    std::vector<Duration> costs;  // of the window
    Duration cost{0};
    std::int64_t pictures = 0;
    std::int64_t late = 0;
  };
  [[nodiscard]] const Movement& of(MotionKind kind) const {
    return movements_.at(static_cast<std::size_t>(kind));
  }
  void judge(MotionKind kind, Movement& movement, SteadyInstant now, Duration interval);
  std::array<Movement, kMotionKinds.size()> movements_;
  SteadyInstant last_;
};

}  // namespace gatecast::playback
