#include "player/decode/picture.h"

#include <libyuv.h>
#include <cmath>

#include <algorithm>
#include <cstring>

#include "player/decode/frame_painter.h"
#include "player/decode/libav.h"

namespace gatecast::decode {
namespace {

AVCodecID codec_of(ByteView bytes) {
  constexpr ByteView kPng("\x89PNG\r\n\x1a\n", 8);
  constexpr ByteView kJpeg("\xff\xd8\xff", 3);
  if (bytes.substr(0, kPng.size()) == kPng) return AV_CODEC_ID_PNG;
  if (bytes.substr(0, kJpeg.size()) == kJpeg) return AV_CODEC_ID_MJPEG;
  return AV_CODEC_ID_NONE;
}

int exif_rotation(const AVFrame& frame) {
  const auto* entry = av_dict_get(frame.metadata, "Orientation", nullptr, 0);
  const int orientation = entry == nullptr ? 1 : std::atoi(entry->value);
  return orientation == 3 ? 180 : orientation == 6 ? 90 : orientation == 8 ? 270 : 0;
}

Result<AvFramePtr> decode_bytes(ByteView bytes, std::string_view name, AVCodecID id) {
  av_log_set_level(AV_LOG_QUIET);
  const AVCodec* decoder = allowed_decoder(id);
  CodecPtr codec(avcodec_alloc_context3(decoder));
  codec->max_pixels = kLargestPictureAreaPx;
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
                              "export it again as PNG or JPEG, no larger than 64 megapixels"));
  if (frame->width > kLargestPictureSidePx || frame->height > kLargestPictureSidePx)
    return fail(content_error("picture.too_large", std::string(name), "a side is longer than 16384 pixels",
                              "scale it down to the size at which it is shown"));
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

pixels::Pixmap turned(const pixels::Pixmap& source, int degrees) {
  if (degrees == 0) return source;
  const auto size = source.size();
  pixels::Pixmap target(degrees == 180 ? size : pixels::Size{size.height_px, size.width_px});
  libyuv::ARGBRotate(source.data(), source.stride_bytes(), target.data(), target.stride_bytes(),
                     size.width_px, size.height_px,
                     degrees == 90    ? libyuv::kRotate90
                     : degrees == 180 ? libyuv::kRotate180
                                      : libyuv::kRotate270);
  return target;
}

}  // namespace

Result<DecodedPicture> decode_picture(ByteView bytes, std::string_view name, pixels::Size box,
                                      ScaleTo scale_to) {
  const AVCodecID id = codec_of(bytes);
  if (id == AV_CODEC_ID_NONE)
    return fail(content_error("picture.unknown_format", std::string(name),
                              "this is neither a PNG nor a JPEG picture", "export it as PNG or JPEG"));
  GATECAST_TRY(auto decoded, decode_bytes(bytes, name, id));
  const int rotation = exif_rotation(*decoded);
  // JFIF is full range BT.601, whatever the frame says of itself.
  if (id == AV_CODEC_ID_MJPEG) {
    decoded->color_range = AVCOL_RANGE_JPEG;
    decoded->colorspace = AVCOL_SPC_BT470BG;
  }
  ScalerPtr scaler;
  GATECAST_TRY(auto frame, frame_from(std::move(decoded), scaler, std::string(name)));
  pixels::Pixmap full(frame.size);
  convert_frame(frame, canvas_of(full));
  frame.memory.reset();
  if (id == AV_CODEC_ID_PNG)
    libyuv::ARGBAttenuate(full.data(), full.stride_bytes(), full.data(), full.stride_bytes(),
                          frame.size.width_px, frame.size.height_px);
  DecodedPicture picture;
  picture.format = id == AV_CODEC_ID_PNG ? "png" : "jpeg";
  picture.full_size =
      rotation % 180 == 0 ? frame.size : pixels::Size{frame.size.height_px, frame.size.width_px};
  auto target = scaled_size(picture.full_size, box, scale_to);
  if (rotation % 180 != 0) std::swap(target.width_px, target.height_px);
  if (!(target == frame.size)) {
    pixels::Pixmap small(target);
    scale(canvas_of(full), canvas_of(small));
    full = std::move(small);
  }
  picture.pixels = turned(full, rotation);
  return picture;
}

}  // namespace gatecast::decode
