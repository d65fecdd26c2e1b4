// The player's part that knows the display: its clock, and which way pictures take to it.
#include "content-sync/base/log.h"
#include "player/playback/player.h"

namespace gatecast::playback {

void Player::take_size() {
  const auto screen = screen_->size();
  const auto left = options_.ring ? options_.ring->programme(screen)
                                  : pixels::Rect{0, 0, screen.width_px, screen.height_px};
  size_ = {left.width, left.height};
}

void Player::look_at_display() {
  // A display that changed forgets them.
  sent_brightness_percent_ = 0;
  is_panel_awake_.reset();
  if (screen_->refresh_mhz() == cadence_.refresh_mhz()) return;
  cadence_ = Cadence(screen_->refresh_mhz());
  cadence_.anchor(clock_.now());
  begin_cadence();
}

void Player::begin_cadence() {
  if (on_ && on_->is_film()) cadence_.begin(on_->showing().starts);
}

// Once a start, after the first picture; until then, and where it fails, films go by the processor.
void Player::prove_engine() {
  if (!options_.engine || !options_.nursery || !is_ready_ || engine_proof_.joinable()) return;
  engine_proof_ = std::jthread([nursery = options_.nursery, engine = options_.engine] {
    name_thread("engine proof");
    if (const auto status = isolate::prove(*nursery, *engine); status)
      log_info("films go by the video engine " + engine->node() + ", which was proven with a test film");
    else
      engine->leave(status.error());
  });
}

// Once a machine, after its first picture: the child has the lowest priority, and its answer is for the next
// start.
void Player::measure_output() {
  if (options_.output_path_file.empty() || !is_ready_) return;
  if (!path_probe_) {
    path_probe_ = screen::PathProbe::start(screen_->size());
    if (!path_probe_) options_.output_path_file.clear();
    return;
  }
  switch (path_probe_->look(steady_now_)) {
    case screen::PathProbe::State::running:
      return;
    case screen::PathProbe::State::done: {
      SystemDisk disk;
      const auto kind = screen::choose_path(path_probe_->times());
      log_info("pictures take the " + std::string(screen::to_string(kind)) +
               " from the next start on, as it was measured");
      if (const auto status = screen::remember_path(disk, options_.output_path_file, options_.output_path_key,
                                                    kind, path_probe_->times());
          !status)
        log_error(status.error());
      break;
    }
    case screen::PathProbe::State::failed:
      log_info("the ways to the display could not be measured: the window's surface it is");
      break;
  }
  path_probe_.reset();
  options_.output_path_file.clear();
}

}  // namespace gatecast::playback
