#include "player/decode/deinterlace.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace gatecast::decode {
namespace {

// Rows around one that is missing: by two's the missing field, between them the one that is kept.
template <typename Sample>
struct Around {
  const Sample *above3, *above, *below, *below3;  // kept lines of this frame
  const Sample *earlier, *later;                  // this line, half a frame before and after
  const Sample *earlier_above2, *later_above2;    // two lines up
  const Sample *earlier_below2, *later_below2;    // two lines down
  const Sample *before_above, *before_below;      // kept lines of the frame before
  const Sample *after_above, *after_below;        // and of the one behind
};

template <typename Sample>
void interpolate(const Around<Sample>& a, Sample* out, int width, int most) {
  for (int x = 0; x < width; ++x) {
    const int up = a.above[x];
    const int down = a.below[x];
    const int middle = (a.earlier[x] + a.later[x]) >> 1;
    const int change = std::abs(a.earlier[x] - a.later[x]) >> 1;
    const int before = (std::abs(a.before_above[x] - up) + std::abs(a.before_below[x] - down)) >> 1;
    const int after = (std::abs(a.after_above[x] - up) + std::abs(a.after_below[x] - down)) >> 1;
    int room = std::max({change, before, after});
    // Fine detail that stands still looks like a comb: it may differ from its neighbours as much as they do.
    const int top = ((a.earlier_above2[x] + a.later_above2[x]) >> 1) - up;
    const int bottom = ((a.earlier_below2[x] + a.later_below2[x]) >> 1) - down;
    const int high = std::max({middle - down, middle - up, std::min(top, bottom)});
    const int low = std::min({middle - down, middle - up, std::max(top, bottom)});
    room = std::max({room, low, -high});
    const int curve = (9 * (up + down) - a.above3[x] - a.below3[x] + 8) >> 4;
    const int value = std::min(std::max(curve, middle - room), middle + room);
    out[x] = static_cast<Sample>(std::min(std::max(value, 0), most));
  }
}

struct Plane {
  int width, height;
};

template <typename Sample>
void fill_plane(const AVFrame& before, const AVFrame& now, const AVFrame& after, AVFrame& out,
                std::size_t plane, Plane size, int most) {
  const bool keeps_top = now.top_field_first != 0;
  const int last = size.height - 1;
  const auto line = [&](const AVFrame& frame, int y) {
    // Beyond the edge: the nearest line of the same field.
    while (y < 0) y += 2;
    while (y > last) y -= 2;
    y = std::max(y, 0);
    return static_cast<const Sample*>(
        static_cast<const void*>(frame.data[plane] + static_cast<std::ptrdiff_t>(y) * frame.linesize[plane]));
  };
  for (int y = 0; y < size.height; ++y) {
    auto* target = out.data[plane] + static_cast<std::ptrdiff_t>(y) * out.linesize[plane];
    const bool is_kept = (y % 2 == 0) == keeps_top;
    if (is_kept || size.height < 4) {
      std::memcpy(target, line(now, y), static_cast<std::size_t>(size.width) * sizeof(Sample));
      continue;
    }
    const Around<Sample> around{
        line(now, y - 3),    line(now, y - 1),    line(now, y + 1),   line(now, y + 3),    line(before, y),
        line(now, y),        line(before, y - 2), line(now, y - 2),   line(before, y + 2), line(now, y + 2),
        line(before, y - 1), line(before, y + 1), line(after, y - 1), line(after, y + 1)};
    interpolate(around, static_cast<Sample*>(static_cast<void*>(target)), size.width, most);
  }
}

bool are_alike(const AVFrame& a, const AVFrame& b) {
  return a.width == b.width && a.height == b.height && a.format == b.format;
}

bool is_planar(const AVFrame& frame) {
  const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  if (description == nullptr || (description->flags & AV_PIX_FMT_FLAG_PLANAR) == 0) return false;
  for (int i = 0; i < description->nb_components; ++i)
    if (description->comp[i].step > 2 || description->comp[i].plane != i) return false;
  return true;
}

AvFramePtr whole_picture(const AVFrame& before, const AVFrame& now, const AVFrame& after) {
  AvFramePtr out(av_frame_alloc());
  out->width = now.width;
  out->height = now.height;
  out->format = now.format;
  if (av_frame_get_buffer(out.get(), 0) < 0 || av_frame_copy_props(out.get(), &now) < 0) return nullptr;
  out->interlaced_frame = 0;
  const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(now.format));
  for (std::size_t plane = 0; plane < description->nb_components; ++plane) {
    const bool is_chroma = plane == 1 || plane == 2;
    const Plane size{AV_CEIL_RSHIFT(now.width, is_chroma ? description->log2_chroma_w : 0),
                     AV_CEIL_RSHIFT(now.height, is_chroma ? description->log2_chroma_h : 0)};
    const int depth = description->comp[plane].depth;
    if (depth > 8)
      fill_plane<std::uint16_t>(before, now, after, *out, plane, size, (1 << depth) - 1);
    else
      fill_plane<std::uint8_t>(before, now, after, *out, plane, size, 255);
  }
  return out;
}

}  // namespace

void Deinterlacer::put(AvFramePtr frame) {
  if (current_) finish(frame.get());
  if (frame->interlaced_frame != 0 && is_planar(*frame)) {
    current_ = std::move(frame);
    return;
  }
  previous_.reset();
  ready_.push_back(std::move(frame));
}

void Deinterlacer::put_end() {
  if (current_) finish(nullptr);
}

void Deinterlacer::finish(const AVFrame* next) {
  const AVFrame& now = *current_;
  const AVFrame& before = previous_ && are_alike(*previous_, now) ? *previous_ : now;
  const AVFrame& after = next != nullptr && are_alike(*next, now) ? *next : now;
  auto whole = whole_picture(before, now, after);
  previous_ = std::move(current_);
  if (!whole) whole.reset(av_frame_clone(previous_.get()));  // no memory: combs rather than nothing
  ready_.push_back(std::move(whole));
}

AvFramePtr Deinterlacer::take() {
  if (ready_.empty()) return nullptr;
  auto frame = std::move(ready_.front());
  ready_.pop_front();
  return frame;
}

void Deinterlacer::clear() {
  previous_.reset();
  current_.reset();
  ready_.clear();
}

}  // namespace gatecast::decode
