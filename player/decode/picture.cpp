#include "player/decode/picture.h"

#include <libyuv.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "player/decode/libav.h"
#include "player/decode/picture_colour.h"
#include "player/decode/picture_exif.h"
#include "player/decode/picture_svg.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace gatecast::decode {
namespace {

constexpr ByteView kPng("\x89PNG\r\n\x1a\n", 8);
constexpr ByteView kJpeg("\xff\xd8\xff", 3);

struct Format {
  AVCodecID codec;
  std::string_view name;
  std::int64_t largest_area_px;
};

Format format_of(ByteView bytes) {
  if (bytes.starts_with(kPng)) return {AV_CODEC_ID_PNG, "png", kLargestPackedAreaPx};
  if (bytes.starts_with(kJpeg)) return {AV_CODEC_ID_MJPEG, "jpeg", kLargestPictureAreaPx};
  if (bytes.starts_with("RIFF") && bytes.substr(std::min<std::size_t>(8, bytes.size()), 4) == "WEBP")
    return {AV_CODEC_ID_WEBP, "webp", kLargestPackedAreaPx};
  return {AV_CODEC_ID_NONE, "", 0};
}

Error too_large(std::string_view name, std::string message) {
  return content_error("picture.too_large", std::string(name), std::move(message),
                       "scale it down to the size at which it is shown");
}

Result<AvFramePtr> decode_bytes(ByteView bytes, std::string_view name, const Format& format) {
  av_log_set_level(AV_LOG_QUIET);
  if (stated_area_px(bytes) > format.largest_area_px)
    return fail(too_large(name, "this picture has more than " +
                                    std::to_string(format.largest_area_px / 1'000'000) + " megapixels"));
  const AVCodec* decoder = allowed_decoder(format.codec);
  CodecPtr codec(avcodec_alloc_context3(decoder));
  codec->max_pixels = format.largest_area_px;
  codec->thread_count = 1;
  codec->err_recognition = AV_EF_EXPLODE;  // a cut-off picture is an error, not a grey half
  PacketPtr packet(av_packet_alloc());
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0 ||
      av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0)
    return fail(environment_error("picture.memory", std::string(name), "no memory to decode this picture"));
  std::memcpy(packet->data, bytes.data(), bytes.size());
  AvFramePtr frame(av_frame_alloc());
  int status = avcodec_send_packet(codec.get(), packet.get());
  if (status >= 0) {
    avcodec_send_packet(codec.get(), nullptr);
    status = avcodec_receive_frame(codec.get(), frame.get());
  }
  if (status < 0)
    return fail(content_error("picture.broken", std::string(name),
                              "this picture cannot be decoded: " + libav_message(status),
                              "export it again as PNG, JPEG or WebP (a single still picture)"));
  if (frame->width > kLargestPictureSidePx || frame->height > kLargestPictureSidePx)
    return fail(too_large(name, "a side is longer than 16384 pixels"));
  return frame;
}

pixels::Size scaled_size(pixels::Size full, pixels::Size box, ScaleTo scale_to) {
  if (box.width_px <= 0 || box.height_px <= 0) return full;
  const double by_width = static_cast<double>(box.width_px) / full.width_px;
  const double by_height = static_cast<double>(box.height_px) / full.height_px;
  const double factor = std::min(
      1.0, scale_to == ScaleTo::cover ? std::max(by_width, by_height) : std::min(by_width, by_height));
  return {std::max(1, static_cast<int>(std::lround(full.width_px * factor))),
          std::max(1, static_cast<int>(std::lround(full.height_px * factor)))};
}

bool is_yuv(AVPixelFormat format) {
  const auto* description = av_pix_fmt_desc_get(format);
  return description != nullptr && (description->flags & AV_PIX_FMT_FLAG_RGB) == 0 &&
         description->nb_components >= 3;
}

