// What moves on a slide, drawn for any moment since it came on: a slow zoom of its picture, rows of a list
// that come one after another, a number that counts up once. Everything else stands, to the pixel. Threads:
// immutable; share as std::shared_ptr<const SlideMotion>. Errors: none. Source: shared/design/look.md (Grid
// and motion: 400 to 700 ms, eased, at most two things at once).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "content-sync/base/clock.h"
#include "player/compose/zoom.h"

namespace gatecast::compose {

inline constexpr Duration kMotionStep{16'667};  // sixty pictures a second
inline constexpr Duration kRowLength{500'000};
inline constexpr Duration kRowStagger{250'000};  // so two rows move at once and no more
inline constexpr Duration kCountLength{700'000};

class SlideMotion {
 public:
  struct Zoom {
    std::shared_ptr<const pixels::Pixmap> picture;
    pixels::Rect window;
    std::vector<View> views;          // from the first, which the still shows, to the last
    std::vector<pixels::Rect> parts;  // of the window, where nothing stands above the picture
  };
  struct Count {
    pixels::Rect box;
    std::vector<pixels::Pixmap> steps;  // of the box's size; the last is the still's
  };
  struct Parts {
    Duration settles{0};  // the slide has come on: nothing moves before
    Duration length{0};   // of its slot
    std::optional<Zoom> zoom;
    std::shared_ptr<const pixels::Pixmap> bare;  // without rows
    std::vector<pixels::Rect> rows;
    int travel_px = 0;  // how far a row comes
    std::optional<Count> count;
  };
  explicit SlideMotion(Parts parts);
  [[nodiscard]] const Parts& parts() const { return parts_; }

  [[nodiscard]] bool is_moving(Duration offset) const;
  // What moves then is the picture; else rows or a number.
  [[nodiscard]] bool is_zooming(Duration offset) const;
  [[nodiscard]] bool has_lists() const { return lists_end_ > Duration(0); }
  // The same slide with its picture as the still shows it; null where nothing else moves.
  [[nodiscard]] std::shared_ptr<const SlideMotion> without_zoom() const;
  // All that the slide says is there.
  [[nodiscard]] bool is_whole(Duration offset) const { return offset >= lists_end_; }
  // Another number where the picture is another one; `step`: the time of one picture.
  [[nodiscard]] std::int64_t phase(Duration offset, Duration step = kMotionStep) const;
  // When that changes; none: it stands from now on.
  [[nodiscard]] std::optional<Duration> next_phase(Duration offset, Duration step = kMotionStep) const;
  // The picture of this moment where it is one that is kept: nothing needs to be drawn. Null: it does.
  [[nodiscard]] const pixels::Pixmap* kept(const pixels::Pixmap& still, Duration offset) const;
  // `canvas` is of the still's size.
  void draw(pixels::Canvas canvas, const pixels::Pixmap& still, Duration offset) const;

 private:
  struct Span {
    Duration begins;
    Duration ends;
  };
  void draw_row(pixels::Canvas canvas, const pixels::Pixmap& still, std::size_t row, Duration offset) const;
  [[nodiscard]] View view_at(Duration offset) const;

  Parts parts_;
  std::vector<Span> spans_;  // in which something moves, ascending
  Duration lists_end_{0};
  Span zoom_{};
};

}  // namespace gatecast::compose
