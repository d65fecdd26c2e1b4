// A ticker's line that runs: all its phrases drawn once, side by side on the strip's ground, and which part
// of them is seen at a refresh of the display. Where it stands follows from the clock alone: every screen of
// a site shows the same, and one that starts goes on where the others are. It moves by the same whole number
// of pixels at each refresh, so it neither judders nor drifts.
// Units: pixels of the overlays' picture. Ownership: shared as shared_ptr<const ...>. Threads: immutable.
// Errors: none. Source: issue 4, 3 (ticker at constant speed without tearing).
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "content-sync/base/clock.h"
#include "player/pixels/canvas.h"

namespace gatecast::compose {

// Which picture of a display: numbered since the epoch. Half: only each second one is drawn.
struct Refresh {
  std::int64_t number = 0;
  Duration interval{0};
  bool is_half = false;
};
// Of a display whose rate nobody knows: kMotionStep is its interval.
Refresh refresh_at(Instant now, bool is_half = false);
// When the next one begins that is drawn.
Instant next_refresh_at(Instant now, bool is_half = false);

inline constexpr double kLineSpeed_em = 4.5;  // a second: for readers of a second language
inline constexpr std::size_t kMostTrackBytes = 16U << 20U;

// The phrases as drawn; the end joins the beginning.
struct RunningTrack {
  std::vector<std::pair<std::string, std::string>> phrases;  // text, language
  std::vector<std::string> left_out;                         // what is over the bound
  std::vector<double> look;                                  // all else that its pixels depend on
  double em_px = 0;
  pixels::Colour ground;
  pixels::Pixmap pixels;
};

class RunningLine {
 public:
  // `window`: where it is seen; as high as the track.
  RunningLine(std::shared_ptr<const RunningTrack> track, pixels::Rect window);
  [[nodiscard]] const pixels::Rect& window() const { return window_; }
  [[nodiscard]] const RunningTrack& track() const { return *track_; }
  // From one refresh to the next.
  [[nodiscard]] int step_px(Duration interval) const;
  // The track's column that is at the picture's left edge; counted there and not at the window's, so that
  // nothing jumps where the window moves or grows.
  [[nodiscard]] int column(const Refresh& refresh) const;
  // `canvas` is of the overlays' size.
  void draw(pixels::Canvas canvas, const Refresh& refresh) const;

 private:
  std::shared_ptr<const RunningTrack> track_;
  pixels::Rect window_;
  std::array<pixels::Pixmap, 2> edges_;  // the ground, ever clearer inwards
};

}  // namespace gatecast::compose