bool has_alpha(AVPixelFormat format) {
  const auto* description = av_pix_fmt_desc_get(format);
  return description != nullptr && (description->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

struct Source {
  AVPixelFormat format;
  pixels::Size size;
  const std::uint8_t* const* planes;
  const int* strides;
  bool is_full_range;
};

// To straight or premultiplied BGRA (as the source is) of another size, in one pass.
Result<pixels::Pixmap> rescaled(const Source& source, pixels::Size target, std::string_view name) {
  const bool is_same_size = source.size == target;
  const int filter = is_same_size ? SWS_BICUBIC : SWS_LANCZOS;
  const ScalerPtr scaler(sws_getContext(source.size.width_px, source.size.height_px, source.format,
                                        target.width_px, target.height_px, AV_PIX_FMT_BGRA,
                                        filter | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP,
                                        nullptr, nullptr, nullptr));
  const auto refused = [&] {
    return fail(content_error("picture.pixel_format", std::string(name),
                              "this kind of pixels is not drawn here",
                              "export it as PNG or JPEG in 8-bit RGB"));
  };
  if (!scaler) return refused();
  // JFIF and WebP are BT.601, whatever a frame says of itself.
  const int* coefficients = sws_getCoefficients(SWS_CS_ITU601);
  if (is_yuv(source.format))
    sws_setColorspaceDetails(scaler.get(), coefficients, source.is_full_range ? 1 : 0, coefficients, 1, 0,
                             1 << 16, 1 << 16);
  pixels::Pixmap pixels(target);
  std::uint8_t* planes[] = {pixels.data(), nullptr, nullptr, nullptr};
  const int strides[] = {pixels.stride_bytes(), 0, 0, 0};
  if (sws_scale(scaler.get(), source.planes, source.strides, 0, source.size.height_px, planes, strides) < 0)
    return refused();
  return pixels;
}

// A filter with negative lobes may leave a colour brighter than its alpha.
void keep_premultiplied(pixels::Pixmap& pixels) {
  for (int y = 0; y < pixels.size().height_px; ++y)
    for (int x = 0; x < pixels.size().width_px; ++x) {
      std::uint32_t& pixel = pixels.row(y)[x];
      const std::uint32_t alpha = pixel >> 24;
      if (alpha == 255) continue;
      pixel = alpha << 24 | std::min(alpha, pixel >> 16 & 255) << 16 |
              std::min(alpha, pixel >> 8 & 255) << 8 | std::min(alpha, pixel & 255);
    }
}

void make_opaque(pixels::Pixmap& pixels) {
  for (int y = 0; y < pixels.size().height_px; ++y)
    for (int x = 0; x < pixels.size().width_px; ++x) pixels.row(y)[x] |= 0xFF000000U;
}

// At its final size, still as it lies in the file, premultiplied.
Result<pixels::Pixmap> brought_down(AvFramePtr frame, const Format& format, pixels::Size target,
                                    std::string_view name) {
  const auto pixel_format = static_cast<AVPixelFormat>(frame->format);
  const Source source{pixel_format,
                      {frame->width, frame->height},
                      frame->data,
                      frame->linesize,
                      format.codec == AV_CODEC_ID_MJPEG || frame->color_range == AVCOL_RANGE_JPEG};
  if (!has_alpha(pixel_format)) {
    GATECAST_TRY(auto pixels, rescaled(source, target, name));
    make_opaque(pixels);
    return pixels;
  }
  // Colours under transparent pixels must not bleed out: premultiplied first, then brought down.
  GATECAST_TRY(auto pixels, rescaled(source, source.size, name));
  frame.reset();
  const pixels::Size full = pixels.size();
  libyuv::ARGBAttenuate(pixels.data(), pixels.stride_bytes(), pixels.data(), pixels.stride_bytes(),
                        full.width_px, full.height_px);
  if (full == target) return pixels;
  const std::uint8_t* const planes[] = {pixels.data(), nullptr, nullptr, nullptr};
  const int strides[] = {pixels.stride_bytes(), 0, 0, 0};
  GATECAST_TRY(auto small, rescaled({AV_PIX_FMT_BGRA, full, planes, strides, true}, target, name));
  keep_premultiplied(small);
  return small;
}

}  // namespace

bool looks_like_picture(ByteView head) {
  return format_of(head).codec != AV_CODEC_ID_NONE || looks_like_svg(head);
}

Result<DecodedPicture> decode_picture(ByteView bytes, std::string_view name, pixels::Size box,
                                      ScaleTo scale_to, const PictureLimits& limits) {
  if (bytes.size() > limits.file_bytes)
    return fail(too_large(
        name, "the picture's file is larger than " + std::to_string(limits.file_bytes >> 20U) + " MiB"));
  if (looks_like_svg(bytes)) return draw_svg(bytes, name, box, scale_to);
  Format format = format_of(bytes);
  if (limits.area_px > 0) format.largest_area_px = limits.area_px;
  if (format.codec == AV_CODEC_ID_NONE)
    return fail(content_error("picture.unknown_format", std::string(name),
                              "this is no PNG, JPEG, WebP or SVG picture", "export it as PNG or JPEG"));
  if (format.codec == AV_CODEC_ID_MJPEG && is_cmyk_jpeg(bytes))
    return fail(content_error("picture.cmyk", std::string(name), "this JPEG holds printing colours (CMYK)",
                              "export it in RGB"));
  GATECAST_TRY(auto frame, decode_bytes(bytes, name, format));
  const Orientation orientation = orientation_of(bytes);
  const Bytes profile = colour_profile_of(*frame);
  DecodedPicture picture;
  picture.format = format.name;
  picture.full_size = {frame->width, frame->height};
  if (orientation.is_lying()) std::swap(picture.full_size.width_px, picture.full_size.height_px);
  auto target = scaled_size(picture.full_size, box, scale_to);
  if (orientation.is_lying()) std::swap(target.width_px, target.height_px);
  GATECAST_TRY(auto pixels, brought_down(std::move(frame), format, target, name));
  to_srgb(pixels, profile);
  picture.pixels = upright(std::move(pixels), orientation);
  return picture;
}

}  // namespace gatecast::decode
