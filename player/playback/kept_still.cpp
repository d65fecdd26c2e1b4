#include "player/playback/kept_still.h"

#include <algorithm>

namespace gatecast::playback {

void KeptStill::keep(PicturePtr picture) {
  size_ = picture ? picture->size() : pixels::Size{};
  whole_ = std::move(picture);
  runs_ = {};
  does_not_pack_ = false;
}

PicturePtr KeptStill::picture() const {
  if (whole_ || runs_.empty()) return whole_;
  pixels::Pixmap picture(size_);
  auto* at = picture.row(0);
  for (const Run& run : runs_) at = std::fill_n(at, run.length, run.colour);
  whole_ = std::make_shared<const pixels::Pixmap>(std::move(picture));
  return whole_;
}

void KeptStill::rest() {
  if (!whole_ || does_not_pack_) return;
  if (runs_.empty()) pack();
  if (!does_not_pack_) whole_.reset();
}

void KeptStill::pack() {
  const auto count =
      static_cast<std::size_t>(size_.width_px) * static_cast<std::size_t>(std::max(0, size_.height_px));
  const std::size_t most = count / 4;  // half of its memory
  const auto* pixel = whole_->row(0);
  const auto* const end = pixel + count;
  while (pixel < end && runs_.size() < most) {
    const auto* next =
        std::find_if(pixel, end, [colour = *pixel](std::uint32_t one) { return one != colour; });
    runs_.push_back({static_cast<std::uint32_t>(next - pixel), *pixel});
    pixel = next;
  }
  does_not_pack_ = pixel < end || runs_.empty();
  if (does_not_pack_) runs_.clear();
  runs_.shrink_to_fit();
}

}  // namespace gatecast::playback
