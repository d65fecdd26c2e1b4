// The player's part while there is no release at all: a welcome with the hour instead of a still without
// words, drawn in the image's own typefaces; without those the still stays.
#include "content-sync/base/log.h"
#include "player/compose/welcome.h"
#include "player/playback/output_arguments.h"
#include "player/playback/player.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWelcomeAfter =
    8s;                       // a release that is there is read by then: nobody is welcomed in between
constexpr Instant kWritten =  // when this was written: an earlier clock is wrong
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

}  // namespace

void Player::update_welcome() {
  if (!watcher_ || content_ || pending_) {
    welcome_typesetter_.reset();
    return;
  }
  if (steady_now_ - started_ < kWelcomeAfter) return;
  const auto minute = std::chrono::floor<std::chrono::minutes>(now_);
  if (welcomed_at_ == minute && still_.size() == size_) return;
  if (!has_welcome_) return;
  if (!welcome_typesetter_) {
    SystemDisk disk;
    welcome_typesetter_ = image_typesetter(disk);
    has_welcome_ = welcome_typesetter_ != nullptr;
    if (!has_welcome_) return log_info("no typefaces for the welcome: the still stays");
    log_info("no release yet: the welcome is on");
  }
  welcomed_at_ = minute;
  still_.keep(std::make_shared<const pixels::Pixmap>(compose::paint_welcome(
      size_, now_ < kWritten ? std::nullopt : std::optional<Instant>(now_), *welcome_typesetter_)));
  is_still_on_ = true;
  must_draw_ = true;
  is_backdrop_due_ = true;
}

}  // namespace gatecast::playback
