// How large letters must be, from the channel's panel and viewing distance, in pixels of visible height
// (capital H; Lao and Thai consonant). Threads: values. Errors: a screen without measures counts as 5 m and
// 55 inch. Source: shared/domain/typography.md 3.6; EN 301 549 5.1.4 (0.7 degrees); ISO 9241-303 (16 to 22
// minutes).
#pragma once
#include "content-sync/bundle/release.h"
#include "player/pixels/pixmap.h"

namespace gatecast::compose {

struct Ladder {  // visible heights, tried from `most` down to `least`
  double most = 0;
  double least = 0;
  double floor = 0;  // for foreign text that is set smaller; 0 = least
};

class TypeScale {
 public:
  TypeScale(const bundle::Screen& screen, pixels::Size size);
  // Visible height of `minutes` of arc; never under what a Lao tone mark needs to stay apart from its vowel.
  [[nodiscard]] double minutes(double minutes) const;
  // The same for what a telephone reads: no letter, so no floor.
  [[nodiscard]] double arc(double minutes) const;
  [[nodiscard]] double millimetres(double mm) const { return mm * px_per_mm_; }
  [[nodiscard]] double distance_m() const { return distance_mm_ / 1000; }
  [[nodiscard]] double least_headline() const { return minutes(42); }
  [[nodiscard]] double least_body() const { return minutes(22); }
  [[nodiscard]] double least_any() const { return minutes(16); }

 private:
  double px_per_mm_;
  double distance_mm_;
  double floor_px_;
};

}  // namespace gatecast::compose
