// From libav's frame to ours: which planes, which colours; odd formats go through swscale once.
#include "player/decode/libav.h"

extern "C" {
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

Result<AvFramePtr> to_bgra(const AVFrame& source, Matrix matrix, ScalerPtr& scaler, const std::string& name) {
  const auto format = static_cast<AVPixelFormat>(source.format);
  scaler.reset(sws_getCachedContext(scaler.release(), source.width, source.height, format, source.width,
                                    source.height, AV_PIX_FMT_BGRA, SWS_BILINEAR | SWS_FULL_CHR_H_INT,
                                    nullptr, nullptr, nullptr));
  if (!scaler)
    return fail(content_error("media.pixel_format", name, "this pixel format cannot be drawn",
                              "convert the video to yuv420p"));
  const int space = matrix == Matrix::bt601   ? SWS_CS_ITU601
                    : matrix == Matrix::bt709 ? SWS_CS_ITU709
                                              : SWS_CS_BT2020;
  const int* coefficients = sws_getCoefficients(space);
  sws_setColorspaceDetails(scaler.get(), coefficients, source.color_range == AVCOL_RANGE_JPEG ? 1 : 0,
                           coefficients, 1, 0, 1 << 16, 1 << 16);
  AvFramePtr target(av_frame_alloc());
  target->width = source.width;
  target->height = source.height;
  target->format = AV_PIX_FMT_BGRA;
  if (av_frame_get_buffer(target.get(), 0) < 0 || av_frame_copy_props(target.get(), &source) < 0 ||
      sws_scale(scaler.get(), source.data, source.linesize, 0, source.height, target->data,
                target->linesize) < 0)
    return fail(content_error("media.pixel_format", name, "this picture cannot be converted"));
  return target;
}

const Drawable* drawable(int format) {
  for (const auto& row : kDrawable)
    if (row.format == format) return &row;
  return nullptr;
}

}  // namespace

Result<Frame> frame_from(AvFramePtr source, ScalerPtr& scaler, const std::string& name) {
  const pixels::Size size{source->width, source->height};
  if (size.width_px <= 0 || size.height_px <= 0 || size.width_px > kLargestDecodedSidePx ||
      size.height_px > kLargestDecodedSidePx)
    return fail(content_error("media.too_large", name, "a frame has an absurd size"));
  const Matrix matrix = matrix_of(source->colorspace, size);
  if (drawable(source->format) == nullptr) {
    GATECAST_TRY(source, to_bgra(*source, matrix, scaler, name));
  }
  const Drawable& row = *drawable(source->format);
  Frame frame;
  frame.layout = row.planes;
  frame.matrix = matrix;
  frame.range = row.is_full_by_name || source->color_range == AVCOL_RANGE_JPEG ? Range::full : Range::limited;
  frame.size = size;
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

}  // namespace gatecast::decode
