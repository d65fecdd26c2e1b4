#include "player/compose/running_line.h"

#include <libyuv.h>

#include <algorithm>
#include <cmath>

#include "player/compose/motion.h"

namespace gatecast::compose {
namespace {

constexpr double kEdge_em = 1.2;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

std::int64_t floor_mod(std::int64_t value, std::int64_t by) {
  return value - floor_div(value, by) * by;
}

// Premultiplied: all of the ground at the outer column, none of it at the inner one.
pixels::Pixmap edge(pixels::Size size, pixels::Colour ground, bool is_left) {
  pixels::Pixmap pixmap(size);
  for (int x = 0; x < size.width_px; ++x) {
    const int from_outside = is_left ? x : size.width_px - 1 - x;
    const auto alpha = static_cast<std::uint32_t>(255 - 255 * from_outside / size.width_px);
    const auto part = [&](std::uint8_t value) { return (value * alpha + 127) / 255; };
    const std::uint32_t pixel =
        alpha << 24U | part(ground.red) << 16U | part(ground.green) << 8U | part(ground.blue);
    for (int y = 0; y < size.height_px; ++y) pixmap.row(y)[x] = pixel;
  }
  return pixmap;
}

}  // namespace

Refresh refresh_at(Instant now, bool is_half) {
  return {floor_div(now.time_since_epoch().count(), kMotionStep.count()), kMotionStep, is_half};
}

Instant next_refresh_at(Instant now, bool is_half) {
  auto number = refresh_at(now).number + 1;
  if (is_half && number % 2 != 0) ++number;
  return Instant(number * kMotionStep);
}

RunningLine::RunningLine(std::shared_ptr<const RunningTrack> track, pixels::Rect window)
    : track_(std::move(track)), window_(window) {
  window_.height = std::min(window_.height, track_->pixels.size().height_px);
  const int width = std::min(window_.width / 4, static_cast<int>(track_->em_px * kEdge_em));
  for (const bool is_left : {true, false})
    edges_.at(is_left ? 0 : 1) = edge({width, window_.height}, track_->ground, is_left);
}

int RunningLine::step_px(Duration interval) const {
  const double seconds = std::chrono::duration<double>(interval).count();
  return std::max(1, static_cast<int>(std::lround(kLineSpeed_em * track_->em_px * seconds)));
}

int RunningLine::column(const Refresh& refresh) const {
  const auto number = refresh.is_half ? refresh.number - floor_mod(refresh.number, 2) : refresh.number;
  const std::int64_t round = track_->pixels.size().width_px;
  // Both factors are made small first: the product of the number itself with a wide step may be too large.
  return static_cast<int>(floor_mod(floor_mod(number, round) * (step_px(refresh.interval) % round), round));
}

void RunningLine::draw(pixels::Canvas canvas, const Refresh& refresh) const {
  const auto& window = window_;
  if (window.x < 0 || window.y < 0 || window.x + window.width > canvas.size.width_px ||
      window.y + window.height > canvas.size.height_px)
    return;
  const auto& pixels = track_->pixels;
  const int round = pixels.size().width_px;
  int from = static_cast<int>(floor_mod(window.x + column(refresh), round));
  for (int x = 0; x < window.width;) {
    const int width = std::min(window.width - x, round - from);
    libyuv::ARGBCopy(reinterpret_cast<const std::uint8_t*>(pixels.row(0) + from), pixels.stride_bytes(),
                     canvas.at(window.x + x, window.y), canvas.stride_bytes, width, window.height);
    x += width;
    from = 0;
  }
  for (const bool is_left : {true, false}) {
    const auto& over = edges_.at(is_left ? 0 : 1);
    if (over.is_empty()) continue;
    auto* at = canvas.at(is_left ? window.x : window.x + window.width - over.size().width_px, window.y);
    libyuv::ARGBBlend(over.data(), over.stride_bytes(), at, canvas.stride_bytes, at, canvas.stride_bytes,
                      over.size().width_px, over.size().height_px);
  }
}

}  // namespace gatecast::compose
