// Draws what is on into the screen's pixels: a picture or a film's frame, the crossfade from what was before,
// overlays and subtitles only in their rectangles.
// Threads: main. Errors: none. Source: shared/design/playback.md (what each per-frame step costs).
#pragma once
#include <optional>
#include <vector>

#include "player/compose/running_line.h"
#include "player/decode/frame_painter.h"
#include "player/playback/loader.h"
#include "player/screen/film_picture.h"

namespace gatecast::playback {

// What can be seen of an item at a moment: one of the two.
struct Sight {
  PicturePtr picture;
  MotionPtr motion;  // of the picture; null: it stands
  Instant starts;    // since when it moves
  std::optional<decode::Frame> frame;
  bundle::Fit fit = bundle::Fit::contain;
  pixels::Colour ground{0, 0, 0, 255};
  [[nodiscard]] bool is_empty() const { return !picture && !frame; }
};

using OverlaysPtr = std::shared_ptr<const compose::SlidePainter::OverlayPicture>;
struct Layers {
  OverlaysPtr overlays;
  const PaintedCue* cue = nullptr;
  compose::Refresh refresh;  // where a line that runs stands
};

class Stage {
 public:
  // From now on `from` gives way over `length`, and `overlays` to those of the new picture.
  void begin_transition(Sight from, Instant now, Duration length,
                        bundle::Transition kind = bundle::Transition::crossfade, OverlaysPtr overlays = {});
  void end_transition() { transition_ends_ = {}; }
  [[nodiscard]] bool is_in_transition(Instant now) const { return now < transition_ends_; }
  [[nodiscard]] bundle::Transition transition_kind() const { return kind_; }
  void draw(pixels::Canvas canvas, const Sight& on, const Layers& layers, Instant now);
  // The same as planes and a layer over them, for a display with a GPU; empty where that cannot be had.
  std::optional<screen::FilmPicture> film_picture(const Sight& on, const Layers& layers, pixels::Size size,
                                                  Instant now);

 private:
  void draw_sight(pixels::Canvas canvas, const Sight& sight, Instant now);
  void mix(pixels::Canvas canvas, const Sight& on, Instant now);
  void draw_overlays(pixels::Canvas canvas, const Layers& layers, Instant now);
  const pixels::Pixmap& strip_with_line(const OverlaysPtr& overlays, const compose::Refresh& refresh, int top,
                                        int bottom, pixels::Pixmap& drawn);
  [[nodiscard]] screen::FilmPicture film_alone(const Sight& on, pixels::Size size) const;
  void follow_layers(const Layers& layers, pixels::Size size);

  decode::FramePainter painter_;
  Sight from_;
  OverlaysPtr from_overlays_;
  pixels::Pixmap mixed_overlays_;
  pixels::Pixmap strip_before_;
  pixels::Pixmap from_pixels_;
  bool is_from_drawn_ = false;
  pixels::Pixmap scratch_;
  pixels::Pixmap over_;
  std::shared_ptr<const compose::SlidePainter::OverlayPicture> over_overlays_;
  std::shared_ptr<const pixels::Pixmap> over_cue_;
  std::uint64_t over_version_ = 0;
  std::optional<int> over_column_;  // where the line stands in it
  std::optional<pixels::Rect> over_part_;
  Instant transition_begins_;
  Instant transition_ends_;
  bundle::Transition kind_ = bundle::Transition::crossfade;
};

// `is_opaque`: nothing is seen through it, and a copy will do.
void blend(pixels::Canvas canvas, const pixels::Pixmap& over, pixels::Rect source, int x, int y,
           bool is_opaque = false);

}  // namespace gatecast::playback
