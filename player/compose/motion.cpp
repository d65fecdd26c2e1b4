#include "player/compose/motion.h"

#include <libyuv.h>

#include <algorithm>

#include "player/compose/crossfade.h"

namespace gatecast::compose {

namespace {

constexpr Duration kBreath{250'000};    // after one movement, before the next
constexpr Duration kLastLook{700'000};  // at the end of its slot the picture stands

void copy(const pixels::Pixmap& from, const pixels::Rect& rect, pixels::Canvas canvas) {
  libyuv::ARGBCopy(reinterpret_cast<const std::uint8_t*>(from.row(rect.y) + rect.x), from.stride_bytes(),
                   canvas.at(rect.x, rect.y), canvas.stride_bytes, rect.width, rect.height);
}

pixels::Rect all_of(const pixels::Pixmap& pixmap) {
  return {0, 0, pixmap.size().width_px, pixmap.size().height_px};
}

}  // namespace

SlideMotion::SlideMotion(Parts parts) : parts_(std::move(parts)) {
  if (!parts_.rows.empty()) {
    const auto last = static_cast<std::int64_t>(parts_.rows.size()) - 1;
    spans_.push_back({parts_.settles, parts_.settles + last * kRowStagger + kRowLength});
  } else if (parts_.count) {
    spans_.push_back({parts_.settles, parts_.settles + kCountLength});
  }
  if (!spans_.empty()) lists_end_ = spans_.back().ends;
  zoom_.begins = std::max(parts_.settles, lists_end_) + kBreath;
  zoom_.ends = parts_.length - kLastLook;
  if (parts_.zoom && (parts_.zoom->views.size() < 2 || zoom_.ends <= zoom_.begins)) parts_.zoom.reset();
  if (parts_.zoom) spans_.push_back(zoom_);
}

bool SlideMotion::is_moving(Duration offset) const {
  return std::any_of(spans_.begin(), spans_.end(),
                     [&](const Span& span) { return span.begins <= offset && offset < span.ends; });
}

bool SlideMotion::is_zooming(Duration offset) const {
  return parts_.zoom && zoom_.begins <= offset && offset < zoom_.ends;
}

std::shared_ptr<const SlideMotion> SlideMotion::without_zoom() const {
  if (!has_lists()) return nullptr;
  auto parts = parts_;
  parts.zoom.reset();
  return std::make_shared<const SlideMotion>(std::move(parts));
}

std::int64_t SlideMotion::phase(Duration offset, Duration step) const {
  if (is_moving(offset)) return 1 + offset / step;
  return -std::count_if(spans_.begin(), spans_.end(), [&](const Span& span) { return span.ends <= offset; });
}

std::optional<Duration> SlideMotion::next_phase(Duration offset, Duration step) const {
  for (const Span& span : spans_) {
    if (offset < span.begins) return span.begins;
    if (offset < span.ends) return std::min((offset / step + 1) * step, span.ends);
  }
  return std::nullopt;
}

const pixels::Pixmap* SlideMotion::kept(const pixels::Pixmap& still, Duration offset) const {
  if (parts_.count && offset < lists_end_) return nullptr;
  if (!parts_.rows.empty() && offset < parts_.settles) return parts_.bare.get();
  if (!is_whole(offset)) return nullptr;
  return !parts_.zoom || offset < zoom_.begins ? &still : nullptr;
}

// Each way from view to view eases in and out by itself: at every point of interest the picture rests.
View SlideMotion::view_at(Duration offset) const {
  const auto& views = parts_.zoom->views;
  const auto legs = static_cast<std::int64_t>(views.size()) - 1;
  const Duration whole = zoom_.ends - zoom_.begins;
  const Duration since = std::clamp(offset - zoom_.begins, Duration(0), whole);
  const std::int64_t leg = std::min(since.count() * legs / whole.count(), legs - 1);
  const double part =
      static_cast<double>(since.count() * legs - leg * whole.count()) / static_cast<double>(whole.count());
  const auto from = static_cast<std::size_t>(leg);
  return between(views[from], views[from + 1], eased(part));
}

// The row comes from the right, where the next slide comes from, to fractions of a pixel, and out of the
// ground. What is drawn is its own box, moved: nothing is cut off at its end, nothing of others is taken
// along.
void SlideMotion::draw_row(pixels::Canvas canvas, const pixels::Pixmap& still, std::size_t row,
                           Duration offset) const {
  const pixels::Rect& box = parts_.rows[row];
  const Duration since = offset - parts_.settles - static_cast<std::int64_t>(row) * kRowStagger;
  if (since <= Duration(0)) return;
  if (since >= kRowLength) return copy(still, box, canvas);
  const double share = eased(static_cast<double>(since.count()) / static_cast<double>(kRowLength.count()));
  const double away = (1 - share) * parts_.travel_px;
  const int whole = static_cast<int>(away);
  const int fraction = static_cast<int>((away - whole) * 256);
  const int left = box.x + whole + 1;  // from here on each pixel has two neighbours in the box
  const int width = std::min(box.width - 1, canvas.size.width_px - left);
  if (width <= 0) return;
  const int opacity = std::clamp(static_cast<int>(share * 256), 0, 255);
  std::vector<std::uint32_t> moved(static_cast<std::size_t>(width));
  auto* moved_bytes = reinterpret_cast<std::uint8_t*>(moved.data());
  const int stride = still.stride_bytes();
  for (int y = box.y; y < box.y + box.height; ++y) {
    const auto* here = reinterpret_cast<const std::uint8_t*>(still.row(y) + box.x + 1);
    libyuv::ARGBInterpolate(here, stride, here - 4, stride, moved_bytes, width * 4, width, 1, fraction);
    auto* target = canvas.at(left, y);
    libyuv::ARGBInterpolate(target, canvas.stride_bytes, moved_bytes, width * 4, target, canvas.stride_bytes,
                            width, 1, opacity);
  }
}

void SlideMotion::draw(pixels::Canvas canvas, const pixels::Pixmap& still, Duration offset) const {
  if (const auto* picture = kept(still, offset)) return copy(*picture, all_of(*picture), canvas);
  const bool has_rows_to_come = !parts_.rows.empty() && !is_whole(offset);
  const bool zooms = parts_.zoom && offset >= zoom_.begins;
  const auto standing =
      zooms ? without(all_of(still), parts_.zoom->parts) : std::vector<pixels::Rect>{all_of(still)};
  for (const auto& rect : standing) copy(has_rows_to_come ? *parts_.bare : still, rect, canvas);
  if (has_rows_to_come)
    for (std::size_t row = 0; row < parts_.rows.size(); ++row) draw_row(canvas, still, row, offset);
  if (parts_.count && !is_whole(offset)) {
    const auto& steps = parts_.count->steps;
    const Duration since = std::max(Duration(0), offset - parts_.settles);
    const auto step = static_cast<std::size_t>(since.count() * static_cast<std::int64_t>(steps.size()) /
                                               kCountLength.count());
    const auto& shown = steps[std::min(step, steps.size() - 1)];
    const auto& box = parts_.count->box;
    libyuv::ARGBCopy(shown.data(), shown.stride_bytes(), canvas.at(box.x, box.y), canvas.stride_bytes,
                     box.width, box.height);
  }
  if (!zooms) return;
  const View view = view_at(offset);
  for (const auto& part : parts_.zoom->parts)
    draw_view(*parts_.zoom->picture, view, parts_.zoom->window, part, canvas);
}

}  // namespace gatecast::compose
