// From libav's frame to ours: which planes, which colours.
#include <libyuv.h>

#include <algorithm>

#include "player/decode/exact_planes.h"
#include "player/decode/frame_maker.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/pixdesc.h>
}

namespace gatecast::decode {
namespace {

struct Drawable {
  AVPixelFormat format;
  Planes planes;
  bool is_full_by_name;
};
constexpr std::array kDrawable{
    Drawable{AV_PIX_FMT_YUV420P, Planes::i420, false},
    Drawable{AV_PIX_FMT_YUVJ420P, Planes::i420, true},
    Drawable{AV_PIX_FMT_YUV422P, Planes::i422, false},
    Drawable{AV_PIX_FMT_YUVJ422P, Planes::i422, true},
    Drawable{AV_PIX_FMT_YUV444P, Planes::i444, false},
    Drawable{AV_PIX_FMT_YUVJ444P, Planes::i444, true},
    Drawable{AV_PIX_FMT_YUV420P10LE, Planes::i010, false},
    Drawable{AV_PIX_FMT_YUV422P10LE, Planes::i210, false},
    Drawable{AV_PIX_FMT_YUV444P10LE, Planes::i410, false},
    Drawable{AV_PIX_FMT_BGRA, Planes::bgra, true},
};

const Drawable* drawable(int format) {
  for (const auto& row : kDrawable)
    if (row.format == format) return &row;
  return nullptr;
}

Range range_of(const AVFrame& frame) {
  const auto* row = drawable(frame.format);
  const bool is_full = (row != nullptr && row->is_full_by_name) || frame.color_range == AVCOL_RANGE_JPEG ||
                       frame.format == AV_PIX_FMT_YUVJ440P || frame.format == AV_PIX_FMT_YUVJ411P;
  return is_full ? Range::full : Range::limited;
}

Error cannot_be_drawn(const std::string& name) {
  return content_error("media.pixel_format", name, "this pixel format cannot be drawn",
                       "convert the video to yuv420p");
}

Result<AvFramePtr> empty_frame(const AVFrame& like, AVPixelFormat format, const std::string& name,
                               FrameMemory* memory = nullptr) {
  AvFramePtr target(av_frame_alloc());
  target->width = like.width;
  target->height = like.height;
  target->format = format;
  if (allocate_in(memory, *target) < 0) return fail(memory_error(name));
  if (av_frame_copy_props(target.get(), &like) < 0) return fail(cannot_be_drawn(name));
  return target;
}

// Straight alpha stays straight.
Result<AvFramePtr> to_bgra(const AVFrame& source, Matrix matrix, ScalerPtr& scaler, const std::string& name,
                           FrameMemory* memory = nullptr) {
  const auto format = static_cast<AVPixelFormat>(source.format);
  scaler.reset(sws_getCachedContext(scaler.release(), source.width, source.height, format, source.width,
                                    source.height, AV_PIX_FMT_BGRA, SWS_BILINEAR | SWS_FULL_CHR_H_INT,
                                    nullptr, nullptr, nullptr));
  if (!scaler) return fail(cannot_be_drawn(name));
  const int space = matrix == Matrix::bt601   ? SWS_CS_ITU601
                    : matrix == Matrix::bt709 ? SWS_CS_ITU709
                                              : SWS_CS_BT2020;
  const int* coefficients = sws_getCoefficients(space);
  sws_setColorspaceDetails(scaler.get(), coefficients, source.color_range == AVCOL_RANGE_JPEG ? 1 : 0,
                           coefficients, 1, 0, 1 << 16, 1 << 16);
  GATECAST_TRY(auto target, empty_frame(source, AV_PIX_FMT_BGRA, name, memory));
  if (sws_scale(scaler.get(), source.data, source.linesize, 0, source.height, target->data,
                target->linesize) < 0)
    return fail(cannot_be_drawn(name));
  return target;
}

// What the film's makers saw at most; 1000 nits where the file does not say.
int peak_of(const AVFrame& frame) {
  constexpr int kLeast = 100;
  constexpr int kMost = 10000;
  if (const auto* data = av_frame_get_side_data(&frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL)) {
    const auto* level = reinterpret_cast<const AVContentLightMetadata*>(data->data);
    if (level->MaxCLL > 0) return std::clamp(static_cast<int>(level->MaxCLL), kLeast, kMost);
  }
  if (const auto* data = av_frame_get_side_data(&frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA)) {
    const auto* display = reinterpret_cast<const AVMasteringDisplayMetadata*>(data->data);
    if (display->has_luminance != 0 && display->max_luminance.den > 0)
      return std::clamp(static_cast<int>(av_q2d(display->max_luminance)), kLeast, kMost);
  }
  return Light().peak_nits;
}

Light light_of(const AVFrame& frame, Matrix matrix) {
  Light light;
  if (frame.color_trc == AVCOL_TRC_SMPTE2084) light.transfer = Transfer::pq;
  if (frame.color_trc == AVCOL_TRC_ARIB_STD_B67) light.transfer = Transfer::hlg;
  const bool does_not_say =
      frame.color_primaries == AVCOL_PRI_UNSPECIFIED || frame.color_primaries == AVCOL_PRI_RESERVED0;
  if (frame.color_primaries == AVCOL_PRI_BT2020 ||
      (does_not_say && (matrix == Matrix::bt2020 || light.transfer != Transfer::usual)))
    light.primaries = Primaries::bt2020;
  if (frame.color_primaries == AVCOL_PRI_SMPTE432) light.primaries = Primaries::p3;
  if (light.transfer == Transfer::pq) light.peak_nits = peak_of(frame);
  return light;
}

bool has_alpha(const AVFrame& frame) {
  const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  return description != nullptr && (description->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

Status check_size(const AVFrame& frame, const std::string& name) {
  if (frame.width <= 0 || frame.height <= 0 || frame.width > kLargestDecodedSidePx ||
      frame.height > kLargestDecodedSidePx)
    return fail(content_error("media.too_large", name, "a frame has an absurd size"));
  return {};
}

Frame wrapped(AvFramePtr source, Matrix matrix) {
  Frame frame;
  frame.layout = drawable(source->format)->planes;
  frame.matrix = matrix;
  frame.range = range_of(*source);
  frame.size = {source->width, source->height};
  for (std::size_t i = 0; i < frame.planes.size(); ++i) {
    frame.planes.at(i) = source->data[i];
    frame.strides_bytes.at(i) = source->linesize[i];
  }
  frame.memory = std::shared_ptr<const void>(source.release(), [](const AVFrame* owned) {
    auto* frame_to_free = const_cast<AVFrame*>(owned);
    av_frame_free(&frame_to_free);
  });
  return frame;
}

}  // namespace

Result<Frame> frame_from(AvFramePtr source, ScalerPtr& scaler, const std::string& name) {
  GATECAST_TRY_STATUS(check_size(*source, name));
  const Matrix matrix = matrix_of(source->colorspace, {source->width, source->height});
  if (drawable(source->format) == nullptr) {
    GATECAST_TRY(source, to_bgra(*source, matrix, scaler, name));
  }
  return wrapped(std::move(source), matrix);
}

Result<AvFramePtr> FrameMaker::brought_to_bgra(const AVFrame& source, const Light& light,
                                               const std::string& name) {
  const Matrix matrix = matrix_of(source.colorspace, {source.width, source.height});
  if (is_exact_format(static_cast<AVPixelFormat>(source.format))) {
    const bool is_mapped = light.needs_map();
    if (is_mapped && (!map_ || !(map_->light() == light))) map_.emplace(light);
    GATECAST_TRY(auto target, empty_frame(source, AV_PIX_FMT_BGRA, name, memory_));
    draw_exactly(source, matrix, range_of(source), is_mapped ? &*map_ : nullptr, *target);
    return target;
  }
  GATECAST_TRY(auto target, to_bgra(source, matrix, scaler_, name, memory_));
  if (has_alpha(source))
    libyuv::ARGBAttenuate(target->data[0], target->linesize[0], target->data[0], target->linesize[0],
                          target->width, target->height);
  return target;
}

Result<Frame> FrameMaker::make(AvFramePtr source, const std::string& name) {
  GATECAST_TRY_STATUS(check_size(*source, name));
  const Matrix matrix = matrix_of(source->colorspace, {source->width, source->height});
  const Light light = light_of(*source, matrix);
  if (drawable(source->format) == nullptr || source->format == AV_PIX_FMT_BGRA || light.needs_map()) {
    GATECAST_TRY(source, brought_to_bgra(*source, light, name));
  }
  if (memory_ != nullptr) {
    GATECAST_TRY(source, moved_into(*memory_, std::move(source), name));
  }
  return wrapped(std::move(source), matrix);
}

Result<AvFramePtr> flipped(const AVFrame& source, const std::string& name) {
  GATECAST_TRY(auto target, empty_frame(source, static_cast<AVPixelFormat>(source.format), name));
  const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(source.format));
  std::array<const std::uint8_t*, 4> planes{};
  std::array<int, 4> strides{};
  for (std::size_t i = 0; i < 4 && source.data[i] != nullptr; ++i) {
    const bool is_chroma = i == 1 || i == 2;
    const int height = AV_CEIL_RSHIFT(source.height, is_chroma ? description->log2_chroma_h : 0);
    planes[i] = source.data[i] + static_cast<std::ptrdiff_t>(height - 1) * source.linesize[i];
    strides[i] = -source.linesize[i];
  }
  av_image_copy(target->data, target->linesize, planes.data(), strides.data(),
                static_cast<AVPixelFormat>(source.format), source.width, source.height);
  return target;
}

}  // namespace gatecast::decode
