#include "player/playback/stage.h"

#include <libyuv.h>

#include <algorithm>

#include "player/compose/crossfade.h"

namespace gatecast::playback {
namespace {

void copy(pixels::Canvas canvas, const pixels::Pixmap& picture) {
  libyuv::ARGBCopy(picture.data(), picture.stride_bytes(), canvas.data, canvas.stride_bytes,
                   canvas.size.width_px, canvas.size.height_px);
}

void reserve(pixels::Pixmap& pixmap, pixels::Size size) {
  if (!(pixmap.size() == size)) pixmap = pixels::Pixmap(size);
}

}  // namespace

void blend(pixels::Canvas canvas, const pixels::Pixmap& over, pixels::Rect source, int x, int y,
           bool is_opaque) {
  const int left = std::max({source.x, 0, source.x - x});
  const int top = std::max({source.y, 0, source.y - y});
  const int right =
      std::min({source.x + source.width, over.size().width_px, source.x + canvas.size.width_px - x});
  const int bottom =
      std::min({source.y + source.height, over.size().height_px, source.y + canvas.size.height_px - y});
  if (left >= right || top >= bottom) return;
  auto* target = canvas.at(x + left - source.x, y + top - source.y);
  const auto* from = reinterpret_cast<const std::uint8_t*>(over.row(top) + left);
  if (is_opaque)
    libyuv::ARGBCopy(from, over.stride_bytes(), target, canvas.stride_bytes, right - left, bottom - top);
  else
    libyuv::ARGBBlend(from, over.stride_bytes(), target, canvas.stride_bytes, target, canvas.stride_bytes,
                      right - left, bottom - top);
}

void Stage::begin_transition(Sight from, Instant now, Duration length, bundle::Transition kind,
                             OverlaysPtr overlays) {
  if (from.is_empty() || length <= Duration(0)) {
    transition_ends_ = now;
    return;
  }
  from_ = std::move(from);
  is_from_drawn_ = false;
  transition_begins_ = now;
  transition_ends_ = now + length;
  kind_ = kind;
  from_overlays_ = std::move(overlays);
}

void Stage::draw_sight(pixels::Canvas canvas, const Sight& sight, Instant now) {
  if (sight.frame) {
    painter_.paint(*sight.frame, canvas, sight.fit, sight.ground);
  } else if (sight.picture && sight.picture->size() == canvas.size) {
    if (sight.motion)
      sight.motion->draw(canvas, *sight.picture, now - sight.starts);
    else
      copy(canvas, *sight.picture);
  } else if (sight.picture) {
    auto& picture = const_cast<pixels::Pixmap&>(*sight.picture);  // read only: a Canvas has no const form
    decode::scale(canvas_of(picture), canvas);
  }
}

void Stage::mix(pixels::Canvas canvas, const Sight& on, Instant now) {
  if (!is_from_drawn_ || !(from_pixels_.size() == canvas.size)) {
    reserve(from_pixels_, canvas.size);
    draw_sight(canvas_of(from_pixels_), from_, transition_begins_);
    is_from_drawn_ = true;
  }
  const pixels::Pixmap* to = nullptr;
  if (on.picture && on.picture->size() == canvas.size)
    to = on.motion ? on.motion->kept(*on.picture, now - on.starts) : on.picture.get();
  if (to == nullptr) {
    reserve(scratch_, canvas.size);
    draw_sight(canvas_of(scratch_), on, now);
    to = &scratch_;
  }
  const Duration since = now - transition_begins_;
  const Duration length = transition_ends_ - transition_begins_;
  if (kind_ == bundle::Transition::slide) {
    const double part = static_cast<double>(since.count()) / static_cast<double>(length.count());
    return compose::push(from_pixels_, *to, compose::eased(part), canvas);
  }
  libyuv::ARGBInterpolate(from_pixels_.data(), from_pixels_.stride_bytes(), to->data(), to->stride_bytes(),
                          canvas.data, canvas.stride_bytes, canvas.size.width_px, canvas.size.height_px,
                          std::clamp(compose::eased_progress(since, length), 0, 255));
}

// A texture takes 8 bits, halved chroma, limited range, BT.601 or BT.709; an upright frame, cut at even
// places.
static bool is_for_texture(const decode::Frame& frame) {
  return frame.layout == decode::Planes::i420 && frame.range == decode::Range::limited &&
         frame.matrix != decode::Matrix::bt2020 && frame.rotation_degrees == 0;
}

// Premultiplied over premultiplied; libyuv's blending makes the ground opaque.
static void lay_over(pixels::Pixmap& ground, const pixels::Pixmap& over, pixels::Rect source, int x, int y) {
  for (int row = 0; row < source.height; ++row) {
    const int to_y = y + row;
    if (to_y < 0 || to_y >= ground.size().height_px || source.y + row >= over.size().height_px) continue;
    for (int column = 0; column < source.width; ++column) {
      const int to_x = x + column;
      if (to_x < 0 || to_x >= ground.size().width_px || source.x + column >= over.size().width_px) continue;
      const std::uint32_t top = over.row(source.y + row)[source.x + column];
      std::uint32_t& below = ground.row(to_y)[to_x];
      const std::uint32_t clear = 255 - (top >> 24U);
      std::uint32_t mixed = 0;
      for (unsigned shift = 0; shift < 32; shift += 8)
        mixed |= ((top >> shift & 255U) + (below >> shift & 255U) * clear / 255) << shift;
      below = mixed;
    }
  }
}

screen::FilmPicture Stage::film_alone(const Sight& on, pixels::Size size) const {
  const auto placed = decode::place(on.frame->size, on.frame->pixel_aspect, size, on.fit);
  screen::FilmPicture film;
  film.planes = on.frame->planes;
  film.strides_bytes = on.frame->strides_bytes;
  film.size = on.frame->size;
  film.colours =
      on.frame->matrix == decode::Matrix::bt601 ? screen::FilmColours::bt601 : screen::FilmColours::bt709;
  film.source = placed.source;
  film.target = placed.target;
  film.ground = on.ground;
  return film;
}

// All of it anew where a layer is another one; where only the line has moved, its window.
void Stage::follow_layers(const Layers& layers, pixels::Size size) {
  const auto cue = layers.cue != nullptr ? layers.cue->pixels : nullptr;
  const auto* line = layers.overlays ? layers.overlays->line.get() : nullptr;
  const auto column = line != nullptr ? std::optional(line->column(layers.refresh)) : std::nullopt;
  const bool is_same =
      over_version_ != 0 && over_overlays_ == layers.overlays && over_cue_ == cue && over_.size() == size;
  if (is_same && over_column_ == column) return;
  over_part_.reset();
  if (is_same && line != nullptr) over_part_ = line->window();
  if (!is_same) {
    over_ = pixels::Pixmap(size);
    if (cue)
      lay_over(over_, *cue, {0, 0, layers.cue->where.width, layers.cue->where.height}, layers.cue->where.x,
               layers.cue->where.y);
    if (layers.overlays)
      for (const auto& rect : layers.overlays->touched)
        lay_over(over_, layers.overlays->pixels, rect, rect.x, rect.y);
  }
  if (line != nullptr) line->draw(canvas_of(over_), layers.refresh);
  over_overlays_ = layers.overlays;
  over_cue_ = cue;
  over_column_ = column;
  ++over_version_;
}

std::optional<screen::FilmPicture> Stage::film_picture(const Sight& on, const Layers& layers,
                                                       pixels::Size size, Instant now) {
  if (is_in_transition(now) || !on.frame || !is_for_texture(*on.frame)) return std::nullopt;
  from_ = {};
  auto film = film_alone(on, size);
  if (!layers.overlays && layers.cue == nullptr) return film;
  follow_layers(layers, size);
  film.over = &over_;
  film.over_version = over_version_;
  film.over_part = over_part_;
  return film;
}

void Stage::draw(pixels::Canvas canvas, const Sight& on, const Layers& layers, Instant now) {
  if (is_in_transition(now)) {
    mix(canvas, on, now);
  } else {
    from_ = {};
    from_overlays_.reset();
    draw_sight(canvas, on, now);
  }
  if (layers.cue != nullptr) {
    const auto& where = layers.cue->where;
    blend(canvas, *layers.cue->pixels, {0, 0, where.width, where.height}, where.x, where.y);
  }
  if (layers.overlays) draw_overlays(canvas, layers, now);
}

// The strip as it stands at this refresh: where a line runs in it, drawn into `drawn`.
const pixels::Pixmap& Stage::strip_with_line(const OverlaysPtr& overlays, const compose::Refresh& refresh,
                                             int top, int bottom, pixels::Pixmap& drawn) {
  if (!overlays->line) return overlays->pixels;
  const auto& pixels = overlays->pixels;
  reserve(drawn, pixels.size());
  std::copy(pixels.row(top), pixels.row(top) + std::ptrdiff_t{bottom - top} * pixels.size().width_px,
            drawn.row(top));
  overlays->line->draw(canvas_of(drawn), refresh);
  return drawn;
}

// What stands at other places than before is mixed too, within the strip: nothing in it jumps.
void Stage::draw_overlays(pixels::Canvas canvas, const Layers& layers, Instant now) {
  const auto& overlays = layers.overlays;
  const bool changes = from_overlays_ && from_overlays_ != overlays && is_in_transition(now) &&
                       from_overlays_->pixels.size() == overlays->pixels.size();
  if (!changes) {
    for (const auto& rect : overlays->touched)
      blend(canvas, overlays->pixels, rect, rect.x, rect.y, overlays->is_opaque);
    if (overlays->line) overlays->line->draw(canvas, layers.refresh);
    return;
  }
  reserve(mixed_overlays_, overlays->pixels.size());
  const int share = std::clamp(
      compose::eased_progress(now - transition_begins_, transition_ends_ - transition_begins_), 0, 255);
  int top = overlays->pixels.size().height_px;
  int bottom = 0;
  for (const auto* list : {&from_overlays_->touched, &overlays->touched})
    for (const auto& rect : *list) {
      top = std::min(top, rect.y);
      bottom = std::max(bottom, rect.y + rect.height);
    }
  top = std::max(top, 0);
  bottom = std::min(bottom, overlays->pixels.size().height_px);
  if (top >= bottom) return;
  const auto row = [top](const pixels::Pixmap& pixmap) {
    return reinterpret_cast<const std::uint8_t*>(pixmap.row(top));
  };
  const auto& old = strip_with_line(from_overlays_, layers.refresh, top, bottom, strip_before_);
  const auto& coming = strip_with_line(overlays, layers.refresh, top, bottom, mixed_overlays_);
  const auto& target = mixed_overlays_;
  libyuv::ARGBInterpolate(row(old), old.stride_bytes(), row(coming), coming.stride_bytes(),
                          reinterpret_cast<std::uint8_t*>(mixed_overlays_.row(top)), target.stride_bytes(),
                          target.size().width_px, bottom - top, share);
  blend(canvas, mixed_overlays_, {0, top, target.size().width_px, bottom - top}, 0, top);
}

}  // namespace gatecast::playback
