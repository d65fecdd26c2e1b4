// The player's part that lets a ticker's line run: at each refresh of the display its window is drawn and
// presented, and nothing else, unless the whole picture is due anyway.
#include "content-sync/base/log.h"
#include "player/playback/player.h"

namespace gatecast::playback {

compose::Refresh Player::refresh() const {
  const bool is_half = motion_.rate(MotionKind::ticker) == MotionRate::half;
  if (!cadence_.is_known()) return compose::refresh_at(now_, is_half);
  return {cadence_.number(now_), Duration(1'000'000'000LL / cadence_.refresh_mhz()), is_half};
}

const compose::RunningLine* Player::running_line() const {
  if (!layers_.overlays || !layers_.overlays->line || !is_ready_) return nullptr;
  return over_all() || is_covered() ? nullptr : layers_.overlays->line.get();
}

// A transition draws the line with each of its own pictures.
std::optional<Instant> Player::next_of_line() const {
  if (running_line() == nullptr || stage_.is_in_transition(now_)) return std::nullopt;
  const bool is_half = refresh().is_half;
  if (!cadence_.is_known()) return compose::next_refresh_at(now_, is_half);
  const auto next = cadence_.next_refresh(now_);
  return is_half && cadence_.number(next) % 2 != 0 ? cadence_.next_refresh(next) : next;
}

void Player::note_line(const Layers& layers) {
  line_column_.reset();
  if (layers.overlays && layers.overlays->line) line_column_ = layers.overlays->line->column(layers.refresh);
}

void Player::run_line() {
  const auto* line = running_line();
  if (line == nullptr) return;
  const auto column = line->column(refresh());
  if (line_column_ == column) return;
  line_column_ = column;
  const double cpu_before = thread_cpu_seconds();
  const auto presented = show_line(*line);
  const Duration cost(static_cast<std::int64_t>((thread_cpu_seconds() - cpu_before) * 1e6));
  const auto interval = std::max(compose::kMotionStep, refresh().interval);
  motion_.shown(MotionKind::ticker, clock_.steady_now(), moved_before_ == MotionKind::ticker, cost, interval);
  moved_before_ = MotionKind::ticker;
  // Told once: at each refresh it would fill the log.
  if (!presented && !std::exchange(is_line_lost_, true)) log_error(presented.error());
  if (presented) is_line_lost_ = false;
  if (presented && screen_->waits_for_display()) cadence_.observe(clock_.now());
  statistics_.ticker_moved();
}

Status Player::show_line(const compose::RunningLine& line) {
  const auto now = refresh();
  const auto canvas = screen_->canvas();
  if (screen_->takes_films() && !options_.ring) {
    Layers layers = layers_;
    layers.overlays = stick_.over(layers.overlays, size_);
    layers.refresh = now;
    if (const auto film = stage_.film_picture(sight(), layers, canvas.size, now_)) {
      GATECAST_TRY(const bool is_shown, screen_->present_film(*film));
      if (is_shown) return {};
    }
  }
  const auto all = canvas.size;
  const auto place =
      options_.ring ? options_.ring->programme(all) : pixels::Rect{0, 0, all.width_px, all.height_px};
  line.draw(part_of(canvas, place), now);
  auto part = line.window();
  part.x += place.x;
  part.y += place.y;
  return screen_->present_part(part);
}

}  // namespace gatecast::playback
