#include "player/compose/crossfade.h"

#include <libyuv.h>

#include <algorithm>
#include <cmath>

#include "content-sync/base/error.h"

namespace gatecast::compose {

int eased_progress(Duration elapsed, Duration whole) {
  if (whole.count() <= 0 || elapsed >= whole) return kWholeProgress;
  const double part =
      std::max(0.0, static_cast<double>(elapsed.count()) / static_cast<double>(whole.count()));
  const double eased = part < 0.5 ? 4 * part * part * part : 1 - std::pow(2 - 2 * part, 3) / 2;
  return static_cast<int>(std::lround(eased * kWholeProgress));
}

void crossfade(const pixels::Pixmap& from, const pixels::Pixmap& to, int progress, pixels::Pixmap& out) {
  GATECAST_INVARIANT(from.size() == to.size());
  if (!(out.size() == to.size())) out = pixels::Pixmap(to.size());
  const int share = std::clamp(progress, 0, kWholeProgress);
  if (share == kWholeProgress || share == 0) {
    const pixels::Pixmap& whole = share == 0 ? from : to;
    std::copy_n(
        whole.data(),
        static_cast<std::size_t>(whole.stride_bytes()) * static_cast<std::size_t>(whole.size().height_px),
        out.data());
    return;
  }
  libyuv::ARGBInterpolate(from.data(), from.stride_bytes(), to.data(), to.stride_bytes(), out.data(),
                          out.stride_bytes(), to.size().width_px, to.size().height_px, share);
}

double eased(double part) {
  part = std::clamp(part, 0.0, 1.0);
  return part * part * (3 - 2 * part);
}

void push(const pixels::Pixmap& from, const pixels::Pixmap& to, double share, pixels::Canvas out) {
  GATECAST_INVARIANT(from.size() == to.size() && to.size() == out.size);
  const auto [width, height] = out.size;
  const int seam = width - static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width));
  const auto* old = reinterpret_cast<const std::uint8_t*>(from.row(0) + (width - seam));
  if (seam > 0) libyuv::ARGBCopy(old, from.stride_bytes(), out.data, out.stride_bytes, seam, height);
  if (seam < width)
    libyuv::ARGBCopy(to.data(), to.stride_bytes(), out.at(seam, 0), out.stride_bytes, width - seam, height);
}

}  // namespace gatecast::compose
