#include "player/decode/tile_maker.h"

#include <algorithm>

#include "content-sync/bundle/tile_pack.h"
#include "player/decode/libav.h"
#include "player/decode/picture_svg.h"

namespace gatecast::decode {
namespace {

constexpr int kDrawingSidePx = 4096;  // a drawing has no pixels of its own
constexpr int kQuality = 3;           // of 2 to 31, 2 the best

Error no_encoder() {
  return environment_error("picture.memory", "JPEG", "no tile can be written", "install libavcodec whole");
}

// Over white, as paper is.
void make_flat(pixels::Pixmap& pixels) {
  for (int y = 0; y < pixels.size().height_px; ++y)
    for (int x = 0; x < pixels.size().width_px; ++x) {
      auto& pixel = pixels.row(y)[x];
      const std::uint32_t white = 255 - (pixel >> 24U);
      if (white != 0) pixel = (pixel + white * 0x00010101U) | 0xFF000000U;
    }
}

// The mean of four pixels, two channels at a time; an odd edge counts twice.
pixels::Pixmap halved(const pixels::Pixmap& whole) {
  const int width = whole.size().width_px;
  const int height = whole.size().height_px;
  pixels::Pixmap half({(width + 1) / 2, (height + 1) / 2});
  constexpr std::uint32_t kPair = 0x00FF00FFU;
  for (int y = 0; y < half.size().height_px; ++y) {
    const auto* above = whole.row(2 * y);
    const auto* below = whole.row(std::min(2 * y + 1, height - 1));
    auto* out = half.row(y);
    for (int x = 0; x < half.size().width_px; ++x) {
      const int left = 2 * x;
      const int right = std::min(left + 1, width - 1);
      const std::uint32_t one =
          (above[left] & kPair) + (above[right] & kPair) + (below[left] & kPair) + (below[right] & kPair);
      const std::uint32_t other = (above[left] >> 8U & kPair) + (above[right] >> 8U & kPair) +
                                  (below[left] >> 8U & kPair) + (below[right] >> 8U & kPair);
      out[x] = ((one + 0x00020002U) >> 2U & kPair) | ((other + 0x00020002U) >> 2U & kPair) << 8U;
    }
  }
  return half;
}

Result<AvFramePtr> as_frame(const pixels::Pixmap& pixels, const pixels::Rect& part) {
  AvFramePtr frame(av_frame_alloc());
  frame->format = AV_PIX_FMT_YUVJ444P;
  frame->width = part.width;
  frame->height = part.height;
  frame->color_range = AVCOL_RANGE_JPEG;
  const ScalerPtr scaler(
      sws_getContext(part.width, part.height, AV_PIX_FMT_BGRA, part.width, part.height, AV_PIX_FMT_YUVJ444P,
                     SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP,
                     nullptr, nullptr, nullptr));
  if (!scaler || av_frame_get_buffer(frame.get(), 0) < 0) return fail(no_encoder());
  const int* coefficients = sws_getCoefficients(SWS_CS_ITU601);
  sws_setColorspaceDetails(scaler.get(), coefficients, 1, coefficients, 1, 0, 1 << 16, 1 << 16);
  const std::uint8_t* const planes[] = {reinterpret_cast<const std::uint8_t*>(pixels.row(part.y) + part.x),
                                        nullptr, nullptr, nullptr};
  const int strides[] = {pixels.stride_bytes(), 0, 0, 0};
  if (sws_scale(scaler.get(), planes, strides, 0, part.height, frame->data, frame->linesize) < 0)
    return fail(no_encoder());
  return frame;
}

pixels::Rect part_of(const bundle::TileGrid& grid, const bundle::TileAt& tile) {
  return {tile.column * bundle::kTileSide, tile.row * bundle::kTileSide, grid.tile_width(tile),
          grid.tile_height(tile)};
}

}  // namespace

PictureLimits gallery_limits() {
  return {bundle::kLargestTiledArea, kLargestTiledFile};
}

Result<Bytes> encode_jpeg(const pixels::Pixmap& pixels, const pixels::Rect& part) {
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
  if (encoder == nullptr) return fail(no_encoder());
  GATECAST_TRY(auto frame, as_frame(pixels, part));
  CodecPtr codec(avcodec_alloc_context3(encoder));
  codec->width = part.width;
  codec->height = part.height;
  codec->pix_fmt = AV_PIX_FMT_YUVJ444P;
  codec->color_range = AVCOL_RANGE_JPEG;
  codec->time_base = {1, 25};
  codec->thread_count = 1;
  codec->dct_algo = FF_DCT_INT;
  codec->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT;
  codec->global_quality = kQuality * FF_QP2LAMBDA;
  frame->quality = codec->global_quality;
  frame->pts = 0;
  PacketPtr packet(av_packet_alloc());
  const bool is_made = avcodec_open2(codec.get(), encoder, nullptr) >= 0 &&
                       avcodec_send_frame(codec.get(), frame.get()) >= 0 &&
                       avcodec_receive_packet(codec.get(), packet.get()) >= 0;
  if (!is_made) return fail(no_encoder());
  return Bytes(reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size));
}

Result<Bytes> make_tiles(ByteView picture, std::string_view name) {
  av_log_set_level(AV_LOG_QUIET);
  const pixels::Size box =
      looks_like_svg(picture) ? pixels::Size{kDrawingSidePx, kDrawingSidePx} : pixels::Size{};
  GATECAST_TRY(auto decoded, decode_picture(picture, name, box, ScaleTo::contain, gallery_limits()));
  auto level = std::move(decoded.pixels);
  if (!bundle::is_tiled_size(level.size().width_px, level.size().height_px))
    return fail(content_error("picture.too_large", std::string(name),
                              "a gallery's picture has at most 144 megapixels and 16384 pixels on a side",
                              "scale it down"));
  make_flat(level);
  const bundle::TileGrid grid(level.size().width_px, level.size().height_px);
  std::vector<Bytes> tiles(grid.count());
  for (int number = grid.levels() - 1; number >= 0; --number) {
    for (int row = 0; row < grid.rows(number); ++row)
      for (int column = 0; column < grid.columns(number); ++column) {
        const bundle::TileAt tile{number, column, row};
        GATECAST_TRY(tiles[grid.number(tile)], encode_jpeg(level, part_of(grid, tile)));
      }
    if (number > 0) level = halved(level);
  }
  std::vector<std::uint32_t> lengths;
  lengths.reserve(tiles.size());
  for (const auto& tile : tiles) lengths.push_back(static_cast<std::uint32_t>(tile.size()));
  auto pack = bundle::write_tile_head(grid, lengths);
  for (const auto& tile : tiles) pack += tile;
  return pack;
}

}  // namespace gatecast::decode
